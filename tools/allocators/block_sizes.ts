/**
 * The blocks of a trace by size: how many, how long they live, and what it would cost to give each a mapping of its own.
 * That is what decides between malloc and mmap: what is large and stays is better mapped, what comes and goes is not.
 *
 *      a 7 3000     block 7 of 2 … 4 KiB begins
 *      r 7 9000     it ends there, and begins as one of 8 … 16 KiB
 *      f 7          it ends; lifetime: requests between begin and end
 *
 *   BS1  Every request of memory is in one class: the power of two that its size is at most, from 16 bytes on.
 *   BS2  What is live when the trace ends lives until then.
 *   BS3  A mapping of its own takes two calls, and a fault a page that is touched; its last page is partly lost.
 */

import { PAGE_SIZE } from "@palimpsest/kernel";
import { REQUEST, type Trace } from "../guests/trace/trace.ts";

/** Sizes up to this are one class. */
const LEAST_CLASS_BYTES = 16;

/** Blocks of one class. */
export interface SizeClass {
  /** Sizes are at most this, and more than half of it. */
  readonly limitBytes: number;
  readonly blockCount: number;
  /** Bytes of all of them together, and of those that were live at once at most. */
  readonly totalBytes: number;
  readonly peakBytes: number;
  /** How many were live at once, at most. */
  readonly peakCount: number;
  /** Requests that half of them, and nine of ten, lived at most. */
  readonly medianLifetime: number;
  readonly longLifetime: number;
  /** Pages that mappings would take, one after another: the faults. */
  readonly mappedPages: number;
}

interface OpenClass {
  blockCount: number;
  totalBytes: number;
  liveBytes: number;
  liveCount: number;
  peakBytes: number;
  peakCount: number;
  mappedPages: number;
  readonly lifetimes: number[];
}

/** The classes of a trace that have blocks, smallest first. */
export function blockSizes(trace: Trace): SizeClass[] {
  const classes = new Map<number, OpenClass>();
  const sizes = new Float64Array(trace.idCount).fill(-1);
  const begun = new Int32Array(trace.idCount);
  const end = (id: number, at: number) => {
    if (id < 0 || sizes[id] < 0) return;
    closeBlock(classes.get(limitOf(sizes[id]))!, sizes[id], at - begun[id]);
    sizes[id] = -1;
  };
  for (let at = 0; at < trace.kinds.length; at++) {
    const id = trace.ids[at];
    end(id, at);
    const sizeBytes = trace.sizes[at];
    const isFreed = trace.kinds[at] === REQUEST.free ||
      (trace.kinds[at] === REQUEST.realloc && sizeBytes === 0);
    if (isFreed) continue;
    openBlock(classes, sizeBytes);
    sizes[id] = sizeBytes;
    begun[id] = at;
  }
  for (let id = 0; id < trace.idCount; id++) end(id, trace.kinds.length);
  return [...classes.keys()].sort((one, other) => one - other)
    .map((limitBytes) => closed(limitBytes, classes.get(limitBytes)!));
}

function limitOf(sizeBytes: number): number {
  let limit = LEAST_CLASS_BYTES;
  while (limit < sizeBytes) limit *= 2;
  return limit;
}

function openBlock(classes: Map<number, OpenClass>, sizeBytes: number): void {
  const limit = limitOf(sizeBytes);
  let own = classes.get(limit);
  if (own === undefined) {
    const counts = { blockCount: 0, totalBytes: 0, liveBytes: 0, liveCount: 0, peakBytes: 0, peakCount: 0 };
    own = { ...counts, mappedPages: 0, lifetimes: [] };
    classes.set(limit, own);
  }
  own.blockCount++;
  own.totalBytes += sizeBytes;
  own.liveBytes += sizeBytes;
  own.liveCount++;
  own.peakBytes = Math.max(own.peakBytes, own.liveBytes);
  own.peakCount = Math.max(own.peakCount, own.liveCount);
  own.mappedPages += Math.max(1, Math.ceil(sizeBytes / PAGE_SIZE));
}

function closeBlock(own: OpenClass, sizeBytes: number, lifetime: number): void {
  own.liveBytes -= sizeBytes;
  own.liveCount--;
  own.lifetimes.push(lifetime);
}

function closed(limitBytes: number, own: OpenClass): SizeClass {
  const lifetimes = Float64Array.from(own.lifetimes).sort();
  const { blockCount, totalBytes, peakBytes, peakCount, mappedPages } = own;
  return {
    limitBytes,
    blockCount,
    totalBytes,
    peakBytes,
    peakCount,
    medianLifetime: lifetimes[Math.floor((lifetimes.length - 1) / 2)],
    longLifetime: lifetimes[Math.floor((lifetimes.length - 1) * 0.9)],
    mappedPages,
  };
}
