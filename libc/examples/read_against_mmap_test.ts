/** Test of the program read_against_mmap. */
import { assertEquals } from "@std/assert";
import { countsOf, effectKinds, eventsOf, observeProgram } from "../testing/observe_program.ts";
import { readAgainstMmap } from "./read_against_mmap.ts";

Deno.test("read_against_mmap: a call for each buffer against a fault for sixteen pages", () => {
  const run = observeProgram(readAgainstMmap);
  assertEquals(run.lines, [
    "read: sum 262144, 66 calls, 0 faults",
    "mmap: sum 262144, 1 calls, 5 faults",
  ]);
  assertEquals(countsOf(run, "read"), { read: 65 });
  const copied = eventsOf(run, "read").filter((event) => effectKinds(event).includes("bytesCopy"));
  assertEquals(copied.length, 64, "every buffer was copied once");
});
