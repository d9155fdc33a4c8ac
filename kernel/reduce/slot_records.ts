/**
 * The records of swap slots: how one is put and removed, with its hash in the digest, and the slot map.
 */

import { assertThat } from "../assert.ts";
import { hashHi, hashLo } from "../state/content.ts";
import { RECORD } from "../state/record_kind.ts";
import type { State, SwapSlot } from "../state/state.ts";
import { addRecord, subtractRecord } from "./digest_sum.ts";

/** The fields of a slot's digest record. */
export function slotFields(slot: SwapSlot): number[] {
  return [slot.references, slot.frame, hashLo(slot.content), hashHi(slot.content)];
}

/** The slot `number`, which must be in use. */
export function getSlot(state: State, number: number): SwapSlot {
  const slot = state.slots.get(number);
  assertThat(slot !== undefined, () => `swap slot ${number} is free`);
  return slot;
}

/** Writes a slot, in use or not yet. */
export function putSlot(state: State, number: number, slot: SwapSlot): void {
  const before = state.slots.get(number);
  if (before !== undefined) subtractRecord(state, RECORD.slot, number, slotFields(before));
  else state.slotMap.take(number);
  state.slots.set(state.epoch, number, slot);
  addRecord(state, RECORD.slot, number, slotFields(slot));
}

/** Frees a slot. */
export function removeSlot(state: State, number: number): void {
  subtractRecord(state, RECORD.slot, number, slotFields(getSlot(state, number)));
  state.slots.remove(state.epoch, number);
  state.slotMap.release(number);
}

/** Frees a slot that a frame kept. */
export function removeKeptSlot(state: State, number: number): void {
  removeSlot(state, number);
  state.keptSlotCount--;
}
