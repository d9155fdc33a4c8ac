/** Tests of slabs: pages of blocks of one size. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { HeapError } from "../heap_error.ts";
import { heapParts } from "../testing/heap_parts.ts";
import { ROOT, SLAB_CLASSES } from "./layout.ts";
import { SLAB_FIELDS, SLAB_SHAPES } from "./slabs.ts";

/** A heap with one slab, of which every block is taken. */
function withFullSlab(slabClass: number) {
  const parts = heapParts();
  parts.slabs.make(slabClass);
  const { capacity } = SLAB_SHAPES[slabClass];
  const blocks = Array.from({ length: capacity }, () => parts.slabs.take(slabClass));
  return { ...parts, blocks };
}

Deno.test("the blocks of every class fit behind the bits and before the next header", () => {
  for (let slabClass = 1; slabClass <= SLAB_CLASSES; slabClass++) {
    const { blockBytes, capacity, wordCount, start } = SLAB_SHAPES[slabClass];
    assertEquals([blockBytes, start % 16], [16 * slabClass, 0]);
    assert(SLAB_FIELDS.bits + 4 * wordCount <= start && start + capacity * blockBytes <= 4088);
    assert(capacity <= 32 * wordCount && capacity < 256, "the state counts them in a byte");
  }
});

Deno.test("a slab gives each block once, and then none", () => {
  for (const slabClass of [1, 4, 16]) {
    const { slabs, blocks, check } = withFullSlab(slabClass);
    assertEquals(new Set(blocks).size, SLAB_SHAPES[slabClass].capacity);
    assert(blocks.every((block, place) => place === 0 || block - blocks[place - 1] === 16 * slabClass));
    assertEquals([blocks[0] % 16, slabs.blockBytes(blocks[0]), slabs.take(slabClass)], [
      0,
      16 * slabClass,
      0,
    ]);
    assertEquals(check().blockCount, blocks.length);
  }
});

Deno.test("a block that is given back is the next one taken", () => {
  const { slabs, blocks, check } = withFullSlab(3);
  assertEquals(slabs.give(blocks[40]), -1);
  assertEquals(slabs.give(blocks[7]), -1);
  check();
  assertEquals([slabs.take(3), slabs.take(3), slabs.take(3)], [blocks[7], blocks[40], 0]);
});

Deno.test("a slab that gets empty is a free chunk", () => {
  const { slabs, blocks, heap, map, check, kinds } = withFullSlab(8);
  for (const block of blocks.slice(1)) assertEquals(slabs.give(block), -1);
  assertEquals([heap.field(ROOT.slabs), heap.field(ROOT.sparseSlabs), map.has(1)], [1, 1, true]);
  assertEquals(slabs.give(blocks[0]), 0);
  assertEquals([heap.field(ROOT.slabs), heap.field(ROOT.sparseSlabs), map.has(1)], [0, 0, false]);
  assertEquals(kinds(), "free");
  check();
});

Deno.test("a block that is free, or none, is refused", () => {
  const { slabs, blocks } = withFullSlab(4);
  slabs.give(blocks[2]);
  assertThrows(() => slabs.give(blocks[2]), HeapError, "double free");
  assertThrows(() => slabs.blockBytes(blocks[2]), HeapError, "the block is free");
  assertThrows(() => slabs.give(blocks[3] + 16), HeapError, "invalid pointer");
  assertThrows(() => slabs.give(blocks[0] - 16), HeapError, "blocks of 64 bytes lie here");
});

Deno.test("blocks come from the slab that has had room longest", () => {
  const { slabs, heap, blocks } = withFullSlab(16);
  slabs.make(16);
  const second = slabs.take(16);
  slabs.give(blocks[0]);
  const pageOf = (block: number) => Math.floor((block - heap.base) / 4096);
  assertEquals(pageOf(slabs.take(16)), pageOf(second));
  for (let left = SLAB_SHAPES[16].capacity - 2; left > 0; left--) slabs.take(16);
  assertEquals(slabs.take(16), blocks[0]);
});

Deno.test("slabs are not made while most are hardly used", () => {
  const { slabs } = heapParts();
  for (let count = 0; count <= 8; count++) {
    assertEquals(slabs.mayMake(), true);
    slabs.make(1 + count);
    slabs.take(1 + count);
  }
  assertEquals(slabs.mayMake(), false);
});

Deno.test("without memory there is no slab", () => {
  const { slabs, chunks, check } = heapParts({ limitBytes: 2 * 4096 });
  chunks.take(100);
  assertEquals([slabs.make(1), slabs.take(1)], [false, 0]);
  check();
});
