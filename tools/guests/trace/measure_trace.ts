/**
 * A trace against an allocator on a machine of its own, with everything recorded: what the laboratory's tables say.
 *
 *      trace ──▶ replay (replay_trace.ts) ──▶ events ──▶ log, counted, and kept or dropped
 *                     └──▶ measures ──▶ ratios, calls, faults, operations a second
 */

import { type AllocatorMaking, boot, startBareProcess } from "@palimpsest/libc";
import { LogWriter, type MachineConfig } from "@palimpsest/kernel";
import { nativeHash } from "../../log_file/native_hash.ts";
import { type TraceMeasures, TraceReplay } from "./replay_trace.ts";
import type { Trace } from "./trace.ts";

/** The machine that traces run on: 4 GiB that do not run out before the allocator's memory is looked at, no swap. */
export const TRACE_MACHINE: MachineConfig = { frameCount: 2 ** 20, ramPages: 2 ** 20, swapSlotCount: 0 };

/** What a trace and an allocator came to. */
export interface TraceResult {
  readonly trace: string;
  readonly allocator: string;
  readonly operations: number;
  /** Peak of the live payload / peak of the footprint. */
  readonly utilization: number;
  /** The same, summed over all operations. */
  readonly utilizationOverTime: number;
  /** Memory calls and page faults, the drain included. */
  readonly calls: number;
  readonly faults: number;
  /** Footprint after the drain / its peak. */
  readonly kept: number;
  readonly keptBytes: number;
  readonly operationsPerSecond: number;
  readonly errors: number;
  readonly peakLiveBytes: number;
  readonly peakFootprintBytes: number;
  readonly events: number;
  readonly logBytes: number;
  /** The digest of the state at the end. */
  readonly digest: string;
  readonly measures: TraceMeasures;
}

/** Who looks on. */
export interface MeasureOptions {
  /** Told how far the replay has come. */
  readonly observe?: (done: number, total: number) => void;
  /** Given the bytes of the log, in order. */
  readonly append?: (bytes: Uint8Array) => void;
}

/**
 * Replays a trace.
 *
 * @param clock Milliseconds since some moment; the time of the replay is taken with it.
 */
export function measureTrace(
  trace: Trace,
  making: AllocatorMaking,
  clock: () => number,
  { observe = () => {}, append = () => {} }: MeasureOptions = {},
): TraceResult {
  let logBytes = 0;
  const log = new LogWriter((bytes) => {
    logBytes += bytes.length;
    append(bytes);
  }, { makeHash: nativeHash });
  log.header(new TextEncoder().encode(JSON.stringify(TRACE_MACHINE)));
  const machine = boot(TRACE_MACHINE, log);
  startBareProcess(machine);
  const replay = new TraceReplay(machine, trace, making);
  const before = clock();
  const measures = replay.run(observe);
  const milliseconds = clock() - before;
  log.close();
  const { operations, peakLiveBytes, peakFootprintBytes, footprintAfterDrainBytes } = measures;
  return {
    trace: trace.name,
    allocator: making.name,
    operations,
    utilization: ratio(peakLiveBytes, peakFootprintBytes),
    utilizationOverTime: ratio(measures.liveSum, measures.footprintSum),
    calls: measures.calls + measures.drainCalls,
    faults: measures.faults + measures.drainFaults,
    kept: ratio(footprintAfterDrainBytes, peakFootprintBytes),
    keptBytes: footprintAfterDrainBytes,
    operationsPerSecond: Math.round(ratio(1000 * operations, milliseconds)),
    errors: measures.errorCount,
    peakLiveBytes,
    peakFootprintBytes,
    events: machine.state.eventCount,
    logBytes,
    digest: machine.state.digest.toHex(),
    measures,
  };
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
