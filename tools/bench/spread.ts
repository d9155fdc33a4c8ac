/**
 * What repeated measurements come to: the middle one, and how far they spread.
 */

/** Repeated measurements of one thing, in one unit. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly greatest: number;
  /** How many there were. */
  readonly count: number;
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

/** The value below which a share (0 … 1) of ascending values lies; the mean of two where it falls between them. */
export function percentile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.ceil(at);
  return sorted[below] + (sorted[above] - sorted[below]) * (at - below);
}
