/** Tests of the tree of free chunks, beside a list of them. */
import { assert, assertEquals } from "@std/assert";
import { Random } from "../../../kernel/testing/random.ts";
import { heapParts } from "../testing/heap_parts.ts";
import { pagesWithin, rank } from "./free_tree.ts";
import { ROOT } from "./layout.ts";

/** A heap in which chunks of the sizes given are free, with used ones between them; their indices. */
function freeChunks(sizes: readonly number[]) {
  const parts = heapParts();
  const indices = sizes.map((size) => {
    const index = parts.chunks.take(size);
    parts.chunks.take(1);
    return index;
  });
  const { heap, tree } = parts;
  const rest = tree.largest();
  if (rest >= 0) parts.chunks.take(heap.size(rest));
  for (const index of indices) parts.chunks.give(index);
  return { ...parts, indices };
}

Deno.test("whole pages of a free chunk hold neither its links nor the next header", () => {
  assertEquals([pagesWithin(0, 255), pagesWithin(0, 511), pagesWithin(0, 512)], [0, 0, 1]);
  assertEquals([pagesWithin(254, 257), pagesWithin(254, 258)], [0, 1]);
  assertEquals([pagesWithin(255, 512), pagesWithin(255, 513)], [0, 1]);
  assertEquals(pagesWithin(0, 1023), 2);
});

Deno.test("the rank of no two places is the same", () => {
  const ranks = new Set(Array.from({ length: 50_000 }, (_, index) => rank(index)));
  assertEquals(ranks.size, 50_000);
});

Deno.test("the lowest chunk that fits is found, and the largest", () => {
  const random = new Random(5);
  const sizes = Array.from({ length: 120 }, () => random.between(1, 40));
  const { tree, heap, indices, check } = freeChunks(sizes);
  check();
  for (let size = 1; size <= 42; size++) {
    const place = sizes.findIndex((each) => each >= size);
    assertEquals(tree.lowestFit(size), place < 0 ? -1 : indices[place]);
  }
  assertEquals(heap.size(tree.largest()), Math.max(...sizes));
});

Deno.test("an empty tree has no chunk", () => {
  const { tree } = freeChunks([]);
  assertEquals([tree.largest(), tree.lowestFit(1)], [-1, -1]);
});

Deno.test("chunks are removed in any order, and the tree is in order after each", () => {
  const { tree, indices, heap } = freeChunks(Array.from({ length: 60 }, (_, place) => 1 + place % 4));
  const left = new Set(indices);
  const order = [...indices];
  new Random(9).shuffle(order);
  for (const index of order) {
    tree.remove(index, heap.size(index));
    left.delete(index);
    assertEquals(tree.lowestFit(1), left.size === 0 ? -1 : Math.min(...left));
    assert(tree.largest() < 0 === (left.size === 0));
  }
});

Deno.test("chunks of one size make no list", () => {
  const { tree, heap, space } = freeChunks(Array.from({ length: 300 }, () => 2));
  const depthOf = (link: number): number => {
    if (link === 0) return 0;
    const block = heap.blockOf(link - 1);
    return 1 + Math.max(depthOf(space.load32(block)), depthOf(space.load32(block + 4)));
  };
  const depth = depthOf(tree.largest() + 1);
  assert(depth < 40, `${depth} deep`);
});

Deno.test("free pages are counted when chunks come, shrink and go", () => {
  const { tree, heap, indices } = freeChunks([2560]);
  const [index] = indices;
  assertEquals(heap.field(ROOT.freePages), 9);
  heap.setChunk(index + 1000, 1560, 0);
  tree.shrink(index, 2560, index + 1000, 1560);
  assertEquals(heap.field(ROOT.freePages), pagesWithin(index + 1000, 1560));
  assertEquals(tree.lowestFit(1), index + 1000);
  tree.remove(index + 1000, 1560);
  assertEquals(heap.field(ROOT.freePages), 0);
});
