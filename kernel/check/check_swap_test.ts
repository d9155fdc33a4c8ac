/** Tests of the checker of swap: each spoils one thing. */
import { assertThrows } from "@std/assert";
import { KernelAssertion } from "../assert.ts";
import type { State, SwapSlot } from "../state/state.ts";
import { checkSwap } from "./check_swap.ts";
import { givenSoundMachine } from "./testing/sound_machine.ts";

/** Spoils the one slot in use of a sound machine, and expects the checker to say so. */
function expectFound(message: string, spoil: (state: State, number: number, slot: SwapSlot) => void): void {
  const { state } = givenSoundMachine();
  const [[number, slot]] = state.slots.entries();
  checkSwap(state);
  spoil(state, number, slot);
  assertThrows(() => checkSwap(state), KernelAssertion, message);
}

Deno.test("checkSwap() finds a wrong count of references", () => {
  expectFound("counts 2 references, 1 name it", (state, number, slot) => {
    state.slots.set(state.epoch, number, { ...slot, references: 2 });
  });
});

Deno.test("checkSwap() finds a slot that is named and free, and one that nothing names", () => {
  expectFound("is named, and free", (state, number) => {
    state.slots.remove(state.epoch, number);
    state.slotMap.release(number);
  });
  expectFound("SW1: slot 9 is kept, and nothing names it", (state) => {
    state.slots.set(state.epoch, 9, { content: 0, references: 0, frame: -1 });
    state.slotMap.take(9);
  });
});

Deno.test("checkSwap() finds a slot whose frame is not in the swap cache with it", () => {
  expectFound("SW2", (state, number, slot) => {
    state.slots.set(state.epoch, number, { ...slot, frame: slot.frame - 1 });
  });
});

Deno.test("checkSwap() finds a slot map that says something else", () => {
  expectFound("FM2: slot 0 is in use, and free in the slot map", ({ slotMap }) => {
    slotMap.release(0);
    slotMap.take(5);
  });
  expectFound(
    "FM2: 1 slots are in use, the slot map counts 2",
    ({ slotMap }) => slotMap.take(5),
  );
});

Deno.test("checkSwap() finds a wrong count of kept slots, and a frame that keeps one without being mapped", () => {
  expectFound("SW3: 0 slots are kept, 1 are counted", (state) => void (state.keptSlotCount = 1));
  expectFound("SW1: slot 0 counts 0 references", (state, number, slot) => {
    state.slots.set(state.epoch, number, { ...slot, references: 0 });
  });
});
