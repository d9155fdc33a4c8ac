/** Tests of the map of slabs. */
import { assertEquals } from "@std/assert";
import { heapParts } from "../testing/heap_parts.ts";
import { INLINE_MAP_PAGES, ROOT } from "./layout.ts";

Deno.test("the bit of a page is set and cleared by itself", () => {
  const { map } = heapParts();
  for (const page of [0, 31, 32, INLINE_MAP_PAGES - 1]) {
    assertEquals([map.reach(page), map.has(page)], [true, false]);
    map.set(page, true);
  }
  map.set(31, false);
  assertEquals([0, 31, 32, 33, INLINE_MAP_PAGES - 1].map((page) => map.has(page)), [
    true,
    false,
    true,
    false,
    true,
  ]);
});

Deno.test("pages beyond the map are none; it doubles as far as needed, and keeps its bits", () => {
  const { map, heap, chunks, check } = heapParts();
  const far = INLINE_MAP_PAGES + 1000;
  assertEquals(map.has(far), false);
  chunks.take(1);
  assertEquals([map.reach(far), heap.field(ROOT.slabMapPages)], [true, 2 * INLINE_MAP_PAGES]);
  map.set(far, true);
  map.set(5, true);
  assertEquals(map.reach(4 * INLINE_MAP_PAGES), true);
  assertEquals(heap.field(ROOT.slabMapPages), 8 * INLINE_MAP_PAGES);
  assertEquals([5, far, far + 1, 3 * INLINE_MAP_PAGES].map((page) => map.has(page)), [
    true,
    true,
    false,
    false,
  ]);
  for (const page of [5, far]) map.set(page, false);
  assertEquals(check().blockCount, 1, "the map is none of the blocks, and the one it left is free");
});

Deno.test("without memory the map stays as it is", () => {
  const { map, chunks, heap, check } = heapParts({ limitBytes: 2 * 4096 });
  chunks.take(200);
  assertEquals([map.reach(INLINE_MAP_PAGES), heap.field(ROOT.slabMapPages)], [false, 0]);
  check();
});
