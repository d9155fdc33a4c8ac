/** Test of the program stack_guard. */
import { assertEquals } from "@std/assert";
import { TASK_SIZE } from "@palimpsest/kernel";
import { eventsOf, faultsIn, observeProgram, resultOf } from "../testing/observe_program.ts";
import { stackGuard } from "./stack_guard.ts";

Deno.test("stack_guard: the stack grows up to its limit; a guard page ends a recursion as well", () => {
  const run = observeProgram(stackGuard);
  assertEquals(run.lines, [
    "8 frames of 64 KiB: the stack grew",
    "recursion without end: signal 11",
    "recursion onto a guard page: signal 11",
  ]);
  const grown = eventsOf(run, "fault").filter(({ effects }) =>
    effects.some(({ kind, name, startPage }) =>
      kind === "vmaPut" && name === "[stack]" && (startPage as number) < 0x7ffffffde
    )
  );
  assertEquals(grown.length > 0, true, "faults made the stack's mapping larger");
  const overflows = faultsIn(run, 101, TASK_SIZE - 2 ** 21, 2 ** 21);
  assertEquals(overflows.at(-1), "SEGV_MAPERR", "below the limit there is no stack");
  assertEquals(faultsIn(run, 102, resultOf(run, "mmap"), 4096), ["SEGV_ACCERR"], "the guard page");
});
