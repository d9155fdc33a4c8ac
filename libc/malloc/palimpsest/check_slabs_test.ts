/** Tests that slabs that are not as they should be are found. */
import { assertEquals, assertThrows } from "@std/assert";
import { HeapError } from "../heap_error.ts";
import { type HeapParts, heapParts } from "../testing/heap_parts.ts";
import { INLINE_MAP_PAGES, ROOT } from "./layout.ts";
import { SLAB_FIELDS, SLAB_SHAPES } from "./slabs.ts";

const CLASS = 8;
const { capacity } = SLAB_SHAPES[CLASS];

/** A heap with two slabs of a class: the first has one block left, the second has one taken. */
function twoSlabs(): HeapParts & { readonly slab: number } {
  const parts = heapParts();
  const { slabs, heap } = parts;
  slabs.make(CLASS);
  const blocks = Array.from({ length: capacity }, () => slabs.take(CLASS));
  slabs.make(CLASS);
  slabs.take(CLASS);
  slabs.give(blocks[0]);
  return { ...parts, slab: heap.base + 4096 };
}

/** Each mistake by what is said of it. */
const mistakes: Record<string, (parts: ReturnType<typeof twoSlabs>) => void> = {
  "a slab of class 77": ({ space, slab }) => space.store8(slab + SLAB_FIELDS.state, 77),
  "a slab says 9 free blocks, and has 1": ({ space, slab }) => space.store8(slab + SLAB_FIELDS.state + 1, 9),
  "a slab has free blocks before its first word": ({ space, slab }) => {
    space.store8(slab + SLAB_FIELDS.state + 3, 1);
  },
  "a bit is of no block": ({ space, slab }) => space.store32(slab + SLAB_FIELDS.bits, 0x8000_0000),
  "a slab is empty": ({ space, slab }) => {
    space.store8(slab + SLAB_FIELDS.state + 1, capacity);
    space.store32(slab + SLAB_FIELDS.bits, 2 ** capacity - 1);
  },
  "2 slabs of class 8 are not in their ring": ({ heap }) => {
    heap.setField(ROOT.slabHeads + 4 * CLASS, 0);
  },
  "the ring of class 8 is broken": ({ space, slab }) => space.store32(slab + SLAB_FIELDS.previous, 1),
  "the ring of class 7 names what has no room": ({ heap }) => heap.setField(ROOT.slabHeads + 28, 1),
  "the bit of page 1 is wrong": ({ map }) => map.set(1, false),
  "the bit of page 40 is wrong": ({ map }) => map.set(40, true),
  "the number of slabs is 3, and 2 were counted": ({ heap }) => heap.setField(ROOT.slabs, 3),
  "the number of sparse slabs is 0, and 1": ({ heap }) => heap.setField(ROOT.sparseSlabs, 0),
};

Deno.test("the blocks of sound slabs are summed up", () => {
  const { check, map, heap } = twoSlabs();
  assertEquals([capacity < 32, map.has(1), map.has(2)], [true, true, true]);
  assertEquals(check().blockCount, capacity);
  assertEquals(check().usableBytes, capacity * CLASS * 16);
  assertEquals([heap.field(ROOT.slabs), heap.field(ROOT.sparseSlabs)], [2, 1]);
});

for (const [message, make] of Object.entries(mistakes)) {
  Deno.test(`it is found that ${message}`, () => {
    const parts = twoSlabs();
    make(parts);
    assertThrows(() => parts.check(), HeapError, message);
  });
}

Deno.test("the bits of a map that outgrew the static one are checked too", () => {
  const parts = twoSlabs();
  parts.map.reach(INLINE_MAP_PAGES);
  parts.check();
  parts.map.set(INLINE_MAP_PAGES + 3, true);
  assertThrows(() => parts.check(), HeapError, `the bit of page ${INLINE_MAP_PAGES + 3} is wrong`);
});
