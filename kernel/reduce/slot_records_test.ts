/** Tests of the records of swap slots: given(a slot).when(it is put, put again, removed).then(digest, slot map). */
import { assertEquals, assertThrows } from "@std/assert";
import { State } from "../state/state.ts";
import { getSlot, putSlot, removeKeptSlot, removeSlot } from "./slot_records.ts";

const slot = { content: 0, references: 2, frame: -1 };

Deno.test("a slot that is put is in use, and removing it leads back to the digest before", () => {
  const state = State.empty(8);
  const before = state.digest.toHex();
  putSlot(state, 3, slot);
  assertEquals([getSlot(state, 3), state.slotMap.isUsed(3), state.slotMap.usedCount], [slot, true, 1]);
  assertEquals(state.digest.toHex() === before, false);
  removeSlot(state, 3);
  assertEquals([state.digest.toHex(), state.slotMap.usedCount, state.slots.size], [before, 0, 0]);
});

Deno.test("a slot that is put again is the new one alone in the digest", () => {
  const [once, twice] = [State.empty(8), State.empty(8)];
  putSlot(once, 3, slot);
  putSlot(twice, 3, { ...slot, references: 1 });
  putSlot(twice, 3, slot);
  assertEquals([twice.digest.toHex(), twice.slotMap.usedCount], [once.digest.toHex(), 1]);
});

Deno.test("a kept slot that is removed is counted no more", () => {
  const state = State.empty(8);
  putSlot(state, 3, slot);
  state.keptSlotCount = 1;
  removeKeptSlot(state, 3);
  assertEquals([state.slots.size, state.keptSlotCount], [0, 0]);
});

Deno.test("a free slot has no record", () => {
  assertThrows(() => getSlot(State.empty(8), 3), Error, "swap slot 3 is free");
});
