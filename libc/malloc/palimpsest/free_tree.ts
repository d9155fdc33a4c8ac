/**
 * The free chunks of a heap: a Cartesian tree (Stephenson's "fast fits"), threaded through the free chunks themselves.
 *
 *                     ┌ 900 ┐                 left and right: by address, as in every search tree
 *                 ┌ 300    ┌ 500 ┐            up and down: a chunk is at least as large as its children
 *                40       70    200
 *      address  ─────────────────────▶
 *
 *   FT1  In-order, addresses ascend. A parent is larger than its children; of two equal ones, the one whose place
 *        hashes higher is above, so that many chunks of one size make no list.
 *   FT2  The lowest chunk that is large enough is found by going left while the left child is: the root of what
 *        remains fits, or nothing does. The largest chunk is the root.
 *   FT3  freePages in the static area is the sum of pagesWithin() of all chunks in the tree.
 *
 * Links are indices + 1; a slot is the address of the word that a link stands in.
 */

import { HEADER_BYTES, PAGE_GRANULES, ROOT } from "./layout.ts";
import type { HeapMemory } from "./heap_memory.ts";

const RIGHT = HEADER_BYTES + 4;

/** Whole pages of a free chunk that hold neither its first 16 bytes nor anything of the next chunk. */
export function pagesWithin(index: number, size: number): number {
  if (size < PAGE_GRANULES) return 0;
  return Math.max(0, firstWholePage(index, size) - Math.ceil((index + 1.5) / PAGE_GRANULES));
}

function firstWholePage(index: number, size: number): number {
  return Math.floor((index + size + 0.5) / PAGE_GRANULES);
}

/** The free tree of one heap. */
export class FreeTree {
  /** The tree of a heap, wherever it stands. */
  constructor(private readonly heap: HeapMemory) {}

  /** The largest free chunk, or -1. */
  largest(): number {
    return this.heap.field(ROOT.tree) - 1;
  }

  /** The lowest chunk of at least `size` granules, or -1. */
  lowestFit(size: number): number {
    const { heap } = this;
    let link = heap.field(ROOT.tree);
    if (link === 0 || heap.size(link - 1) < size) return -1;
    for (;;) {
      const left = heap.space.load32(heap.blockOf(link - 1));
      if (left === 0 || heap.size(left - 1) < size) return link - 1;
      link = left;
    }
  }

  /** Puts a chunk into the tree; its tags say its size. */
  insert(index: number, size: number): void {
    this.countPages(pagesWithin(index, size));
    this.insertBelow(this.heap.root + ROOT.tree, index, size);
  }

  /** Takes a chunk out of the tree. */
  remove(index: number, size: number): void {
    this.countPages(-pagesWithin(index, size));
    this.unlink(this.slotOf(index), index);
  }

  /** Replaces a chunk by its own rest, which begins later (or at the same place) and is smaller. */
  shrink(index: number, size: number, rest: number, restSize: number): void {
    this.countPages(pagesWithin(rest, restSize) - pagesWithin(index, size));
    const slot = this.slotOf(index);
    this.unlink(slot, index);
    this.insertBelow(slot, rest, restSize);
  }

  private countPages(change: number): void {
    if (change !== 0) this.heap.setField(ROOT.freePages, this.heap.field(ROOT.freePages) + change);
  }

  private slotOf(index: number): number {
    const { heap } = this;
    let slot = heap.root + ROOT.tree;
    for (;;) {
      const link = heap.space.load32(slot);
      if (link - 1 === index) return slot;
      slot = heap.headerOf(link - 1) + (index < link - 1 ? HEADER_BYTES : RIGHT);
    }
  }

  private insertBelow(top: number, index: number, size: number): void {
    const { heap } = this;
    const { space } = heap;
    let slot = top;
    let link = space.load32(slot);
    while (link !== 0 && this.isAbove(link - 1, heap.size(link - 1), index, size)) {
      slot = heap.headerOf(link - 1) + (index < link - 1 ? HEADER_BYTES : RIGHT);
      link = space.load32(slot);
    }
    space.store32(slot, index + 1);
    this.split(link, index);
  }

  /** Hangs the chunks of a subtree left and right of the chunk that takes its place. */
  private split(subtree: number, index: number): void {
    const { heap } = this;
    const { space } = heap;
    let left = heap.blockOf(index);
    let right = left + 4;
    for (let link = subtree; link !== 0;) {
      if (link - 1 < index) {
        space.store32(left, link);
        left = heap.headerOf(link - 1) + RIGHT;
        link = space.load32(left);
      } else {
        space.store32(right, link);
        right = heap.blockOf(link - 1);
        link = space.load32(right);
      }
    }
    space.store32(left, 0);
    space.store32(right, 0);
  }

  /** Puts the children of a chunk together in its place. */
  private unlink(at: number, index: number): void {
    const { heap } = this;
    const { space } = heap;
    let slot = at;
    let left = space.load32(heap.blockOf(index));
    let right = space.load32(heap.blockOf(index) + 4);
    while (left !== 0 && right !== 0) {
      if (this.isAbove(left - 1, heap.size(left - 1), right - 1, heap.size(right - 1))) {
        space.store32(slot, left);
        slot = heap.headerOf(left - 1) + RIGHT;
        left = space.load32(slot);
      } else {
        space.store32(slot, right);
        slot = heap.blockOf(right - 1);
        right = space.load32(slot);
      }
    }
    space.store32(slot, left === 0 ? right : left);
  }

  private isAbove(one: number, oneSize: number, other: number, otherSize: number): boolean {
    return oneSize > otherSize || (oneSize === otherSize && rank(one) > rank(other));
  }
}

/** A number that orders chunks of one size as if by chance: a bijection, so no two are equal. */
export function rank(index: number): number {
  const mixed = Math.imul(index ^ (index >>> 15), 0x2c1b3c6d);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}
