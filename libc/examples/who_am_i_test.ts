/** Test of the program who_am_i. */
import { assertEquals } from "@std/assert";
import { countsOf, observeProgram, resultOf } from "../testing/observe_program.ts";
import { whoAmI } from "./who_am_i.ts";

Deno.test("who_am_i: one fork, two returns; what was before it happened once", () => {
  const run = observeProgram(whoAmI);
  assertEquals(run.lines, [
    "before fork: I am 100",
    "child:  fork gave 0, I am 101, my parent is 100",
    "parent: fork gave 101, I am 100",
  ]);
  assertEquals(countsOf(run, "fork", "exit_group"), { fork: 1, exit_group: 2 });
  assertEquals(resultOf(run, "fork"), 101);
});
