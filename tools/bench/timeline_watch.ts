/**
 * What a timeline is watched at: opening, seeks to random events, and steps back from there.
 */
import { openLog, Timeline } from "@palimpsest/kernel";
import { Random } from "../../kernel/testing/random.ts";
import type { BenchRun } from "./bench_run.ts";
import { percentile, type Spread, spreadOf } from "./spread.ts";
import { type Elapsed, timed } from "./stopwatch.ts";

/** How much is looked at. */
export interface WatchEffort {
  /** Seeks in one repetition; a half as many go before the first, so long the engine learns. */
  readonly seeks: number;
  /** Places to step back from, and steps from each, in one repetition. */
  readonly places: number;
  readonly stepsAPlace: number;
  readonly repetitions: number;
}

/** How long seeks or steps took, in milliseconds: of each repetition the median, the 99th percentile and the longest. */
export interface Latencies {
  readonly median: Spread;
  readonly slow: Spread;
  readonly longest: Spread;
}

/** Opens a log's timeline and folds it to its end, which makes the checkpoints. */
export function openWhole(run: BenchRun, bytes: Uint8Array, budgetBytes = run.options.budgetBytes): Timeline {
  const timeline = Timeline.open(openLog(bytes), run.system, { budgetBytes });
  timeline.replayAll((event) => run.report("making checkpoints", event, timeline.lastEvent));
  return timeline;
}

/** Seeks to random events. */
export function watchSeeks(
  run: BenchRun,
  timeline: Timeline,
  what: string,
  { seeks, repetitions }: WatchEffort,
): Promise<Latencies> {
  const random = new Random(7);
  const seek = () => timeline.seek(random.below(timeline.lastEvent + 1));
  for (let count = 0; count < seeks / 2; count++) seek();
  return watch(run, what, repetitions, () =>
    Array.from({ length: seeks }, (_, done) => {
      run.report(what, done, seeks);
      return timed(seek);
    }));
}

/** Steps back from random events, one after another. */
export function watchSteps(
  run: BenchRun,
  timeline: Timeline,
  what: string,
  { places, stepsAPlace, repetitions }: WatchEffort,
): Promise<Latencies> {
  const random = new Random(8);
  return watch(run, what, repetitions, () => {
    const times: Elapsed[] = [];
    for (let place = 0; place < places; place++) {
      run.report(what, place, places);
      let view = timeline.seek(stepsAPlace + random.below(timeline.lastEvent + 1 - stepsAPlace));
      for (let step = 0; step < stepsAPlace; step++) {
        times.push(timed(() => view = timeline.stepBack(view)));
      }
    }
    return times;
  });
}

async function watch(
  run: BenchRun,
  what: string,
  repetitions: number,
  times: () => Elapsed[],
): Promise<Latencies> {
  const all: Elapsed[][] = [];
  for (let done = 0; done < repetitions; done++) {
    await run.breathe(what, done, repetitions);
    all.push(times());
  }
  return { median: percentileOf(all, 0.5), slow: percentileOf(all, 0.99), longest: percentileOf(all, 1) };
}

/** A percentile of each repetition, as time passed and as processors worked. */
function percentileOf(all: readonly Elapsed[][], share: number): Spread {
  const of = (hand: keyof Elapsed) =>
    spreadOf(
      all.map((times) =>
        percentile(times.map((time) => time[hand]).sort((one, other) => one - other), share)
      ),
    );
  return { ...of("wall"), processor: of("processor").median };
}
