/** Tests of the plan that is saved. */
import { assertEquals } from "@std/assert";
import { cutPower } from "@palimpsest/fs";
import { runMain } from "../../testing/run_main.ts";
import { makeOldPlan, OLD_LETTER, PLAN_BYTES, PLAN_PATH } from "./saved_plan.ts";

Deno.test("the old plan is durable once it is made", () => {
  const run = runMain((c) => makeOldPlan(c));
  const picture = cutPower(run.machine.state);
  const { bytes } = picture.bytes(picture.fileAt(PLAN_PATH)!);
  assertEquals(new TextDecoder().decode(bytes), OLD_LETTER.repeat(PLAN_BYTES));
});
