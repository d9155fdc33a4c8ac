/**
 * Swap slots and the swap cache: reducers.
 *
 *   SW1  A slot lives while a PTE or a page-cache entry names it.
 *   SW2  A frame of the swap cache that nothing maps goes with its slot.
 */

import { assertThat } from "../assert.ts";
import type { KernelEffectOf } from "../event/effects.ts";
import { F_ANON, F_SWAP_CACHE, FLAGS, SLOT } from "../memory/frame.ts";
import { type Content, copyBytes, hashHi, hashLo } from "../state/content.ts";
import { RECORD } from "../state/record_kind.ts";
import type { State, SwapSlot } from "../state/state.ts";
import { closeFrame, openFrame, putContent, takeFrame } from "./frames.ts";
import { addRecord, subtractRecord } from "./digest_sum.ts";
import { PAGE_SIZE } from "../address.ts";

/** The fields of a slot's digest record. */
export function slotFields(slot: SwapSlot): number[] {
  return [slot.references, slot.frame, hashLo(slot.content), hashHi(slot.content)];
}

/** The same content, in a copy that a later write to the original cannot reach. */
function apart(state: State, content: Content): Content {
  return copyBytes(state.epoch, 0, 0, content, 0, PAGE_SIZE);
}

function getSlot(state: State, number: number): SwapSlot {
  const slot = state.slots.get(number);
  assertThat(slot !== undefined, () => `swap slot ${number} is free`);
  return slot;
}

function putSlot(state: State, number: number, slot: SwapSlot): void {
  const before = state.slots.get(number);
  if (before !== undefined) subtractRecord(state, RECORD.slot, number, slotFields(before));
  else state.slotMap.take(number);
  state.slots.set(state.epoch, number, slot);
  addRecord(state, RECORD.slot, number, slotFields(slot));
}

function removeSlot(state: State, number: number): void {
  subtractRecord(state, RECORD.slot, number, slotFields(getSlot(state, number)));
  state.slots.remove(state.epoch, number);
  state.slotMap.release(number);
}

/** One entry more (delta 1) or less (delta -1) names the slot; it goes with the last one (SW1, SW2). */
export function countSlot(state: State, number: number, delta: number): void {
  const slot = getSlot(state, number);
  const references = slot.references + delta;
  if (references > 0) return putSlot(state, number, { ...slot, references });
  removeSlot(state, number);
  if (slot.frame >= 0) leaveSwapCache(state, slot.frame);
}

function leaveSwapCache(state: State, frame: number): void {
  const leaf = openFrame(state, frame);
  const offset = state.frames.offset(frame);
  leaf[offset + FLAGS] &= ~F_SWAP_CACHE;
  leaf[offset + SLOT] = 0;
  closeFrame(state, frame, leaf);
}

/** swapCacheInsert: a frame gets a slot. */
export function swapCacheInsert(state: State, effect: KernelEffectOf<"swapCacheInsert">): void {
  assertThat(state.slots.get(effect.slot) === undefined, () => `swap slot ${effect.slot} is in use`);
  putSlot(state, effect.slot, { content: 0, references: 0, frame: effect.frame });
  state.counters.slot = Math.max(state.counters.slot, effect.slot);
  const leaf = openFrame(state, effect.frame);
  const offset = state.frames.offset(effect.frame);
  leaf[offset + FLAGS] |= F_SWAP_CACHE;
  leaf[offset + SLOT] = effect.slot + 1;
  closeFrame(state, effect.frame, leaf);
}

/** swapCacheRemove: a frame leaves the swap cache, written out to its slot or for good. */
export function swapCacheRemove(state: State, effect: KernelEffectOf<"swapCacheRemove">): void {
  const number = state.frameWord(effect.frame, SLOT) - 1;
  const slot = getSlot(state, number);
  if (effect.keepSlot) {
    putSlot(state, number, { ...slot, content: apart(state, state.content(effect.frame)), frame: -1 });
  } else if (slot.references === 0) removeSlot(state, number);
  else putSlot(state, number, { ...slot, frame: -1 });
  leaveSwapCache(state, effect.frame);
}

/** swapIn: a frame is read from its slot into the swap cache. */
export function swapIn(state: State, effect: KernelEffectOf<"swapIn">): void {
  const slot = getSlot(state, effect.slot);
  putSlot(state, effect.slot, { ...slot, frame: effect.frame });
  const anonymous = effect.anonVma !== 0;
  const flags = (anonymous ? F_ANON : 0) | F_SWAP_CACHE;
  const leaf = takeFrame(state, effect.frame, flags, anonymous ? effect.anonVma : effect.inode, effect.index);
  leaf[state.frames.offset(effect.frame) + SLOT] = effect.slot + 1;
  if (slot.content !== 0) putContent(state, effect.frame, leaf, apart(state, slot.content));
  closeFrame(state, effect.frame, leaf);
}
