/** Test of the program use_after_munmap. */
import { assertEquals } from "@std/assert";
import { SIGNAL, SIGNAL_CODE } from "@palimpsest/kernel";
import { eventsOf, observeProgram } from "../testing/observe_program.ts";
import { useAfterMunmap } from "./use_after_munmap.ts";

Deno.test("use_after_munmap: SIGSEGV with SEGV_MAPERR after munmap, with SEGV_ACCERR after mprotect", () => {
  const run = observeProgram(useAfterMunmap);
  assertEquals(run.lines, ["after munmap: signal 11", "after mprotect: signal 11"]);
  assertEquals(eventsOf(run, "signal").map(({ process, number, code }) => [process, number, code]), [
    [101, SIGNAL.SIGSEGV, SIGNAL_CODE.SEGV_MAPERR],
    [102, SIGNAL.SIGSEGV, SIGNAL_CODE.SEGV_ACCERR],
  ]);
});
