/** Test of the program print_array. */
import { assertEquals } from "@std/assert";
import { countsOf, eventsOf, faultsIn, observeProgram, resultOf } from "../testing/observe_program.ts";
import { printArray } from "./print_array.ts";

Deno.test("print_array: another process finds the numbers through a mapping of its own, without read()", () => {
  const run = observeProgram(printArray);
  assertEquals(run.lines.at(-1), "0 1 4 9 16 25 36 49 64 81");
  assertEquals(countsOf(run, "vfork", "execve", "read"), { vfork: 1, execve: 2, read: 0 });
  const array = resultOf(run, "mmap", 1);
  assertEquals(faultsIn(run, 100, array, 40), ["pagesMap"]);
  const fault = eventsOf(run, "fault").find(({ process, page }) => process === 100 && page === array / 4096);
  assertEquals(fault?.result, 0, "a minor fault: the page is still in the page cache");
});
