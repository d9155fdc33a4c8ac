/** Tests of the C library's static data. */
import { assertEquals } from "@std/assert";
import { LIBRARY_BSS, LIBRARY_DATA, PROGRAM_BREAK } from "./library_data.ts";

Deno.test("streams and the program break are in every program", () => {
  assertEquals(Object.keys(LIBRARY_DATA), ["stdout", "stderr"]);
  assertEquals(LIBRARY_BSS[PROGRAM_BREAK].lengthBytes, 8);
});
