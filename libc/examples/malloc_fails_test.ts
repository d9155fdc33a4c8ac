/** Test of the program malloc_fails. */
import { assertEquals } from "@std/assert";
import { ENOMEM } from "@palimpsest/kernel";
import { eventsOf, faultsIn, observeProgram } from "../testing/observe_program.ts";
import { mallocFails } from "./malloc_fails.ts";

Deno.test("malloc_fails: the kernel refuses, malloc gives NULL, and a store through it is SIGSEGV", () => {
  const run = observeProgram(mallocFails);
  assertEquals(run.lines, [
    "malloc: Cannot allocate memory",
    "6 blocks of 10 MiB under a limit of 64 MiB",
    "who does not look: signal 11",
  ]);
  assertEquals(eventsOf(run, "mmap").some(({ result }) => result === -ENOMEM), true);
  assertEquals(faultsIn(run, 101, 0, 4096), ["SEGV_MAPERR"]);
});
