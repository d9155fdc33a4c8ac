/** Tests of the world of scripts. */
import { assertEquals } from "@std/assert";
import { bootWorld, configOf, FIRST_PID, isOwnVma, layoutOf, RECORDED_WORLD } from "./world.ts";

Deno.test("p0 lives in a space that holds only the oracle's own mappings, with three descriptors", () => {
  const { state } = bootWorld(RECORDED_WORLD);
  const space = state.spaceOf(FIRST_PID);
  assertEquals([...space.vmas.items()].every((vma) => isOwnVma(vma, space)), true);
  assertEquals([...state.process(FIRST_PID).descriptors.entries()].map(([number]) => number), [0, 1, 2]);
});

Deno.test("the header says how much memory there is and where things lie", () => {
  assertEquals(configOf(RECORDED_WORLD).ramPages, 6171023);
  assertEquals(layoutOf(RECORDED_WORLD).startBreak, 0x100000000000);
});
