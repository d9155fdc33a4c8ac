/**
 * Seeking: the timeline of a mix opened (which folds the log once and makes the checkpoints), random seeks, steps back.
 */
import type { BenchRun } from "../bench_run.ts";
import { atMost, countText, type Result } from "../result.ts";
import { judged, scaled, type Spread } from "../spread.ts";
import { type Latencies, openWhole, watchSeeks, watchSteps } from "../timeline_watch.ts";

const SEEK_MEDIAN_BAR = 1;
const SEEK_SLOW_BAR = 5;
const STEP_BAR = 16;
const EFFORT = { seeks: 400, places: 16, stepsAPlace: 25 };

/** Measures seeking, clustered and scattered. */
export async function* measureSeek(run: BenchRun): AsyncGenerator<Result> {
  const { eventCount, repetitions } = run.options;
  for (const locality of ["clustered", "scattered"] as const) {
    const log = await run.log(eventCount, locality);
    const setting = `${countText(eventCount)} events, ${locality}`;
    const opening = await run.time(
      `opening ${locality}`,
      () => {},
      () => openWhole(run, log),
      Math.min(3, repetitions),
    );
    const common = { measure: "seek", setting };
    yield {
      ...common,
      what: "open, and make the checkpoints",
      unit: "ns/event",
      ...scaled(opening, 1e6 / eventCount),
    };
    const timeline = openWhole(run, log);
    const effort = { ...EFFORT, repetitions };
    yield* latencyResults(
      common,
      await watchSeeks(run, timeline, "seeking", effort),
      await watchSteps(run, timeline, "stepping back", effort),
    );
  }
}

/** Results of seeks and steps, held against their bars; that of seeks is one for a million events. */
export function latencyResults(
  common: { measure: string; setting: string },
  seeks: Latencies,
  steps: Latencies,
  { isSeekHeld = true }: { isSeekHeld?: boolean } = {},
): Result[] {
  const unit = "ms";
  const bar = (limit: number, spread: Spread) => ({ bar: atMost(limit, unit, judged(spread)) });
  return [
    {
      ...common,
      what: "seek, median",
      unit,
      ...seeks.median,
      ...(isSeekHeld ? bar(SEEK_MEDIAN_BAR, seeks.median) : {}),
    },
    {
      ...common,
      what: "seek, 99 of 100",
      unit,
      ...seeks.slow,
      ...(isSeekHeld ? bar(SEEK_SLOW_BAR, seeks.slow) : {}),
    },
    { ...common, what: "step back, median", unit, ...steps.median },
    { ...common, what: "step back, 99 of 100", unit, ...steps.slow, ...bar(STEP_BAR, steps.slow) },
    { ...common, what: "step back, the slowest", unit, ...steps.longest },
  ];
}
