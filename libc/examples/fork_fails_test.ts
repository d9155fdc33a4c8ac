/** Test of the program fork_fails. */
import { assertEquals } from "@std/assert";
import { EAGAIN } from "@palimpsest/kernel";
import { eventsOf, observeProgram } from "../testing/observe_program.ts";
import { forkFails } from "./fork_fails.ts";

Deno.test("fork_fails: the fork beyond RLIMIT_NPROC is EAGAIN, and no process was made", () => {
  const run = observeProgram(forkFails);
  assertEquals(run.lines, [
    "fork: Resource temporarily unavailable",
    "3 children and I: 4 processes",
    "wait: No child processes",
  ]);
  assertEquals(eventsOf(run, "fork").map(({ result }) => result), [101, 102, 103, -EAGAIN]);
  assertEquals(eventsOf(run, "fork").at(-1)!.effects, []);
});
