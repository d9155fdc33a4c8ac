/** Tests of runs that are told. */
import { assert, assertEquals } from "@std/assert";
import { toldRun } from "./twin_run.ts";

Deno.test("a run tells its calls, the same with the same seed", () => {
  const told = [1, 2].map(() => {
    const run = toldRun(4, {});
    for (let step = 0; step < 50; step++) run.run.step();
    return run.told;
  });
  assertEquals(told[0], told[1]);
  assert(told[0].length > 10);
});

Deno.test("a run says when somebody waited in vain", () => {
  const run = toldRun(2, { frameCount: 5, swapSlotCount: 0 });
  for (let step = 0; step < 200 && !run.isOutOfMemory; step++) run.run.step();
  assertEquals(run.isOutOfMemory, true);
});
