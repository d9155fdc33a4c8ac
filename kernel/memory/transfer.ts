/**
 * Where the bytes of a read go and where those of a write come from: user memory, or a buffer outside the modelled
 * memory (a script's own, a recording's).
 *
 *   TR1  A transfer goes part by part in ascending order; it ends where user memory cannot be accessed.
 *   TR2  A write from outside carries its bytes in the call's arguments; without them they are unknown.
 */

import { offsetInPage, PAGE_SIZE, pageOf, pagesSpanning } from "../address.ts";
import { isPermitted } from "../mmu.ts";
import { spareFrames } from "./frame_allocation.ts";
import { pteFrame } from "./pte.ts";
import type { Transaction } from "../transaction.ts";
import { readUserBytes } from "./user_bytes.ts";
import { copyFromUser, type CopyPart, copyToUser } from "./user_copy.ts";

/**
 * Takes `lengthBytes` bytes that follow the `done` before them; `produce` puts each part into the frame it is given.
 * Returns how many were taken.
 */
export type Sink = (done: number, lengthBytes: number, produce: CopyPart) => number;

/** Where the bytes of a write come from, in ascending order. */
export interface Source {
  /**
   * Puts `lengthBytes` bytes that follow the `done` before them into a frame at an offset, as far as no fault is needed.
   * Returns how many that were.
   */
  copy(done: number, lengthBytes: number, frame: number, offset: number): number;
  /** Faults in the next `lengthBytes` bytes; false when not even the first can be had (fault_in_readable). */
  prepare(done: number, lengthBytes: number): boolean;
  /** The first `lengthBytes` bytes, for who must understand them, unknown ones as 0; undefined for EFAULT. */
  bytes?(lengthBytes: number): Uint8Array | undefined;
}

/** User memory from `address` on, as a sink. */
export function userSink(tx: Transaction, address: number): Sink {
  return (done, lengthBytes, produce) => copyToUser(tx, address + done, lengthBytes, produce);
}

/** A buffer outside, which takes everything. */
export const outsideSink: Sink = (_done, lengthBytes) => lengthBytes;

/** User memory from `address` on, as a source. */
export function userSource(tx: Transaction, address: number): Source {
  return {
    copy(done, lengthBytes, frame, offset) {
      let copied = 0;
      while (copied < lengthBytes) {
        const at = address + done + copied;
        if (!isPermitted(tx.state, tx.process.space, pageOf(at), { kernel: true })) break;
        tx.noteAccess(pageOf(at), false);
        const partBytes = Math.min(PAGE_SIZE - offsetInPage(at), lengthBytes - copied);
        const source = pteFrame(tx.space.pte(pageOf(at)));
        const sourceOffset = offsetInPage(at);
        const into = offset + copied;
        tx.emit({ kind: "bytesCopy", source, sourceOffset, frame, offset: into, lengthBytes: partBytes });
        copied += partBytes;
      }
      return copied;
    },
    prepare(done, lengthBytes) {
      // Where frames are scarce a page would push out the one before it, and the copy would never get on.
      const isScarce = spareFrames(tx) <= pagesSpanning(lengthBytes);
      const firstBytes = PAGE_SIZE - offsetInPage(address + done);
      const wantedBytes = isScarce ? Math.min(lengthBytes, firstBytes) : lengthBytes;
      return copyFromUser(tx, address + done, wantedBytes, () => {}) > 0;
    },
    bytes: (lengthBytes) => readUserBytes(tx, address, lengthBytes),
  };
}

/** A buffer outside: its bytes, or unknown ones when there are none. */
export function outsideSource(tx: Transaction, bytes: Uint8Array): Source {
  return {
    copy(done, lengthBytes, frame, offset) {
      if (bytes.length === 0) tx.emit({ kind: "bytesFill", frame, offset, lengthBytes, value: -1 });
      else tx.emit({ kind: "bytesWrite", frame, offset, bytes: bytes.slice(done, done + lengthBytes) });
      return lengthBytes;
    },
    prepare: () => true,
    bytes: (lengthBytes) => bytes.slice(0, lengthBytes),
  };
}

/** What a sink gets from a cached page: its bytes from `sourceOffset` on. */
export function fromFrame(tx: Transaction, source: number, sourceOffset: number): CopyPart {
  return (frame, offset, done, lengthBytes) => {
    tx.emit({
      kind: "bytesCopy",
      source,
      sourceOffset: sourceOffset + done,
      frame,
      offset,
      lengthBytes,
    });
  };
}

/** What a sink gets where every byte is the same: 0 in a hole, -1 where nothing is known. */
export function fromValue(tx: Transaction, value: number): CopyPart {
  return (frame, offset, _done, lengthBytes) => {
    tx.emit({ kind: "bytesFill", frame, offset, lengthBytes, value });
  };
}
