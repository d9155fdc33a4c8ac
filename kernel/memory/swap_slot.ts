/**
 * Choosing swap slots: the lowest free one; and which pages keep the slot that they came from.
 *
 *     swapped in by a read     the slot is kept while it is mapped: pushed out unchanged, the page need not be written
 *     … and swap is half full  the slot is given up, likewise when the page is written at once, or locked
 *     swap is full             all slots that are kept are given up, when the call is over    (swap_reclaim_full_clusters)
 *
 *   SS1  Choosing takes nothing; swapCacheInsert does. The choice depends on the slots alone.
 *   SS2  A slot that is kept can be had (availableSlotCount): who cannot do without takes it back (takeBackSlots).
 */

import { assertThat } from "../assert.ts";
import type { State } from "../state/state.ts";
import type { Transaction } from "../transaction.ts";
import { F_DIRTY, F_SWAP_CACHE, FLAGS } from "./frame.ts";

/** What freeSlot() and takeSlot() return when swap is full. */
export const NO_SLOT = -1;

/** How many swap slots are free. */
export function freeSlotCount(tx: Transaction): number {
  return tx.config.swapSlotCount - tx.state.slots.size;
}

/** The lowest free swap slot, or NO_SLOT. */
export function freeSlot(tx: Transaction): number {
  return freeSlotCount(tx) > 0 ? tx.state.slotMap.lowestFree() : NO_SLOT;
}

/** How many swap slots could be had: those that are free, and those that are kept for nothing but a second use. */
export function availableSlotCount(state: State, swapSlotCount: number): number {
  return swapSlotCount - state.slots.size + state.keptSlotCount;
}

/** Whether more than half of swap is in use: then no slot is kept for a second use (vm_swap_full). */
export function isSwapFull(tx: Transaction): boolean {
  return freeSlotCount(tx) * 2 < tx.config.swapSlotCount;
}

/** Gives a frame a free swap slot: it is in the swap cache then. Returns the slot, or NO_SLOT when swap is full. */
export function takeSlot(tx: Transaction, frame: number): number {
  const slot = freeSlot(tx);
  if (slot !== NO_SLOT) tx.emit({ kind: "swapCacheInsert", frame, slot });
  return slot;
}

/** A frame gives up the slot that it kept (folio_free_swap): what it holds is in memory alone from now on. */
export function giveUpSlot(tx: Transaction, frame: number): void {
  tx.emit({ kind: "swapCacheRemove", frame, keepSlot: false });
  tx.emit({ kind: "framesMark", frame, count: 1, set: F_DIRTY, clear: 0 });
}

/** When swap is full: the pages that keep a slot, up to so many, give it up. The search for them goes through all slots. */
export function takeBackSlots(tx: Transaction, limit: number = Infinity): void {
  if (freeSlotCount(tx) > 0 || tx.state.keptSlotCount === 0) return;
  const frames: number[] = [];
  for (const [, slot] of tx.state.slots.entries()) {
    if (frames.length >= limit) break;
    if (slot.references > 0 || (tx.state.frameWord(slot.frame, FLAGS) & F_SWAP_CACHE) !== 0) continue;
    frames.push(slot.frame);
  }
  assertThat(frames.length > 0, () => `${tx.state.keptSlotCount} slots are kept, and none is found`);
  for (const frame of frames) giveUpSlot(tx, frame);
}
