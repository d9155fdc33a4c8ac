/**
 * The miss-ratio curve: the faults that lru takes, for every size of memory at once.
 *
 *      faults
 *      references ┤█                                  faults(n) = pages (first references, which always fault)
 *                 │ █▄                                          + references at a distance above n
 *                 │   ▀▀▀▄▄▄▄▄▄
 *      pages      ┤            ▀▀▀▀▀▀▀▀▀
 *                 └──────────────────────▶ frames
 */

import type { StackDistances } from "./stack_distances.ts";

/** Faults under lru by the size of memory. */
export class MissRatioCurve {
  /** faults[n] with n frames, from 0 (every reference faults) to the number of pages. */
  readonly faults: Float64Array;

  /** The curve of a trace whose every reference went through `distances`. */
  constructor(distances: StackDistances) {
    const counts = distances.distanceCounts();
    this.faults = new Float64Array(counts.length);
    let left = distances.referenceCount;
    this.faults[0] = left;
    for (let frames = 1; frames < counts.length; frames++) {
      left -= counts[frames];
      this.faults[frames] = left;
    }
  }

  /** Different pages of the trace: with as many frames, only first references fault. */
  get pageCount(): number {
    return this.faults.length - 1;
  }

  /** References of the trace. */
  get referenceCount(): number {
    return this.faults[0];
  }

  /** The faults with so many frames. */
  faultsWith(frames: number): number {
    return this.faults[Math.min(frames, this.pageCount)];
  }

  /** The fewest frames with which at most so many faults happen; undefined when no memory is large enough. */
  framesFor(faults: number): number | undefined {
    if (this.faults[this.pageCount] > faults) return undefined;
    let low = 0;
    let high = this.pageCount;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.faults[middle] <= faults) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
