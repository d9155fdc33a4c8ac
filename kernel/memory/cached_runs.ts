/**
 * Pages of a mapping with the frames of the page cache that they are to be mapped to: gathered first, then mapped, a run of
 * frames that follow each other by one effect.
 *
 *     pages    100 101 102 103 104 105     107          add(), ascending
 *     frames    40  41  42  43  60  61      63
 *     effects  100+4 at 40     104+2 at 60 107 at 63    map()
 *
 *   CR1  While pages are gathered nothing is emitted: what is asked about them is answered by one state.
 */

import type { Frame, VirtPage } from "../address.ts";
import type { Transaction } from "../transaction.ts";
import type { Vma } from "./vma.ts";

/** Numbers of a run: its first page, its first frame, its length. */
const RUN_NUMBERS = 3;

/** See the head of this file. One is used again and again: map() leaves it empty. */
export class CachedRuns {
  private readonly numbers: number[] = [];
  private end = 0;

  /** Whether nothing was gathered. */
  get isEmpty(): boolean {
    return this.end === 0;
  }

  /** The pages that were gathered. */
  get pages(): VirtPage[] {
    const pages: VirtPage[] = [];
    for (let at = 0; at < this.end; at += RUN_NUMBERS) {
      for (let step = 0; step < this.numbers[at + 2]; step++) pages.push(this.numbers[at] + step);
    }
    return pages;
  }

  /** Forgets what was gathered. */
  clear(): void {
    this.end = 0;
  }

  /** Adds a page, which lies above those before it. */
  add(page: VirtPage, frame: Frame): void {
    const { numbers, end } = this;
    if (end > 0) {
      const count = numbers[end - 1];
      if (numbers[end - 3] + count === page && numbers[end - 2] + count === frame) {
        numbers[end - 1] = count + 1;
        return;
      }
    }
    numbers[end] = page;
    numbers[end + 1] = frame;
    numbers[end + 2] = 1;
    this.end = end + RUN_NUMBERS;
  }

  /** Maps what was gathered, none of which is mapped, and forgets it. */
  map(tx: Transaction, vma: Vma, writable: boolean, dirty = false): void {
    const { numbers, end } = this;
    this.clear();
    for (let at = 0; at < end; at += RUN_NUMBERS) {
      tx.frequent.pagesMap({
        space: vma.space,
        page: numbers[at],
        count: numbers[at + 2],
        frame: numbers[at + 1],
        writable,
        dirty,
      });
    }
  }
}
