/**
 * Many processes on one machine, each with a trace and an allocator of its own: what many small wastes add up to.
 *
 *      process 1 ── SLICE requests ──▶ process 2 ── SLICE requests ──▶ … ──▶ process 1 …
 *
 *   MP1  Process k replays trace k, counted around; all begin together, and those that are done keep what they have.
 *   MP2  What is told is the moment at which the footprints together are greatest, the last such moment.
 */

import { type AllocatorMaking, boot, startBareProcess } from "@palimpsest/libc";
import { PAGE_SIZE } from "@palimpsest/kernel";
import { TRACE_MACHINE } from "../guests/trace/measure_trace.ts";
import { TraceReplay } from "../guests/trace/replay_trace.ts";
import type { Trace } from "../guests/trace/trace.ts";

/** Requests of one process before the next has its turn. */
const SLICE = 64;
/** Turns of all processes between two reports. */
const OBSERVED_ROUNDS = 16;

/** What the processes of one trace had when all had most. */
export interface ProcessGroup {
  readonly trace: string;
  readonly allocator: string;
  readonly processCount: number;
  readonly liveBytes: number;
  readonly footprintBytes: number;
}

/** Processes together. */
export interface ProcessesResult {
  readonly groups: readonly ProcessGroup[];
  /** Payload errors of all. */
  readonly errors: number;
}

/** Runs so many processes, and says what they had when their footprints together were greatest. */
export function runProcesses(
  traces: readonly Trace[],
  making: AllocatorMaking,
  processCount: number,
  observe: (done: number, total: number) => void = () => {},
): ProcessesResult {
  const machine = boot(TRACE_MACHINE);
  const replays = Array.from({ length: processCount }, (_, number) => {
    startBareProcess(machine, number + 1);
    return new TraceReplay(machine, traces[number % traces.length], making, {
      pid: number + 1,
      writesProbes: false,
    });
  });
  const total = replays.reduce((sum, _, number) => sum + traces[number % traces.length].kinds.length, 0);
  let greatestPages = 0;
  let moment: { liveBytes: number; pageCount: number }[] = [];
  let done = 0;
  let isRunning = true;
  for (let round = 0; isRunning; round++) {
    isRunning = false;
    for (const replay of replays) {
      for (let step = 0; step < SLICE && replay.advance(); step++, done++) isRunning = true;
    }
    const pageCount = replays.reduce((sum, { footprint }) => sum + footprint.pageCount, 0);
    if (pageCount >= greatestPages) {
      greatestPages = pageCount;
      moment = replays.map(({ liveBytes, footprint }) => ({ liveBytes, pageCount: footprint.pageCount }));
    }
    if (round % OBSERVED_ROUNDS === 0) observe(done, total);
  }
  const groups = traces.slice(0, processCount).map((trace, number) => {
    const own = moment.filter((_, process) => process % traces.length === number);
    return {
      trace: trace.name,
      allocator: making.name,
      processCount: own.length,
      liveBytes: own.reduce((sum, { liveBytes }) => sum + liveBytes, 0),
      footprintBytes: own.reduce((sum, { pageCount }) => sum + pageCount, 0) * PAGE_SIZE,
    };
  });
  return { groups, errors: replays.reduce((sum, { errorTotal }) => sum + errorTotal, 0) };
}
