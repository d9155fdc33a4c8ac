/** Test of the program repair_and_retry. */
import { assertEquals } from "@std/assert";
import { LOAD_ADDRESS } from "@palimpsest/kernel";
import { eventsOf, faultsIn, observeProgram, resultOf } from "../testing/observe_program.ts";
import { repairAndRetry } from "./repair_and_retry.ts";

Deno.test("repair_and_retry: fault, signal, mprotect, sigreturn, and the store is tried again", () => {
  const run = observeProgram(repairAndRetry);
  assertEquals(run.lines, ["sum 6, repaired 3 pages of 5"]);
  const pages = resultOf(run, "mmap");
  assertEquals(faultsIn(run, 100, pages, 5 * 4096), [
    ...["SEGV_ACCERR", "pagesFresh"],
    ...["SEGV_ACCERR", "pagesFresh"],
    ...["SEGV_ACCERR", "pagesFresh"],
  ]);
  const start = run.events.findIndex(({ kind }) => kind === "signal");
  assertEquals(run.events.slice(start, start + 5).map(({ kind }) => kind), [
    "signal",
    "mprotect",
    "rt_sigreturn",
    "fault",
    "store",
  ]);
  const [action] = eventsOf(run, "rt_sigaction");
  const text = LOAD_ADDRESS + 0x1000;
  const handler = action.handler as number;
  assertEquals(handler >= text && handler < text + 4096, true, "the handler has an address in the text");
});
