/**
 * What repeated measurements come to: the middle one, and how far they spread.
 */

import type { Elapsed } from "./stopwatch.ts";

/** Repeated measurements of one thing, in one unit. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly greatest: number;
  /** How many there were. */
  readonly count: number;
  /** The median of the processor time of each, in the same unit, where that was measured. */
  readonly processor?: number;
  /** What it took the first time, before the engine had compiled it, where that was measured. It is none of those counted. */
  readonly first?: number;
}

/** The spread of at least one measurement. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((left, right) => left - right);
  return {
    median: percentile(sorted, 0.5),
    least: sorted[0],
    greatest: sorted[sorted.length - 1],
    count: sorted.length,
  };
}

/** The spread of times: of those that passed, with the median of processor time. */
export function spreadOfTimes(times: readonly Elapsed[]): Spread {
  const processor = spreadOf(times.map((time) => time.processor)).median;
  return { ...spreadOf(times.map(({ wall }) => wall)), processor };
}

/** A spread in other units: each value times a factor. */
export function scaled(spread: Spread, factor: number): Spread {
  const { median, least, greatest, count, processor, first } = spread;
  return {
    median: median * factor,
    least: least * factor,
    greatest: greatest * factor,
    count,
    ...(processor === undefined ? {} : { processor: processor * factor }),
    ...(first === undefined ? {} : { first: first * factor }),
  };
}

/**
 * What a spread of times is judged by: the shorter of the two. Where others work too, it took longer than it would alone, but
 * processors worked for it no longer; and alone it takes no longer than they do, with what collects garbage beside it.
 */
export function judged({ median, processor }: Pick<Spread, "median" | "processor">): number {
  return Math.min(median, processor ?? median);
}

/** The value below which a share (0 … 1) of ascending values lies; the mean of two where it falls between them. */
export function percentile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.ceil(at);
  return sorted[below] + (sorted[above] - sorted[below]) * (at - below);
}
