/** Test of the program exit_and_atexit. */
import { assertEquals } from "@std/assert";
import { countsOf, eventsOf, observeProgram } from "../testing/observe_program.ts";
import { exitAndAtexit } from "./exit_and_atexit.ts";

Deno.test("exit_and_atexit: exit calls functions and writes buffers out, _exit does neither", () => {
  const run = observeProgram(exitAndAtexit);
  assertEquals(run.lines, [
    "no newline before exit: cleanup of 101, called first",
    "cleanup of 101, called last",
    "the parent returns from main",
    "cleanup of 100, called first",
    "cleanup of 100, called last",
  ]);
  assertEquals(countsOf(run, "exit_group"), { exit_group: 3 });
  assertEquals(eventsOf(run, "write").filter(({ process }) => process === 102), [], "102 wrote nothing");
});
