/**
 * A result: one thing that was measured, with its spread, its ratio to what it is compared with, and the bar it is held
 * against.
 */
import type { Spread } from "./spread.ts";

/** What a result must reach. */
export interface Bar {
  /** As it is printed: "at least 5 M events/s". */
  readonly says: string;
  /** Whether a median reaches it. */
  readonly isReached: boolean;
}

/** One thing that was measured. */
export interface Result extends Spread {
  /** The measure it belongs to: "replay". */
  readonly measure: string;
  /** What was measured: "immer". */
  readonly what: string;
  /** How much of what kind: "1,000,000 events, clustered". */
  readonly setting: string;
  /** Of median, least and greatest: "ns/event". */
  readonly unit: string;
  /** How many times ours this is, where there is one of ours in the same run. */
  readonly timesOurs?: number;
  readonly bar?: Bar;
}

/** A bar that a number reaches when it is at most `limit`. */
export function atMost(limit: number, unit: string, median: number): Bar {
  return { says: `at most ${limit.toLocaleString("en-US")} ${unit}`, isReached: median <= limit };
}

/** A bar that a number reaches when it is at least `limit`. */
export function atLeast(limit: number, unit: string, value: number): Bar {
  return { says: `at least ${limit.toLocaleString("en-US")} ${unit}`, isReached: value >= limit };
}

/** A number as people read it: three digits that count. */
export function figure(value: number): string {
  const size = Math.abs(value);
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  return value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** A count with its commas. */
export function countText(count: number): string {
  return count.toLocaleString("en-US");
}
