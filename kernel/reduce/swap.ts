/**
 * Swap slots and the swap cache: reducers.
 *
 *     swapCacheInsert ─▶ in the cache ── swapCacheRemove, keepSlot ─▶ in the slot alone
 *                         │  ▲    ▲ └──────────── swapIn ◀─────────────────┘
 *       its last entry    ▼  │    └── countSlot: an entry names it again
 *       is mapped         kept
 *
 *   SW1  A slot lives while a PTE or a page-cache entry names it, or while a frame keeps it (SW3).
 *   SW2  A frame of the swap cache that nothing maps goes with its slot.
 *   SW3  A mapped frame with F_SLOT_KEPT keeps its slot when no entry names that any more, until it is freed or gives the
 *        slot up (swapCacheRemove). Without the mark the slot goes with its last entry. state.keptSlotCount counts such
 *        slots.
 */

import { assertThat } from "../assert.ts";
import type { KernelEffectOf } from "../event/effects.ts";
import {
  F_ANON,
  F_SLOT_KEPT,
  F_SLOTTED,
  F_SPARSE,
  F_SWAP_CACHE,
  FLAGS,
  MAPS,
  SLOT,
} from "../memory/frame.ts";
import { type Content, copyBytes } from "../state/content.ts";
import type { State } from "../state/state.ts";
import { closeFrame, openFrame, putContent, takeFrame } from "./frames.ts";
import { getSlot, putSlot, removeKeptSlot, removeSlot } from "./slot_records.ts";
import { PAGE_SIZE } from "../address.ts";

/** The same content, in a copy that a later write to the original cannot reach. */
function apart(state: State, content: Content): Content {
  return copyBytes(state.epoch, 0, 0, content, 0, PAGE_SIZE);
}

/** One entry more (delta 1) or less (delta -1) names the slot; it goes with the last one (SW1 … SW3). */
export function countSlot(state: State, number: number, delta: number): void {
  const slot = getSlot(state, number);
  const { frame } = slot;
  const references = slot.references + delta;
  if (references > 0) {
    putSlot(state, number, { ...slot, references });
    if (slot.references === 0 && isKept(state, frame)) {
      setSwapFlags(state, frame, F_SWAP_CACHE, 0);
      state.keptSlotCount--;
    }
  } else if (frame >= 0 && keepsSlot(state, frame)) {
    putSlot(state, number, { ...slot, references: 0 });
    setSwapFlags(state, frame, 0, F_SWAP_CACHE);
    state.keptSlotCount++;
  } else {
    removeSlot(state, number);
    if (frame >= 0) leaveSwapCache(state, frame);
  }
}

/** Whether a frame of the swap cache has its slot for itself: no entry names that, or is about to. */
function isKept(state: State, frame: number): boolean {
  return (state.frameWord(frame, FLAGS) & F_SWAP_CACHE) === 0;
}

/** Whether a frame of the swap cache keeps its slot when no entry names that any more. */
function keepsSlot(state: State, frame: number): boolean {
  return state.frameWord(frame, MAPS) > 0 && (state.frameWord(frame, FLAGS) & F_SLOT_KEPT) !== 0;
}

function setSwapFlags(state: State, frame: number, set: number, clear: number): void {
  const leaf = openFrame(state, frame);
  const at = state.frames.offset(frame) + FLAGS;
  leaf[at] = (leaf[at] | set) & ~clear;
  closeFrame(state, frame, leaf);
}

function leaveSwapCache(state: State, frame: number): void {
  const leaf = openFrame(state, frame);
  const offset = state.frames.offset(frame);
  leaf[offset + FLAGS] &= ~F_SLOTTED;
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
  // Its record has no room for a sparse page any more (FT6).
  if ((leaf[offset + FLAGS] & F_SPARSE) !== 0) {
    putContent(state, effect.frame, leaf, state.sparsePages.content(state.epoch, effect.frame));
  }
  leaf[offset + FLAGS] |= F_SWAP_CACHE;
  leaf[offset + SLOT] = effect.slot + 1;
  closeFrame(state, effect.frame, leaf);
}

/** swapCacheRemove: a frame leaves the swap cache, written out to its slot or for good. */
export function swapCacheRemove(state: State, effect: KernelEffectOf<"swapCacheRemove">): void {
  const number = state.frameSlot(effect.frame);
  const slot = getSlot(state, number);
  if (effect.keepSlot) {
    putSlot(state, number, { ...slot, content: apart(state, state.content(effect.frame)), frame: -1 });
  } else if (isKept(state, effect.frame)) removeKeptSlot(state, number);
  else if (slot.references === 0) removeSlot(state, number);
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
