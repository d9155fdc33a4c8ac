/** Tests of the checker of anon_vmas: each spoils one thing. */
import { assertThrows } from "@std/assert";
import { KernelAssertion } from "../assert.ts";
import type { AnonVma } from "../state/anon_vma.ts";
import type { State } from "../state/state.ts";
import { checkAnonVmas } from "./check_anon_vmas.ts";
import { ANON_PAGE, givenSoundMachine, SHARED_PAGE } from "./testing/sound_machine.ts";

/** Spoils the anon_vma of the memory that a parent and its child share, and expects the checker to say so. */
function expectFound(message: string, spoil: (anonVma: AnonVma, state: State) => void): void {
  const given = givenSoundMachine();
  const { state } = given;
  const anonVma = state.anonVma(given.vmaAt(SHARED_PAGE).anonVma);
  checkAnonVmas(state);
  spoil(anonVma, state);
  assertThrows(() => checkAnonVmas(state), KernelAssertion, message);
}

Deno.test("checkAnonVmas() finds a VMA that is missing, and one too many", () => {
  expectFound("AV1: VMAs of anon_vma 1: VMA 200-203 of space 1 is missing", ({ vmas }, { epoch }) => {
    vmas.remove(epoch, [...vmas.items()].find(({ space }) => space === 1)!);
  });
  expectFound("VMA 100-108 of space 1 is there and should not be", ({ vmas }, state) => {
    vmas.insert(state.epoch, state.space(1).vmaAt(ANON_PAGE)!);
  });
});

Deno.test("checkAnonVmas() finds wrong counts of active VMAs and of children", () => {
  expectFound("AV2: anon_vma 1 counts", (anonVma) => anonVma.activeVmas++);
  expectFound("AV3: anon_vma 1 counts", (anonVma) => anonVma.children--);
});

Deno.test("checkAnonVmas() finds one without a VMA", () => {
  expectFound("AV4: anon_vma 1 has no VMA", ({ vmas }, { epoch }) => vmas.clear(epoch));
});
