/** Test of the program wait_for_42. */
import { assertEquals } from "@std/assert";
import { effectKinds, eventsOf, observeProgram } from "../testing/observe_program.ts";
import { waitFor42 } from "./wait_for_42.ts";

Deno.test("wait_for_42: the child's status waits in a zombie until the parent takes it", () => {
  const run = observeProgram(waitFor42);
  assertEquals(run.lines, ["waitpid(101) = 101, status 0x2a00", "it exited with 42"]);
  const waits = run.events.filter(({ kind }) => kind === "wait4");
  assertEquals(waits[0].unfinished, true, "the parent waits");
  assertEquals(effectKinds(waits[1])[0], "processState", "and is woken");
  assertEquals(effectKinds(waits[1]).includes("processRemove"), true, "the zombie is gone");
  const [exit] = eventsOf(run, "exit_group");
  assertEquals([exit.process, exit.status], [101, 42]);
});
