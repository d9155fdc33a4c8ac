/**
 * Seeking: the timeline of a mix opened (which folds the log once and makes the checkpoints), random seeks, steps back.
 */
import { type BenchRun, scaled } from "../bench_run.ts";
import { atMost, countText, type Result } from "../result.ts";
import { type Latencies, openWhole, watchSeeks, watchSteps } from "../timeline_watch.ts";

const SEEK_MEDIAN_BAR = 1;
const SEEK_SLOW_BAR = 5;
const STEP_BAR = 16;

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
    yield* latencyResults(
      common,
      await watchSeeks(run, timeline, "seeking"),
      await watchSteps(run, timeline, "stepping back"),
    );
  }
}

/** Results of seeks and steps, held against their bars. */
export function latencyResults(
  common: { measure: string; setting: string },
  seeks: Latencies,
  steps: Latencies,
): Result[] {
  const unit = "ms";
  return [
    {
      ...common,
      what: "seek, median",
      unit,
      ...seeks.median,
      bar: atMost(SEEK_MEDIAN_BAR, unit, seeks.median.median),
    },
    {
      ...common,
      what: "seek, 99 of 100",
      unit,
      ...seeks.slow,
      bar: atMost(SEEK_SLOW_BAR, unit, seeks.slow.median),
    },
    { ...common, what: "step back, median", unit, ...steps.median },
    {
      ...common,
      what: "step back, 99 of 100",
      unit,
      ...steps.slow,
      bar: atMost(STEP_BAR, unit, steps.slow.median),
    },
    { ...common, what: "step back, the slowest", unit, ...steps.longest },
  ];
}
