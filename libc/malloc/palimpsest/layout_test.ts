/** Tests of where everything lies in a palimpsest heap. */
import { assert, assertEquals } from "@std/assert";
import { STATIC_BYTES } from "../../memory/bare_process.ts";
import {
  alignedIndex,
  GRANULE_BYTES,
  GREATEST_COUNTED,
  HEADER_BYTES,
  INLINE_MAP_PAGES,
  PAGE_GRANULES,
  ROOT,
  ROOT_BYTES,
  SLAB_CLASSES,
  SLAB_LIMIT_BYTES,
} from "./layout.ts";

Deno.test("the block of an aligned index starts at a multiple of the unit, and is the next one", () => {
  for (const unit of [1, 2, 64, PAGE_GRANULES, 4 * PAGE_GRANULES]) {
    for (const index of [0, 1, 254, 255, 256, 1000]) {
      const aligned = alignedIndex(index, unit);
      assertEquals((2 * HEADER_BYTES + aligned * GRANULE_BYTES) % (unit * GRANULE_BYTES), 0);
      assert(aligned >= index && aligned < index + unit, `${index} by ${unit}: ${aligned}`);
    }
  }
  assertEquals([alignedIndex(0, 256), alignedIndex(255, 256), alignedIndex(256, 256)], [255, 255, 511]);
});

Deno.test("fields of the static area do not overlap, and all fit into a page beside the program break", () => {
  const lengths: Partial<Record<string, number>> = {
    base: 8,
    slabMap: 8,
    chunkCounts: 4 * (GREATEST_COUNTED + 1),
    slabHeads: 4 * (SLAB_CLASSES + 1),
    inlineMap: INLINE_MAP_PAGES / 8,
  };
  const fields = Object.entries(ROOT).toSorted(([, one], [, other]) => one - other);
  let end = 0;
  for (const [name, offset] of fields) {
    const length = lengths[name] ?? 4;
    assert(offset >= end && offset % (length === 8 ? 8 : 4) === 0, `${name} at ${offset}`);
    end = offset + length;
  }
  assertEquals(end, ROOT_BYTES);
  assert(ROOT_BYTES + 16 <= STATIC_BYTES);
});

Deno.test("chunks are counted up to the one that the greatest block of a slab would take", () => {
  assertEquals(GREATEST_COUNTED, Math.ceil((SLAB_LIMIT_BYTES + HEADER_BYTES) / GRANULE_BYTES));
});
