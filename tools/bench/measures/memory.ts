/**
 * Memory: the timeline of ten times the events within a budget, and within a quarter of it; what it says that it takes,
 * what the process grew by (with `deno task bench`, which lets garbage be collected first), and how fast it is then.
 *
 *   MM1  Both budgets show the same states: the digests after a few random events are compared.
 */
import type { Timeline } from "@palimpsest/kernel";
import { Random } from "../../../kernel/testing/random.ts";
import type { BenchRun } from "../bench_run.ts";
import { atLeast, atMost, countText, type Result } from "../result.ts";
import { scaled, type Spread, spreadOf, spreadOfTimes } from "../spread.ts";
import { startStopwatch } from "../stopwatch.ts";
import { openWhole, type WatchEffort, watchSeeks, watchSteps } from "../timeline_watch.ts";
import { latencyResults } from "./seek.ts";

const MEBIBYTE = 1024 * 1024;
const MOST_EVENTS = 10_000_000;
/** Seeks take a tenth of a second and up where checkpoints stand far apart. */
const EFFORT: WatchEffort = { seeks: 32, places: 8, stepsAPlace: 60, repetitions: 1 };
/** States that are compared between the budgets. */
const COMPARED = 12;

/** Measures memory, clustered and scattered. */
export async function* measureMemory(run: BenchRun): AsyncGenerator<Result> {
  const eventCount = Math.min(10 * run.options.eventCount, MOST_EVENTS);
  for (const locality of ["scattered", "clustered"] as const) {
    const log = await run.log(eventCount, locality);
    const seen: string[][] = [];
    for (const budgetBytes of [run.options.budgetBytes, run.options.budgetBytes / 4]) {
      const setting = `${countText(eventCount)} events, ${locality}, ${budgetBytes / MEBIBYTE} MiB`;
      yield* withinBudget(run, log, budgetBytes, { eventCount, setting, seen });
    }
    if (locality === "scattered") run.forgetLogs(eventCount, locality);
  }
}

/** What is measured within one budget. */
interface Within {
  readonly eventCount: number;
  readonly setting: string;
  /** The digests that were seen, budget by budget. */
  readonly seen: string[][];
}

async function* withinBudget(
  run: BenchRun,
  log: Uint8Array,
  budgetBytes: number,
  { eventCount, setting, seen }: Within,
): AsyncGenerator<Result> {
  await run.breathe(`opening within ${budgetBytes / MEBIBYTE} MiB`, 0, 1);
  const common = { measure: "memory", setting };
  const before = memoryInUse();
  const read = startStopwatch();
  const timeline = openWhole(run, log, budgetBytes);
  const opening = scaled(spreadOfTimes([read()]), 1e6 / eventCount);
  yield { ...common, what: "open, and make the checkpoints", unit: "ns/event", ...opening };
  const seeks = await watchSeeks(run, timeline, "seeking", EFFORT);
  const steps = await watchSteps(run, timeline, "stepping back", EFFORT);
  yield* memoryResults(common, timeline, budgetBytes, before);
  yield* latencyResults(common, seeks, steps, { isSeekHeld: false });
  seen.push(digestsOf(run, timeline));
  const sameCount = seen[0].filter((digest, index) => digest === seen[seen.length - 1][index]).length;
  yield {
    ...common,
    what: "states that are those of the other budget",
    unit: `of ${COMPARED}`,
    ...spreadOf([sameCount]),
    bar: atLeast(COMPARED, "states", sameCount),
  };
}

function* memoryResults(
  common: { measure: string; setting: string },
  timeline: Timeline,
  budgetBytes: number,
  before: number | undefined,
): Generator<Result> {
  const { checkpointBytes, checkpointCount, trailBytes, arePacked } = timeline.memory;
  const said = mebibytes(checkpointBytes + trailBytes);
  const bar = atMost(budgetBytes / MEBIBYTE, "MiB", said.median);
  yield { ...common, what: "checkpoints and trails", unit: "MiB", ...said, bar };
  if (before !== undefined) {
    const what = "growth of the process, the log's last state and views included";
    yield { ...common, what, unit: "MiB", ...mebibytes(memoryInUse()! - before) };
  }
  const what = arePacked ? "checkpoints, packed" : "checkpoints";
  yield { ...common, what, unit: "of them", ...spreadOf([checkpointCount]) };
}

/** The digests of the states after a few random events. */
function digestsOf(run: BenchRun, timeline: Timeline): string[] {
  const random = new Random(9);
  return Array.from({ length: COMPARED }, (_, done) => {
    run.report("comparing", done, COMPARED);
    return timeline.seek(random.below(timeline.lastEvent + 1)).state.digest.toHex();
  });
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
