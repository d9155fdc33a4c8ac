/** Tests of the flag words: spot checks against Linux's headers, and that no two names mean the same. */
import { assertEquals } from "@std/assert";
import { LEGACY_MAP_MASK, MADV, MAP, MREMAP, MS, PROT } from "./mmap_flags.ts";

Deno.test("names of one word stand for different values", () => {
  for (const names of [PROT, MREMAP, MS, MADV]) {
    const values = Object.values(names);
    assertEquals(new Set<number>(values).size, values.length);
  }
});

Deno.test("MAP_TYPE masks the kinds of sharing and nothing else", () => {
  for (const type of [MAP.SHARED, MAP.PRIVATE, MAP.SHARED_VALIDATE, MAP.DROPPABLE]) {
    assertEquals(type & MAP.TYPE, type);
  }
  assertEquals(MAP.TYPE & (MAP.FIXED | MAP.ANONYMOUS | MAP.LOW_32BIT), 0);
});

Deno.test("MAP_SHARED_VALIDATE knows neither MAP_SYNC nor MAP_FIXED_NOREPLACE by itself", () => {
  assertEquals([LEGACY_MAP_MASK & MAP.SYNC, LEGACY_MAP_MASK & MAP.FIXED_NOREPLACE], [0, 0]);
  assertEquals((LEGACY_MAP_MASK & MAP.POPULATE) !== 0, true);
});
