/**
 * Replaying a trace against an allocator, in a bare process of the simulated kernel: every request is a call of the
 * malloc family, every block is written to and verified, and the footprint is read after every operation.
 *
 *      trace ──▶ malloc, free … ──▶ loads, stores, calls ──▶ machine (events, log)
 *                     └──▶ payload: both ends written and verified, every page touched
 *
 * What is measured, as the native measurements were:
 *      footprint      footprint.ts, after every operation
 *      utilization    peak of the live payload / peak of the footprint
 *      … over time    sum of the live payload / sum of the footprint, over all operations
 *      calls, faults  until the drain, and in it: blocks that are live at the end are freed, in order of their ids
 *      kept           footprint after the drain / peak
 *      errors         payload changed or not zero after calloc, blocks not aligned, no memory, heap misused
 */

import {
  type AllocatorMaking,
  BARE_PID,
  HeapError,
  Malloc,
  openAllocator,
  SignalError,
} from "@palimpsest/libc";
import type { Machine } from "@palimpsest/kernel";
import { CountingSpace } from "./counting_space.ts";
import type { Footprint } from "./footprint.ts";
import { isHeadIntact, isPayloadIntact, markOf, touchPages, writePayload } from "./payload.ts";
import { REQUEST, type Trace } from "./trace.ts";

const PAGE_BYTES = 4096;
/** Traces whose blocks never reach this many bytes have peaks too small to count in means. */
export const SMALL_PEAK_BYTES = 262_144;
/** Operations between two reports of how far the replay has come. */
const OBSERVED_OPERATIONS = 8192;
const SAMPLE_COUNT = 400;
/** Places in the array of sums. */
const LIVE = 0;
const PEAK_LIVE = 1;
const PEAK_PAGES = 2;
const LIVE_SUM = 3;
const PAGE_SUM = 4;
const SUM_COUNT = 5;
/** Errors that are kept with their sentence. */
const KEPT_ERRORS = 20;

/** Something that was not as it should be. */
export interface TraceError {
  /** Number of the operation, from 0; the number of operations in the drain. */
  readonly operation: number;
  readonly sentence: string;
}

/** What a replay measured. */
export interface TraceMeasures {
  readonly operations: number;
  readonly peakLiveBytes: number;
  readonly peakFootprintBytes: number;
  /** Sums over all operations, in bytes. */
  readonly liveSum: number;
  readonly footprintSum: number;
  /** Calls and faults until the drain, and in it. */
  readonly calls: number;
  readonly drainCalls: number;
  readonly callsByName: Readonly<Record<string, number>>;
  readonly faults: number;
  readonly drainFaults: number;
  readonly footprintAfterDrainBytes: number;
  readonly errorCount: number;
  /** The first errors. */
  readonly errors: readonly TraceError[];
  /** Live payload and footprint along the way: operation, bytes, bytes. */
  readonly samples: readonly (readonly [operation: number, liveBytes: number, footprintBytes: number])[];
}

/** One replay. */
export class TraceReplay {
  private readonly space: CountingSpace;
  private readonly malloc: Malloc;
  /** Address and size of each id's block; size -1: not live. */
  private readonly addresses: Float64Array;
  private readonly sizes: Float64Array;
  /** Sums that outgrow small integers stand in an array: fields would change their kind and be compiled anew. */
  private readonly sums = new Float64Array(SUM_COUNT);
  private errorCount = 0;
  private readonly errors: TraceError[] = [];
  private readonly samples: [number, number, number][] = [];
  private operation = 0;
  private isOver = false;

  /** A replay of `trace` on a machine with a bare process (startBareProcess). */
  constructor(
    private readonly machine: Machine,
    private readonly trace: Trace,
    making: AllocatorMaking,
    { writesProbes = true, pid = BARE_PID }: { writesProbes?: boolean; pid?: number } = {},
  ) {
    this.space = new CountingSpace(machine, pid);
    this.malloc = new Malloc(this.space, openAllocator(making, this.space), { writesProbes });
    this.addresses = new Float64Array(trace.idCount);
    this.sizes = new Float64Array(trace.idCount).fill(-1);
  }

  /** Runs the whole trace and the drain. `observe` is told how far it has come. */
  run(observe: (done: number, total: number) => void = () => {}): TraceMeasures {
    const { trace, space, sums } = this;
    const total = trace.kinds.length;
    const sampleEvery = Math.max(1, Math.floor(total / SAMPLE_COUNT));
    while (this.advance()) {
      const done = this.operation - 1;
      if (done % sampleEvery === 0) this.sample(done);
      if (done % OBSERVED_OPERATIONS === 0) observe(done, total);
    }
    this.sample(this.operation);
    const { callCount } = space;
    const faults = this.faultCount();
    this.drain();
    this.machine.endStores();
    observe(this.operation, total);
    return {
      operations: this.operation,
      peakLiveBytes: sums[PEAK_LIVE],
      peakFootprintBytes: sums[PEAK_PAGES] * PAGE_BYTES,
      liveSum: sums[LIVE_SUM],
      footprintSum: sums[PAGE_SUM] * PAGE_BYTES,
      calls: callCount,
      drainCalls: space.callCount - callCount,
      callsByName: space.calls,
      faults,
      drainFaults: this.faultCount() - faults,
      footprintAfterDrainBytes: space.footprint.pageCount * PAGE_BYTES,
      errorCount: this.errorCount,
      errors: this.errors,
      samples: this.samples,
    };
  }

  /** Makes the next request; false when there is none, or the heap was found damaged (the replay is over then). */
  advance(): boolean {
    if (this.isOver || this.operation >= this.trace.kinds.length) return false;
    try {
      this.step(this.operation);
    } catch (error) {
      this.endWith(error);
    }
    this.operation++;
    this.measure();
    return true;
  }

  /** Frees what is live, in order of the ids. */
  drain(): void {
    for (let id = 0; id < this.trace.idCount && !this.isOver; id++) {
      if (this.sizes[id] < 0) continue;
      try {
        this.free(id);
      } catch (error) {
        this.endWith(error);
      }
    }
    this.space.footprint.lookForFrames();
  }

  /** Requests made so far. */
  get operationCount(): number {
    return this.operation;
  }

  /** Bytes of all live blocks. */
  get liveBytes(): number {
    return this.sums[LIVE];
  }

  /** The pages that count. */
  get footprint(): Footprint {
    return this.space.footprint;
  }

  /** Places and sizes of the live blocks. */
  *liveBlocks(): Generator<{ address: number; sizeBytes: number }> {
    for (let id = 0; id < this.trace.idCount; id++) {
      if (this.sizes[id] >= 0) yield { address: this.addresses[id], sizeBytes: this.sizes[id] };
    }
  }

  /** Errors so far. */
  get errorTotal(): number {
    return this.errorCount;
  }

  /** What the allocator refuses, or stumbles over, ends the replay: nothing can be said of such a heap. */
  private endWith(error: unknown): void {
    if (!(error instanceof HeapError) && !(error instanceof SignalError)) throw error;
    this.complain(error.message);
    this.isOver = true;
  }

  private step(index: number): void {
    const { trace, malloc } = this;
    const id = trace.ids[index];
    const sizeBytes = trace.sizes[index];
    switch (trace.kinds[index]) {
      case REQUEST.malloc:
        return this.begin(id, malloc.malloc(sizeBytes, id), sizeBytes);
      case REQUEST.calloc:
        return this.beginZeroed(id, malloc.calloc(1, sizeBytes, id), sizeBytes);
      case REQUEST.memalign:
        return this.begin(id, malloc.memalign(trace.alignments[index], sizeBytes, id), sizeBytes);
      case REQUEST.realloc:
        return this.realloc(id, sizeBytes);
      case REQUEST.free:
        return this.free(id);
    }
  }

  private begin(id: number, address: number, sizeBytes: number): void {
    if (address === 0) return this.complain(`no memory for ${sizeBytes} bytes`);
    if (!Number.isInteger(address / 16)) this.complain(`block ${id} is not aligned`);
    writePayload(this.space, address, sizeBytes, markOf(id), 0);
    this.keep(id, address, sizeBytes);
  }

  private beginZeroed(id: number, address: number, sizeBytes: number): void {
    if (address !== 0) touchPages(this.space, address, sizeBytes);
    if (address !== 0 && !this.space.isZero(address, sizeBytes)) {
      this.complain(`calloc's block ${id} is not zero`);
    }
    this.begin(id, address, sizeBytes);
  }

  private realloc(id: number, sizeBytes: number): void {
    const before = this.sizes[id];
    if (before < 0) return this.begin(id, this.malloc.realloc(0, sizeBytes, id), sizeBytes);
    const mark = markOf(id);
    this.verify(id);
    const address = this.malloc.realloc(this.addresses[id], sizeBytes, id);
    if (sizeBytes === 0) return this.drop(id);
    if (address === 0) return this.complain(`no memory for ${sizeBytes} bytes`);
    if (!Number.isInteger(address / 16)) this.complain(`block ${id} is not aligned`);
    if (!isHeadIntact(this.space, address, Math.min(before, sizeBytes), mark)) {
      this.complain(`realloc lost what block ${id} held`);
    }
    writePayload(this.space, address, sizeBytes, mark, Math.min(before, sizeBytes));
    this.drop(id);
    this.keep(id, address, sizeBytes);
  }

  private free(id: number): void {
    if (id < 0) return this.malloc.free(0);
    // A block that was never given out for want of memory has been complained about already.
    if (this.sizes[id] < 0) return;
    this.verify(id);
    this.malloc.free(this.addresses[id], id);
    this.drop(id);
  }

  private verify(id: number): void {
    if (!isPayloadIntact(this.space, this.addresses[id], this.sizes[id], markOf(id))) {
      this.complain(`block ${id} was written to by somebody else`);
    }
  }

  private keep(id: number, address: number, sizeBytes: number): void {
    this.addresses[id] = address;
    this.sizes[id] = sizeBytes;
    this.sums[LIVE] += sizeBytes;
  }

  private drop(id: number): void {
    this.sums[LIVE] -= this.sizes[id];
    this.sizes[id] = -1;
  }

  private measure(): void {
    const { sums } = this;
    const { footprint } = this.space;
    footprint.lookForFrames();
    const { pageCount } = footprint;
    if (pageCount > sums[PEAK_PAGES]) sums[PEAK_PAGES] = pageCount;
    if (sums[LIVE] > sums[PEAK_LIVE]) sums[PEAK_LIVE] = sums[LIVE];
    sums[LIVE_SUM] += sums[LIVE];
    sums[PAGE_SUM] += pageCount;
  }

  private sample(operation: number): void {
    this.samples.push([operation, this.sums[LIVE], this.space.footprint.pageCount * PAGE_BYTES]);
  }

  private complain(sentence: string): void {
    this.errorCount++;
    if (this.errors.length < KEPT_ERRORS) this.errors.push({ operation: this.operation, sentence });
  }

  private faultCount(): number {
    const { minorFaults, majorFaults } = this.machine.state.process(this.space.pid);
    return minorFaults + majorFaults;
  }
}
