/** Test of the program calloc_zeroes. */
import { assertEquals } from "@std/assert";
import { eventsOf, observeProgram } from "../testing/observe_program.ts";
import { callocZeroes } from "./calloc_zeroes.ts";

Deno.test("calloc_zeroes: a used block is cleared, fresh pages are left alone, overflow is ENOMEM", () => {
  const run = observeProgram(callocZeroes);
  assertEquals(run.lines, [
    "the used block, first int 0",
    "1 MiB: first int 0, 1 page touched of 256",
    "2^33 * 2^33 bytes: (nil), Cannot allocate memory",
  ]);
  assertEquals(eventsOf(run, "calloc").map(({ address }) => address !== 0), [true, true, false]);
});
