/**
 * Memory: the timeline of ten times the events within a budget, and within a quarter of it; what it says that it takes,
 * what the process grew by (with `deno task bench`, which lets garbage be collected first), and how fast it is then.
 */
import { type BenchRun, scaled } from "../bench_run.ts";
import { atMost, countText, type Result } from "../result.ts";
import { type Spread, spreadOf } from "../spread.ts";
import { openWhole, watchSeeks, watchSteps } from "../timeline_watch.ts";
import { latencyResults } from "./seek.ts";

const MEBIBYTE = 1024 * 1024;
const MOST_EVENTS = 10_000_000;

/** Measures memory, clustered and scattered. */
export async function* measureMemory(run: BenchRun): AsyncGenerator<Result> {
  const eventCount = Math.min(10 * run.options.eventCount, MOST_EVENTS);
  for (const locality of ["clustered", "scattered"] as const) {
    const log = await run.log(eventCount, locality);
    for (const budgetBytes of [run.options.budgetBytes, run.options.budgetBytes / 4]) {
      const setting = `${countText(eventCount)} events, ${locality}, ${budgetBytes / MEBIBYTE} MiB`;
      yield* withinBudget(run, log, budgetBytes, eventCount, setting);
    }
    run.forgetLogs();
  }
}

async function* withinBudget(
  run: BenchRun,
  log: Uint8Array,
  budgetBytes: number,
  eventCount: number,
  setting: string,
): AsyncGenerator<Result> {
  await run.breathe(`opening within ${budgetBytes / MEBIBYTE} MiB`, 0, 1);
  const common = { measure: "memory", setting };
  const before = memoryInUse();
  const startedAt = performance.now();
  const timeline = openWhole(run, log, budgetBytes);
  const opening = spreadOf([performance.now() - startedAt]);
  yield {
    ...common,
    what: "open, and make the checkpoints",
    unit: "ns/event",
    ...scaled(opening, 1e6 / eventCount),
  };
  const seeks = await watchSeeks(run, timeline, `seeking, ${setting}`);
  const steps = await watchSteps(run, timeline, `stepping back, ${setting}`);
  const { checkpointBytes, checkpointCount, trailBytes } = timeline.memory;
  const budget = budgetBytes / MEBIBYTE;
  const said = mebibytes(checkpointBytes + trailBytes);
  yield {
    ...common,
    what: "checkpoints, as counted",
    unit: "MiB",
    ...said,
    bar: atMost(budget, "MiB", said.median),
  };
  if (before !== undefined) {
    const grown = mebibytes(memoryInUse()! - before);
    yield {
      ...common,
      what: "all, as the process grew",
      unit: "MiB",
      ...grown,
      bar: atMost(budget, "MiB", grown.median),
    };
  }
  yield { ...common, what: "checkpoints", unit: "of them", ...spreadOf([checkpointCount]) };
  yield* latencyResults(common, seeks, steps);
}

function mebibytes(bytes: number): Spread {
  return spreadOf([bytes / MEBIBYTE]);
}

/** Bytes of the heap and of buffers outside it, without garbage; undefined when garbage cannot be collected on demand. */
function memoryInUse(): number | undefined {
  const collect = (globalThis as { gc?: () => void }).gc;
  if (collect === undefined) return undefined;
  collect();
  collect();
  const { heapUsed, external } = Deno.memoryUsage();
  return heapUsed + external;
}
