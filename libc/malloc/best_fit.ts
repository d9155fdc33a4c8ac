/**
 * best_fit: like first_fit, but the smallest free chunk that is large enough is taken (tagged_heap.ts has the layout).
 *
 *      malloc(100)   list ──▶ 4000 ──▶ 160 ──▶ 128          the best: 128
 *
 *   BF1  Of the free chunks that are large enough the smallest is taken; of several, the lowest.
 *
 * Good on sizes at random: large chunks stay whole. Bad on blocks that grow bit by bit: each step takes the tightest
 * place, from which the next step must move again.
 */

import type { AllocatorMaking } from "./allocator.ts";
import { TAGGED_HEAP_BYTES, TaggedHeap } from "./tagged_heap.ts";

/** See the head of this file. */
export class BestFit extends TaggedHeap {
  /** The smallest free chunk that is large enough, or 0. */
  protected find(chunkBytes: number): number {
    let best = 0;
    let bestBytes = Infinity;
    for (let chunk = this.firstFree; chunk !== 0 && bestBytes > chunkBytes; chunk = this.nextFree(chunk)) {
      const size = this.sizeOf(chunk);
      if (size < chunkBytes || size >= bestBytes) continue;
      best = chunk;
      bestBytes = size;
    }
    return best;
  }
}

/** How best_fit is made. */
export const bestFit: AllocatorMaking = {
  name: "best_fit",
  about: "the smallest free chunk that fits, split and joined by boundary tags",
  staticBytes: TAGGED_HEAP_BYTES,
  make: (space, statics, programBreak) => new BestFit(space, statics, programBreak),
};
