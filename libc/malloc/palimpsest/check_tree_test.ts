/** Tests that a tree that is not that of the free chunks is found. */
import { assertThrows } from "@std/assert";
import { HeapError } from "../heap_error.ts";
import { type HeapParts, heapParts } from "../testing/heap_parts.ts";
import { type FoundChunk, HeapReader } from "./check_heap.ts";
import { checkTree } from "./check_tree.ts";
import { KIND, ROOT } from "./layout.ts";

/** Free chunks of 5, 9 and 3 granules at 0, 6 and 16: the middle one is the root. */
const FREE: FoundChunk[] = [{ index: 0, size: 5 }, { index: 6, size: 9 }, { index: 16, size: 3 }]
  .map((chunk) => ({ ...chunk, kind: KIND.free }));

function threeFree(): HeapParts {
  const parts = heapParts();
  const { chunks, heap, tree } = parts;
  for (const { size } of FREE) {
    chunks.take(size);
    chunks.take(1);
  }
  chunks.take(heap.size(tree.largest()));
  for (const { index } of FREE) chunks.give(index);
  return parts;
}

function check({ view, heap }: HeapParts, chunks = FREE): void {
  checkTree(new HeapReader(view, heap.root), chunks);
}

Deno.test("the tree of the free chunks is sound; used chunks do not matter", () => {
  const parts = threeFree();
  check(parts);
  check(parts, [...FREE, { index: 5, size: 1, kind: KIND.used }]);
});

Deno.test("chunks that are missing or too many are found", () => {
  const parts = threeFree();
  const fail = (chunks: typeof FREE, message: string) =>
    assertThrows(() => check(parts, chunks), HeapError, message);
  fail(FREE.slice(1), "names a chunk that is not free");
  fail([...FREE, { index: 20, size: 2, kind: KIND.free }], "1 free chunks are not in the tree");
  parts.heap.setField(ROOT.tree, 0);
  fail(FREE, "3 free chunks are not in the tree");
});

Deno.test("a child that is larger than its parent is found", () => {
  const parts = threeFree();
  const larger = FREE.map((chunk) => chunk.index === 0 ? { ...chunk, size: 10 } : chunk);
  assertThrows(() => check(parts, larger), HeapError, "a child is above its parent");
});

Deno.test("children on the wrong sides are found", () => {
  const parts = threeFree();
  const root = parts.heap.blockOf(6);
  parts.space.store32(root, 17);
  parts.space.store32(root + 4, 1);
  assertThrows(() => check(parts), HeapError, "not in order of addresses");
});

Deno.test("a chunk that the tree names twice is found", () => {
  const parts = threeFree();
  parts.space.store32(parts.heap.blockOf(6) + 4, 1);
  assertThrows(() => check(parts), HeapError);
});
