/** Test of the program killed_by_sigterm. */
import { assertEquals } from "@std/assert";
import { SIGNAL } from "@palimpsest/kernel";
import { eventsOf, observeProgram } from "../testing/observe_program.ts";
import { killedBySigterm } from "./killed_by_sigterm.ts";

Deno.test("killed_by_sigterm: the child ends by the signal, in the middle of its waiting", () => {
  const run = observeProgram(killedBySigterm);
  assertEquals(run.lines, ["child 101 waits", "exited: 0, signaled: 1, by 15"]);
  const [signal] = eventsOf(run, "signal");
  assertEquals([signal.process, signal.number], [101, SIGNAL.SIGTERM]);
  assertEquals(run.events.filter(({ kind }) => kind === "pause").map(({ unfinished }) => unfinished), [true]);
  assertEquals(eventsOf(run, "exit_group").map(({ process }) => process), [100]);
});
