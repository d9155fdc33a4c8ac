/**
 * The working set over time: how many different pages a program touches in each stretch of its references.
 *
 *      references   0 ──────────── window ──────────── 2 windows ───▶       windows of 10, 100, 1,000 … references are
 *      pages             31                 12              …               counted side by side, each nested in the next
 *
 *   WS1  A page that was touched in the current window of one size was touched in the current windows of all larger
 *        sizes; so most references look at one number only.
 *   WS2  The length of the trace need not be known: afterwards the size is chosen that gives the wanted number of points.
 */

import { assertThat } from "@palimpsest/kernel";

const SMALLEST_WINDOW = 10;
const SIZE_COUNT = 12;
/** Windows of one size that are kept; with more, only larger sizes are of use. */
const MOST_KEPT = 10_000;

/** The working set, in windows of one size. */
export interface WorkingSetSeries {
  /** References in a window; the last one may be shorter. */
  readonly window: number;
  /** Different pages touched in each window, in order. */
  readonly pages: readonly number[];
}

/** Counts working sets, in windows of many sizes. */
export class WorkingSet {
  private time = 0;
  /** When each page was touched last; 0 for never, since the first reference is at time 1. */
  private lastTouch = new Float64Array(1024);
  /** When the current window of each size began. */
  private readonly starts = Array.from({ length: SIZE_COUNT }, () => 1);
  private readonly counts = new Array<number>(SIZE_COUNT).fill(0);
  private readonly finished: number[][] = Array.from({ length: SIZE_COUNT }, () => []);

  /** Takes a reference to a page, by number (from 0 on without gaps). */
  reference(page: number): void {
    const now = ++this.time;
    if (now - this.starts[0] === SMALLEST_WINDOW) this.endWindows();
    if (page >= this.lastTouch.length) {
      const larger = new Float64Array(2 * Math.max(page, this.lastTouch.length));
      larger.set(this.lastTouch);
      this.lastTouch = larger;
    }
    const last = this.lastTouch[page];
    this.lastTouch[page] = now;
    for (let size = 0; size < SIZE_COUNT && last < this.starts[size]; size++) this.counts[size]++;
  }

  /** The series of the smallest windows that are at most `mostPoints` (up to 10,000). */
  series(mostPoints: number): WorkingSetSeries {
    assertThat(mostPoints <= MOST_KEPT, () => `${mostPoints} points of a working set are not kept`);
    let size = 0;
    while (size < SIZE_COUNT - 1 && this.finished[size].length >= mostPoints) size++;
    const pages = [...this.finished[size]];
    if (this.counts[size] > 0) pages.push(this.counts[size]);
    return { window: SMALLEST_WINDOW * 10 ** size, pages };
  }

  private endWindows(): void {
    for (let size = 0; size < SIZE_COUNT; size++) {
      if (this.time - this.starts[size] < SMALLEST_WINDOW * 10 ** size) return;
      if (this.finished[size].length < MOST_KEPT) this.finished[size].push(this.counts[size]);
      this.counts[size] = 0;
      this.starts[size] = this.time;
    }
  }
}
