/** Test of the program mmap_one_byte. */
import { assertEquals } from "@std/assert";
import { eventsOf, faultsIn, observeProgram, resultOf } from "../testing/observe_program.ts";
import { mmapOneByte } from "./mmap_one_byte.ts";

Deno.test("mmap_one_byte: one byte is a page, to use and to lose", () => {
  const run = observeProgram(mmapOneByte);
  assertEquals(run.lines, [
    "asked for 1 byte, stored 4096",
    "the next byte lies 4096 bytes away",
    "munmap of one byte took the page: signal 11",
  ]);
  assertEquals(eventsOf(run, "mmap").map(({ lengthBytes }) => lengthBytes), [1, 1]);
  assertEquals(faultsIn(run, 100, resultOf(run, "mmap"), 4096), ["pagesFresh"], "one fault for all bytes");
});
