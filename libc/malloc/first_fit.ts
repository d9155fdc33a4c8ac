/**
 * first_fit, the allocator to learn from: one free list in order of addresses, the first chunk that is large enough is
 * split, neighbours are joined by their boundary tags (tagged_heap.ts has the layout).
 *
 *      malloc(100)   list ──▶ 48 ──▶ 160 ──▶ 4000          the first that fits: 160, split into 128 and a rest of 32?
 *                             no     yes                   32 is less than a chunk, so all 160 are given
 *
 *   FF1  The lowest free chunk that is large enough is taken, from its low end.
 *
 * Good: little is lost, for what is free gathers at the high end. Bad: the search is as long as the list.
 */

import type { AllocatorMaking } from "./allocator.ts";
import { TAGGED_HEAP_BYTES, TaggedHeap } from "./tagged_heap.ts";

/** See the head of this file. */
export class FirstFit extends TaggedHeap {
  /** The lowest free chunk that is large enough, or 0. */
  protected find(chunkBytes: number): number {
    let chunk = this.firstFree;
    while (chunk !== 0 && this.sizeOf(chunk) < chunkBytes) chunk = this.nextFree(chunk);
    return chunk;
  }
}

/** How first_fit is made. */
export const firstFit: AllocatorMaking = {
  name: "first_fit",
  about: "the lowest free chunk that fits, split and joined by boundary tags",
  staticBytes: TAGGED_HEAP_BYTES,
  make: (space, statics, programBreak) => new FirstFit(space, statics, programBreak),
};
