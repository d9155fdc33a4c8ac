/**
 * Checks the tree of free chunks: FT1, and that it holds exactly the free ones.
 */

import type { FoundChunk, HeapReader } from "./check_heap.ts";
import { rank } from "./free_tree.ts";
import { KIND, ROOT } from "./layout.ts";

/** Throws HeapError when the tree is not that of the chunks found. */
export function checkTree(heap: HeapReader, chunks: readonly FoundChunk[]): void {
  const free = chunks.filter(({ kind }) => kind === KIND.free);
  const sizes = new Map(free.map(({ index, size }) => [index, size]));
  const order: number[] = [];
  const visit = (link: number, parent: number): void => {
    if (link === 0) return;
    const index = link - 1;
    const at = heap.headerOf(index);
    const size = sizes.get(index) ?? 0;
    heap.expect(size > 0, at, "the tree names a chunk that is not free, or names one twice");
    heap.expect(
      parent < 0 || isAbove(parent, sizes.get(parent)!, index, size),
      at,
      "a child is above its parent",
    );
    visit(heap.word(at + 8), index);
    order.push(index);
    heap.expect(order.length <= free.length, at, "the tree names a chunk twice");
    visit(heap.word(at + 12), index);
  };
  visit(heap.field(ROOT.tree), -1);
  heap.expect(
    order.length === free.length,
    heap.base,
    `${free.length - order.length} free chunks are not in the tree`,
  );
  const isSorted = order.every((index, place) => index === free[place].index);
  heap.expect(isSorted, heap.base, "the tree is not in order of addresses");
}

function isAbove(one: number, oneSize: number, other: number, otherSize: number): boolean {
  return oneSize > otherSize || (oneSize === otherSize && rank(one) > rank(other));
}
