/**
 * A page in a few runs of words, each filled with one byte value: what memset(3) leaves. It takes some hundred bytes, and
 * a fill of it the same short time however long the range, where bytes take 4.4 KB and a microsecond.
 *
 *      starts   0          128         384                 words; the last run ends at the end of the page
 *      values   0 ───────▶ 7 ────────▶ 0 ────────────▶
 *
 * CR1  starts ascend from 0; values are 0 … 255, and neighbours differ; there are two runs at least.
 * CR2  Runs never change: they may stand in any number of places.
 * CR3  The hash is that of the whole content (CH1): a run's is its mixed word times the sum of its words' factors.
 */

import { PAGE_SIZE } from "../address.ts";
import { HIGH_SUMS, LOW_SUMS, PAGE_WORDS } from "./content_hash.ts";
import { mixTerm } from "./digest.ts";

/** Runs that a page may have. */
const RUN_LIMIT = 16;

/** A page in runs. */
export class ContentRuns {
  /** First lane of the content's hash. */
  readonly hashLo: number;
  /** Second lane of the content's hash. */
  readonly hashHi: number;

  /** A page of the runs that begin at `starts` (words), made in an epoch. */
  constructor(
    readonly epoch: number,
    readonly starts: readonly number[],
    readonly values: readonly number[],
  ) {
    let lo = 0;
    let hi = 0;
    for (let run = 0; run < starts.length; run++) {
      const end = run + 1 < starts.length ? starts[run + 1] : PAGE_WORDS;
      const term = mixTerm(wordOf(values[run]));
      lo = (lo + Math.imul(term, LOW_SUMS[end] - LOW_SUMS[starts[run]])) | 0;
      hi = (hi + Math.imul(term, HIGH_SUMS[end] - HIGH_SUMS[starts[run]])) | 0;
    }
    this.hashLo = lo;
    this.hashHi = hi;
  }
}

/** The word all bytes of which are `value`. */
export function wordOf(value: number): number {
  return Math.imul(value, 0x01010101);
}

/** The value of the bytes of a word 0 … 1023. */
export function valueAt({ starts, values }: ContentRuns, word: number): number {
  let run = starts.length - 1;
  while (starts[run] > word) run--;
  return values[run];
}

/** Visits the parts [begin, end) of a range of words that have one value each, in order. */
export function forEachRun(
  { starts, values }: ContentRuns,
  firstWord: number,
  endWord: number,
  visit: (begin: number, end: number, value: number) => void,
): void {
  for (let run = 0; run < starts.length; run++) {
    const begin = Math.max(starts[run], firstWord);
    const end = Math.min(run + 1 < starts.length ? starts[run + 1] : PAGE_WORDS, endWord);
    if (begin < end) visit(begin, end, values[run]);
  }
}

/**
 * Fills a range of a page of runs, or of one value (0 … 255), with another.
 *
 * @param offset In bytes, like `lengthBytes`.
 * @returns The page that it becomes, in one run a value; undefined when runs cannot say it: the range is not of whole
 *   words, or there would be too many.
 */
export function fillRuns(
  epoch: number,
  page: number | ContentRuns,
  offset: number,
  lengthBytes: number,
  value: number,
): number | ContentRuns | undefined {
  if (((offset | lengthBytes) & 3) !== 0) return undefined;
  const runs = new RunsInTheMaking();
  const first = offset >>> 2;
  const end = (offset + lengthBytes) >>> 2;
  const keep = (begin: number, _end: number, kept: number) => runs.add(begin, kept);
  const whole = typeof page === "number" ? undefined : page;
  if (whole === undefined && first > 0) runs.add(0, page as number);
  else if (whole !== undefined) forEachRun(whole, 0, first, keep);
  runs.add(first, value);
  if (whole === undefined && end < PAGE_WORDS) runs.add(end, page as number);
  else if (whole !== undefined) forEachRun(whole, end, PAGE_WORDS, keep);
  const { starts, values } = runs;
  if (starts.length > RUN_LIMIT) return undefined;
  return starts.length === 1 ? values[0] : new ContentRuns(epoch, starts, values);
}

/** Runs that are put one behind the other; neighbours of one value become one. */
class RunsInTheMaking {
  readonly starts: number[] = [];
  readonly values: number[] = [];

  add(start: number, value: number): void {
    if (this.values[this.values.length - 1] === value) return;
    this.starts.push(start);
    this.values.push(value);
  }
}

/** Copies bytes of a range out of a page of runs. */
export function readRuns(
  runs: ContentRuns,
  offset: number,
  target: Uint8Array,
  targetOffset: number,
  lengthBytes: number,
): void {
  const end = offset + lengthBytes;
  forEachRun(runs, offset >>> 2, (end + 3) >>> 2, (first, last, value) => {
    const begin = Math.max(4 * first, offset);
    const stop = Math.min(4 * last, end, PAGE_SIZE);
    target.fill(value, targetOffset + begin - offset, targetOffset + stop - offset);
  });
}
