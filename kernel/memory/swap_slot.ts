/**
 * Choosing swap slots: the lowest free one.
 *
 *   SS1  Choosing takes nothing; swapCacheInsert does. The choice depends on the slot map alone.
 */

import type { Transaction } from "../transaction.ts";

/** What freeSlot() returns when swap is full. */
export const NO_SLOT = -1;

/** How many swap slots are free. */
export function freeSlotCount(tx: Transaction): number {
  return tx.config.swapSlotCount - tx.state.slots.size;
}

/** The lowest free swap slot, or NO_SLOT. */
export function freeSlot(tx: Transaction): number {
  return freeSlotCount(tx) > 0 ? tx.state.slotMap.lowestFree() : NO_SLOT;
}

/** Gives a frame a free swap slot: it is in the swap cache then. Returns the slot, or NO_SLOT when swap is full. */
export function takeSlot(tx: Transaction, frame: number): number {
  const slot = freeSlot(tx);
  if (slot !== NO_SLOT) tx.emit({ kind: "swapCacheInsert", frame, slot });
  return slot;
}
