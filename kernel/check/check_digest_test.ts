/** Tests of the checker of the digest: each changes one record. */
import { assertEquals, assertThrows } from "@std/assert";
import { KernelAssertion } from "../assert.ts";
import { Digest } from "../state/digest.ts";
import type { Slice, State } from "../state/state.ts";
import { OWNER } from "../memory/frame.ts";
import { checkDigest, digestFromScratch } from "./check_digest.ts";
import { givenSoundMachine } from "./testing/sound_machine.ts";

/** Changes something that is in a record behind the digest's back, and expects the checker to say so. */
function expectFound(spoil: (state: State) => void): void {
  const { state } = givenSoundMachine();
  checkDigest(state);
  spoil(state);
  assertThrows(() => checkDigest(state), KernelAssertion, "ST3: the digest is");
}

Deno.test("checkDigest() finds a change of any record that no reducer made", () => {
  expectFound(({ digest }) => digest.add(1, 0));
  expectFound(({ epoch, frames }) => frames.own(epoch, 3)[frames.offset(3) + OWNER]++);
  expectFound((state) => state.process(1).name = "other");
  expectFound((state) => state.process(1).majorFaults++);
  expectFound((state) => state.process(2).signals = { actions: new Map(), blocked: 4, pending: 0 });
  expectFound((state) => state.process(1).descriptors.remove(state.epoch, 0));
  expectFound((state) => state.file(1).position++);
  expectFound((state) => state.inode(1).sizeBytes++);
  expectFound((state) => state.inode(1).storage.set(state.epoch, 9, 5));
  expectFound((state) => state.space(1).endBreak++);
  expectFound((state) => state.space(1).vmas.remove(state.epoch, state.space(1).vmas.next(0)!));
  expectFound((state) => state.space(1).tables.add(state.epoch, 9));
  expectFound((state) => state.slots.set(state.epoch, 12, { content: 0, references: 0, frame: -1 }));
  expectFound((state) => state.anonVmas.remove(state.epoch, 1));
  expectFound(({ epoch, spaces }) => {
    const { pages } = spaces.get(1)!;
    pages.own(epoch, 100)[pages.offset(100)] ^= 16;
  });
});

Deno.test("digestFromScratch() counts the records of slices", () => {
  const { state } = givenSoundMachine();
  const slice: Slice = { clone: () => slice, records: () => [[70, 1, ["a", 2]]] };
  state.slices.set("more", slice);
  state.hasher.hashRecord(70, 1, ["a", 2]);
  const expected = state.digest.clone();
  expected.add(state.hasher.lo, state.hasher.hi);
  assertEquals(digestFromScratch(state).toHex(), expected.toHex());
  assertEquals(digestFromScratch(state).equals(new Digest()), false);
});
