/**
 * A set of pages as ranges: sorted, disjoint, none touching the next.
 *
 *      ──[====)──────[==)──────[=========)──
 *
 *   PR1  Starts and ends ascend: starts[i] < ends[i] < starts[i + 1].
 *   PR2  Changing a part takes a search and as many steps as ranges lie in that part, however many there are elsewhere.
 */

/** Pages from start up to end. */
export interface PageRange {
  readonly start: number;
  readonly end: number;
}

/** See the head of this file. */
export class PageRanges {
  /** Pages in the set. */
  pageCount = 0;
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];

  /** Every range, or those parts that lie within [start, end). */
  within(start = 0, end = Infinity): PageRange[] {
    const found: PageRange[] = [];
    for (let at = this.firstEndingAfter(start); at < this.starts.length && this.starts[at] < end; at++) {
      found.push({ start: Math.max(start, this.starts[at]), end: Math.min(end, this.ends[at]) });
    }
    return found;
  }

  /** Makes the set within [start, end) be `parts`, which are sorted, disjoint and lie there. */
  replace(start: number, end: number, parts: readonly PageRange[]): void {
    if (start >= end) return;
    // Ranges that touch the part are taken out with it and put back, so that neighbours become one (PR1).
    const from = this.firstEndingAfter(start - 1);
    let to = from;
    while (to < this.starts.length && this.starts[to] <= end) to++;
    const before = this.starts.slice(from, to).map((first, index) => ({
      start: first,
      end: this.ends[from + index],
    }));
    const kept = [
      ...before.filter((range) => range.start < start)
        .map((range) => ({ start: range.start, end: Math.min(range.end, start) })),
      ...parts,
      ...before.filter((range) => range.end > end)
        .map((range) => ({ start: Math.max(range.start, end), end: range.end })),
    ];
    const joined = joinTouching(kept);
    this.starts.splice(from, to - from, ...joined.map((range) => range.start));
    this.ends.splice(from, to - from, ...joined.map((range) => range.end));
    this.pageCount += pagesOf(joined) - pagesOf(before);
  }

  /** The number of the first range that ends behind a page. */
  private firstEndingAfter(page: number): number {
    let low = 0;
    let high = this.ends.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.ends[middle] > page) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

function pagesOf(ranges: readonly PageRange[]): number {
  return ranges.reduce((sum, { start, end }) => sum + end - start, 0);
}

function joinTouching(ranges: readonly PageRange[]): PageRange[] {
  const joined: PageRange[] = [];
  for (const range of ranges) {
    const last = joined.at(-1);
    if (last !== undefined && last.end === range.start) {
      joined[joined.length - 1] = { ...last, end: range.end };
    } else joined.push(range);
  }
  return joined;
}
