/** Test of the program execl_other. */
import { assertEquals } from "@std/assert";
import { ENOENT } from "@palimpsest/kernel";
import { eventsOf, observeProgram } from "../testing/observe_program.ts";
import { execlOther } from "./execl_other.ts";

Deno.test("execl_other: a failing execl returns, a successful one does not; the process stays the same", () => {
  const run = observeProgram(execlOther);
  assertEquals(run.lines, [
    "I am 100, and will be another program",
    "execl /bin/nothing: No such file or directory",
    "before fork: I am 100",
    "child:  fork gave 0, I am 101, my parent is 100",
    "parent: fork gave 101, I am 100",
  ]);
  assertEquals(eventsOf(run, "execve").map(({ path }) => path), [
    "/bin/execl_other",
    "/bin/nothing",
    "/bin/who_am_i",
  ]);
  assertEquals(eventsOf(run, "execve")[1].result, -ENOENT);
  assertEquals(run.machine.state.process(100).name, "who_am_i");
  assertEquals(run.status, 0);
});
