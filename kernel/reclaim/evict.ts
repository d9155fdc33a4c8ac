/**
 * Taking a page out of memory (mm/vmscan.c: shrink_folio_list).
 *
 *     anonymous                      slot ──▶ every entry becomes a swap entry ──▶ written, out of memory
 *     … freed lazily, or droppable   every entry absent
 *     memory-backed file             slot ──▶ unmapped ──▶ the cache names the slot ──▶ written, out of memory
 *     disk file                      changed: written back; unmapped; out of the cache
 *     in the swap cache only         written, out of memory
 *
 *   VI1  The caller asked whether the page may go (evictable.ts); a large folio goes as a whole.
 */

import { assertThat } from "../assert.ts";
import { folioAt } from "../memory/folio.ts";
import { isAnyDirty } from "../memory/folio_dirty.ts";
import { unmapFilePages } from "../memory/file_unmap.ts";
import { F_ANON, F_CACHED, F_USED, FLAGS, MAPS, OWNER } from "../memory/frame.ts";
import { takeBackSlots, takeSlot } from "../memory/swap_slot.ts";
import { writeBack } from "../memory/write_back.ts";
import type { Transaction } from "../transaction.ts";
import { isForgettable } from "./evictable.ts";
import { indexOfFrame, mappingsOf } from "./reverse_map.ts";

/** How many slots that others kept are taken back at once when swap is full. */
const BATCH_SLOTS = 32;

/** What became of pages that were taken out of memory, in pages. */
export interface Evicted {
  swappedOut: number;
  /** Of disk files, written back first. */
  written: number;
  dropped: number;
}

/** Takes the page in a frame, with its folio, out of memory, and counts it. */
export function evictFrame(tx: Transaction, frame: number, evicted: Evicted): void {
  const flags = tx.state.frameWord(frame, FLAGS);
  if ((flags & F_ANON) !== 0) evictAnonymous(tx, frame, evicted);
  else if ((flags & F_CACHED) === 0) evictSwapCached(tx, frame, evicted);
  else if (tx.state.inode(tx.state.frameWord(frame, OWNER)).isMemoryBacked) {
    evictShmem(tx, frame, evicted);
  } else evictFilePage(tx, frame, evicted);
  assertThat((tx.state.frameWord(frame, FLAGS) & F_USED) === 0, () => {
    return `frame ${frame} is still used: ${tx.state.frameWord(frame, MAPS)} entries, flags ${
      tx.state.frameWord(frame, FLAGS)
    }`;
  });
}

function evictAnonymous(tx: Transaction, frame: number, evicted: Evicted): void {
  const isDropped = isForgettable(tx.state, frame, tx.config.storesAreUnseen);
  const slot = isDropped ? -1 : slotOf(tx, frame);
  for (const { vma, page } of mappingsOf(tx.state, frame)) {
    if (isDropped) tx.emit({ kind: "pagesUnmap", space: vma.space, page, count: 1 });
    else tx.emit({ kind: "pagesSwap", space: vma.space, page, slot });
  }
  if (isDropped) evicted.dropped++;
  else evictSwapCached(tx, frame, evicted);
}

/** The slot of a frame: the one it has in the swap cache, or a new one. */
function slotOf(tx: Transaction, frame: number): number {
  const kept = tx.state.frameSlot(frame);
  if (kept >= 0) return kept;
  takeBackSlots(tx, BATCH_SLOTS);
  const slot = takeSlot(tx, frame);
  assertThat(slot >= 0, () => `no swap slot is free for frame ${frame}`);
  return slot;
}

function evictSwapCached(tx: Transaction, frame: number, evicted: Evicted): void {
  tx.emit({ kind: "swapCacheRemove", frame, keepSlot: true });
  evicted.swappedOut++;
}

function evictShmem(tx: Transaction, frame: number, evicted: Evicted): void {
  const inode = tx.state.frameWord(frame, OWNER);
  const index = indexOfFrame(tx.state, frame);
  const slot = slotOf(tx, frame);
  unmapFilePages(tx, inode, index, index + 1, false);
  tx.emit({ kind: "cacheSwap", inode, index, slotPlusOne: slot + 1 });
  evictSwapCached(tx, frame, evicted);
}

function evictFilePage(tx: Transaction, frame: number, evicted: Evicted): void {
  const inodeId = tx.state.frameWord(frame, OWNER);
  const inode = tx.state.inode(inodeId);
  const { index, pageCount } = folioAt(tx.state, inode, indexOfFrame(tx.state, frame));
  if (isAnyDirty(tx.state, inode, index, index + pageCount)) {
    writeBack(tx, inodeId, index, pageCount);
    evicted.written += pageCount;
  }
  unmapFilePages(tx, inodeId, index, index + pageCount, false);
  tx.emit({ kind: "cacheRemove", inode: inodeId, index, count: pageCount });
  evicted.dropped += pageCount;
}
