/** Tests of machines with little memory. */
import { assertEquals } from "@std/assert";
import { defineProgram } from "./program.ts";
import { machineOf, runProgram } from "./run_program.ts";
import { smallMemory } from "./small_memory.ts";

Deno.test("a program that declares little memory runs in it; what it does not declare stays as usual", () => {
  const tight = defineProgram("tight", {
    about: "does nothing",
    machine: smallMemory({ frames: 12, swap: 3 }),
    *main() {},
  });
  assertEquals([machineOf(tight).frameCount, machineOf(tight).policy], [13, "lru"]);
  const { machine, status } = runProgram(tight);
  assertEquals([machine.config.frameCount, machine.config.swapSlotCount, status], [13, 3, 0]);
  assertEquals(machineOf(defineProgram("plain", { about: "does nothing", *main() {} })).policy, undefined);
});
