/** Tests of finding plans after power cuts. */
import { assertEquals } from "@std/assert";
import { makeOldPlan } from "../examples/plan/saved_plan.ts";
import { defineProgram } from "../runtime/program.ts";
import { plansAfterCuts } from "./plans_after_cuts.ts";

Deno.test("a plan that nobody replaces is the old one", () => {
  const program = defineProgram("test", { about: "a test", main: (c) => makeOldPlan(c) });
  const { anywhere, atEnd, cuts } = plansAfterCuts(program, 2);
  assertEquals([[...anywhere], [...atEnd], cuts > 0], [["old"], ["old"], true]);
});
