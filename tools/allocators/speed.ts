/**
 * How fast traces are replayed with everything recorded.
 *
 * The clock is the caller's: processor time is hardly changed by what else runs on the machine.
 *
 *   SP1  Each is replayed several times, and the middle one counts: the first times the engine is still learning.
 *   SP2  Growth: what a request costs when the trace is ten times as long (trace_length.ts), in parts of what it costs.
 *   SP3  Inspectable: STEPS requests are recorded into memory, the log is opened and folded to its end, which makes the
 *        checkpoints; then one step in the middle is looked at.
 */

import { type AllocatorMaking, system } from "@palimpsest/libc";
import { openLog, Timeline } from "@palimpsest/kernel";
import { spreadOf } from "../bench/spread.ts";
import { measureTrace } from "../guests/trace/measure_trace.ts";
import type { Trace } from "../guests/trace/trace.ts";
import { cutTrace, repeatTrace } from "../guests/trace/trace_length.ts";

const REPETITIONS = 5;
const LONG_REPETITIONS = 2;
const LONGER = 10;
/** Requests that are recorded and looked at (SP3). */
export const STEPS = 50_000;

/** How fast an allocator is on a trace. */
export interface Speed {
  readonly trace: string;
  readonly allocator: string;
  readonly operations: number;
  readonly operationsPerSecond: number;
  /** Cost of a request of a trace ten times as long / of this one. */
  readonly growth: number;
  /** Milliseconds until every step of so many can be looked at. */
  readonly inspectableOperations: number;
  readonly inspectableMilliseconds: number;
}

/** Measures the speed of an allocator on a trace; `observe` hears of each replay. */
export function measureSpeed(
  trace: Trace,
  making: AllocatorMaking,
  clock: () => number,
  observe: (done: number, total: number) => void = () => {},
): Speed {
  let done = 0;
  const repeat = (times: number, act: () => unknown) =>
    spreadOf(Array.from({ length: times }, () => {
      observe(done++, 2 * REPETITIONS + LONG_REPETITIONS);
      const before = clock();
      act();
      return clock() - before;
    })).median;
  const operations = trace.kinds.length;
  const short = repeat(REPETITIONS, () => measureTrace(trace, making, clock));
  const longer = repeatTrace(trace, LONGER);
  const long = repeat(LONG_REPETITIONS, () => measureTrace(longer, making, clock));
  const whole = operations < STEPS ? repeatTrace(trace, Math.ceil(STEPS / operations)) : trace;
  const steps = cutTrace(whole, STEPS);
  const inspectable = repeat(REPETITIONS, () => recordAndLook(steps, making, clock));
  return {
    trace: trace.name,
    allocator: making.name,
    operations,
    operationsPerSecond: 1000 * operations / short,
    growth: (long / longer.kinds.length) / (short / operations),
    inspectableOperations: steps.kinds.length,
    inspectableMilliseconds: inspectable,
  };
}

/** Records a trace into memory, and looks at a step; the event that was looked at. */
function recordAndLook(trace: Trace, making: AllocatorMaking, clock: () => number): number {
  const parts: Uint8Array[] = [];
  measureTrace(trace, making, clock, { append: (bytes) => void parts.push(bytes.slice()) });
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  const timeline = Timeline.open(openLog(bytes), system());
  timeline.replayAll();
  return timeline.seek(Math.floor(timeline.lastEvent / 2)).state.eventCount;
}
