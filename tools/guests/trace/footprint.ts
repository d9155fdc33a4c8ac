/**
 * The footprint of an allocator: every page of its process that was ever writable and is mapped still, whatever its
 * protection is now. A reserve that was never writable does not count.
 *
 *   FP1  The footprint changes in calls only; it is counted anew after each, not after each operation.
 *   FP2  The page of static data counts: it is writable from the start.
 *
 * A page that was never writable and holds a frame (a file mapped to be read) would have to count too; allocators have
 * no such pages.
 */

import { type Space, VM } from "@palimpsest/kernel";

/** Pages from start up to end. */
interface PageRange {
  readonly start: number;
  readonly end: number;
}

/** Counts the footprint of one process. */
export class Footprint {
  /** Pages that count now. */
  pageCount = 0;
  /** The ranges that count, in order. */
  private counted: readonly PageRange[] = [];

  /** Counts anew, after a call that may have changed what is mapped. */
  update(space: Space): void {
    const ranges: PageRange[] = [];
    let pageCount = 0;
    for (let vma = space.vmas.next(0); vma !== undefined; vma = space.vmas.next(vma.endPage)) {
      const parts = (vma.flags & VM.WRITE) !== 0
        ? [{ start: vma.startPage, end: vma.endPage }]
        : this.countedWithin(vma.startPage, vma.endPage);
      for (const part of parts) {
        ranges.push(part);
        pageCount += part.end - part.start;
      }
    }
    this.counted = ranges;
    this.pageCount = pageCount;
  }

  private countedWithin(start: number, end: number): PageRange[] {
    return this.counted
      .map((range) => ({ start: Math.max(range.start, start), end: Math.min(range.end, end) }))
      .filter((range) => range.start < range.end);
  }
}
