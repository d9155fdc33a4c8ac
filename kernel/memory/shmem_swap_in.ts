/**
 * Bringing a swapped-out shmem page back into its file's page cache (mm/shmem.c: shmem_swapin_folio).
 *
 *      cache entry names a slot ──▶ frame in the swap cache? ── no: read the slot (major) ──▶ cacheAdopt
 *                                           └───────────────── yes (minor) ───────────────────▲
 */

import { assertThat } from "../assert.ts";
import type { Inode } from "../state/inode.ts";
import type { Transaction } from "../transaction.ts";
import { allocateFrame, NO_FRAME, spareFrames } from "./frame_allocation.ts";
import type { CachedPage } from "./page_cache.ts";

/** Page `index`, whose cache entry names a swap slot, as it is in memory again. */
export function swapInShmem(tx: Transaction, inode: Inode, index: number): CachedPage {
  const slot = inode.swapSlot(index);
  const swapped = tx.state.slots.get(slot);
  assertThat(swapped !== undefined, () => `page ${index} of inode ${inode.id} names free swap slot ${slot}`);
  let frame = swapped.frame;
  const isMajor = frame < 0;
  if (isMajor) {
    frame = allocateFrame(tx);
    if (frame === NO_FRAME) return { frame, isMajor, startsAgain: false };
    tx.emit({ kind: "swapIn", frame, slot, anonVma: 0, inode: inode.id, index });
  }
  tx.emit({ kind: "cacheAdopt", inode: inode.id, index, frame });
  return { frame, isMajor, startsAgain: false };
}

/** Reads those of a run of pages that were swapped out into the swap cache, while there are frames to spare (MADV_WILLNEED). */
export function readSwappedShmem(tx: Transaction, inode: Inode, first: number, count: number): void {
  const end = first + count;
  for (
    let index = inode.cache.nextLeaf(first);
    index >= 0 && index < end && spareFrames(tx) > 0;
    index = inode.cache.nextLeaf(index + 1)
  ) {
    const slot = inode.swapSlot(index);
    if (slot < 0 || tx.state.slots.get(slot)!.frame >= 0) continue;
    tx.emit({ kind: "swapIn", frame: allocateFrame(tx), slot, anonVma: 0, inode: inode.id, index });
  }
}
