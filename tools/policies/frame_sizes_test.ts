/** Tests of sizes of memory. */
import { assertEquals, assertThrows } from "@std/assert";
import { UserError } from "../command_line/failure.ts";
import { parseFrameSizes, usualFrameSizes } from "./frame_sizes.ts";

Deno.test("sizes are numbers with commas between them, and ranges", () => {
  assertEquals(parseFrameSizes("3"), [3]);
  assertEquals(parseFrameSizes("8, 2-5,16777216"), [8, 2, 3, 4, 5, 16777216]);
});

Deno.test("what is no size is refused by its text", () => {
  for (const text of ["0", "", "3,,4", "5-3", "three", "16777217", "-1", "1.5"]) {
    assertThrows(
      () => parseFrameSizes(text),
      UserError,
      "in --frames is no number of frames from 1 to 16777216",
    );
  }
  assertThrows(() => parseFrameSizes("1-2000"), UserError, "more than 1000 sizes");
  assertThrows(() => parseFrameSizes("1-900,1-900"), UserError, "more than 1000 sizes");
});

Deno.test("usual sizes are powers of two up to the first that holds all pages", () => {
  assertEquals([0, 2, 6, 8, 9].map(usualFrameSizes), [[2], [2], [2, 4, 8], [2, 4, 8], [2, 4, 8, 16]]);
});
