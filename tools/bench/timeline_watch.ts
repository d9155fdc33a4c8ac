/**
 * What a timeline is watched at: opening, seeks to random events, and steps back from there.
 */
import { openLog, Timeline } from "@palimpsest/kernel";
import { Random } from "../../kernel/testing/random.ts";
import type { BenchRun } from "./bench_run.ts";
import { percentile, type Spread, spreadOf } from "./spread.ts";

/** Seeks, and places to step back from, in one repetition. */
const SEEKS = 400;
const PLACES = 16;
const STEPS_A_PLACE = 25;
/** Seeks before the first that counts: so long the engine learns. */
const WARM_SEEKS = 200;

/** How long seeks or steps took, in milliseconds: of each repetition the median, the 99th percentile and the longest. */
export interface Latencies {
  readonly median: Spread;
  readonly slow: Spread;
  readonly longest: Spread;
}

/** Opens a log's timeline and folds it to its end, which makes the checkpoints. */
export function openWhole(run: BenchRun, bytes: Uint8Array, budgetBytes = run.options.budgetBytes): Timeline {
  const timeline = Timeline.open(openLog(bytes), run.system, { budgetBytes });
  timeline.replayAll();
  return timeline;
}

/** Seeks to random events. */
export function watchSeeks(run: BenchRun, timeline: Timeline, what: string): Promise<Latencies> {
  const random = new Random(7);
  const seek = () => timeline.seek(random.below(timeline.lastEvent + 1));
  for (let count = 0; count < WARM_SEEKS; count++) seek();
  return watch(run, what, () => Array.from({ length: SEEKS }, () => timed(seek)));
}

/** Steps back from random events, one after another. */
export function watchSteps(run: BenchRun, timeline: Timeline, what: string): Promise<Latencies> {
  const random = new Random(8);
  return watch(run, what, () => {
    const times: number[] = [];
    for (let place = 0; place < PLACES; place++) {
      let view = timeline.seek(STEPS_A_PLACE + random.below(timeline.lastEvent + 1 - STEPS_A_PLACE));
      for (let step = 0; step < STEPS_A_PLACE; step++) {
        times.push(timed(() => view = timeline.stepBack(view)));
      }
    }
    return times;
  });
}

function timed(act: () => unknown): number {
  const startedAt = performance.now();
  act();
  return performance.now() - startedAt;
}

async function watch(run: BenchRun, what: string, times: () => number[]): Promise<Latencies> {
  const medians: number[] = [];
  const slow: number[] = [];
  const longest: number[] = [];
  for (let done = 0; done < run.options.repetitions; done++) {
    await run.breathe(what, done, run.options.repetitions);
    const sorted = times().sort((left, right) => left - right);
    medians.push(percentile(sorted, 0.5));
    slow.push(percentile(sorted, 0.99));
    longest.push(sorted[sorted.length - 1]);
  }
  return { median: spreadOf(medians), slow: spreadOf(slow), longest: spreadOf(longest) };
}
