/** Tests of all checkers together, on random runs. */
import { assertThrows } from "@std/assert";
import { KernelAssertion } from "../assert.ts";
import { kernelPart, System } from "../compose.ts";
import { RandomRun } from "../testing/random_run.ts";
import { checkState } from "./check_state.ts";
import { givenSoundMachine } from "./testing/sound_machine.ts";

Deno.test("every invariant holds after every event of random runs", () => {
  const system = new System([kernelPart]);
  for (let seed = 1; seed <= 6; seed++) {
    const machine = system.boot({ frameCount: 1500, ramPages: 1500, swapSlotCount: 512 });
    machine.observer = { event: () => checkState(machine.state) };
    new RandomRun(machine, seed).runTo(600);
  }
});

Deno.test("checkState() finds what any of the checkers finds", () => {
  const spoilers: ((given: ReturnType<typeof givenSoundMachine>) => void)[] = [
    ({ state }) => state.frameMap.usedCount--,
    ({ space }) => space.totalPages++,
    ({ state }) => state.inode(1).openCount++,
    ({ state }) => state.anonVma(1).children++,
    ({ state }) => state.slots.remove(state.epoch, 0),
    ({ state }) => state.file(1).references--,
    ({ state }) => state.digest.add(0, 1),
  ];
  for (const spoil of spoilers) {
    const given = givenSoundMachine();
    checkState(given.state);
    spoil(given);
    assertThrows(() => checkState(given.state), KernelAssertion);
  }
});
