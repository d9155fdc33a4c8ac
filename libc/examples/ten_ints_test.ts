/** Test of the program ten_ints. */
import { assertEquals } from "@std/assert";
import { countsOf, observeProgram } from "../testing/observe_program.ts";
import { tenInts } from "./ten_ints.ts";

Deno.test("ten_ints: memset with 1 gives 0x01010101 in every int", () => {
  const run = observeProgram(tenInts);
  assertEquals(run.lines.map((line) => line.trim()), [
    "memset 0:  0 0 0 0 0 0 0 0 0 0",
    `memset 1:  ${Array(10).fill(0x01010101).join(" ")}`,
    "memset -1: -1 -1 -1 -1 -1 -1 -1 -1 -1 -1",
    "a loop:    1 1 1 1 1 1 1 1 1 1",
  ]);
  assertEquals(countsOf(run, "malloc", "free"), { malloc: 1, free: 1 });
});
