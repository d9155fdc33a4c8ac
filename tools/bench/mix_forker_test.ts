/** The rounds of the process that forks. */
import { assertEquals } from "@std/assert";
import { MixForker } from "./mix_forker.ts";
import { bootMixWorld, mixSystem, WORKER_COUNT } from "./mix_world.ts";

Deno.test("a round copies in child and parent, ends the child, and takes its pages over", () => {
  const machine = bootMixWorld(mixSystem());
  const pid = WORKER_COUNT + 1;
  const forker = new MixForker(machine, pid, "clustered");
  const usedBefore = machine.state.frameMap.usedCount;
  const copies: number[] = [];
  let last = machine.state.eventCount;
  for (let round = 0; round < 2; round++) {
    for (let step = 0; step < 48 + 16 + 1 + 80; step++) forker.next();
    copies.push(machine.state.eventCount - last);
    last = machine.state.eventCount;
  }
  // fork, 48 + 16 copies, exit, wait, 80 taken over
  assertEquals(copies, [147, 147]);
  assertEquals(machine.state.frameMap.usedCount, usedBefore);
  assertEquals([...machine.state.process(pid).children.entries()].length, 0);
});
