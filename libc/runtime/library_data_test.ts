/** Tests of the C library's static data. */
import { assertEquals } from "@std/assert";
import { LIBRARY_DATA, libraryBss, MALLOC_STATE, PROGRAM_BREAK } from "./library_data.ts";

Deno.test("streams, the program break and the allocator's state are in every program", () => {
  assertEquals(Object.keys(LIBRARY_DATA), ["stdout", "stderr"]);
  const bss = libraryBss({ staticBytes: 100 });
  assertEquals([bss[PROGRAM_BREAK].lengthBytes, bss[MALLOC_STATE].lengthBytes], [8, 100]);
});
