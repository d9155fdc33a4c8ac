/**
 * Reclaim on advice: MADV_PAGEOUT (mm/madvise.c: madvise_cold_or_pageout_pte_range; mm/vmscan.c: shrink_folio_list).
 *
 * Only pages that one entry maps are taken.
 *     anonymous, lazily freed and clean     dropped
 *     of droppable memory (MAP_DROPPABLE)   dropped, written or not
 *     lazily freed, written again since     stays this time, and is not lazily freed any more
 *     anonymous                             to a swap slot; without swap they stay
 *     shmem, never written                  dropped: a hole again
 *     shmem                                 unmapped, and to a swap slot; without swap in the page cache only
 *     disk file, clean                      unmapped and out of the page cache; changed ones stay
 *
 * The swapped-out page stays in the swap cache: its write-back is not over when the call returns. It leaves memory at
 * once when there is nothing to write: when it kept its slot and is unchanged, or holds nothing but zeros (swap_writeout
 * notes that in a bitmap).
 */

import type { Transaction } from "../transaction.ts";
import {
  F_ANON,
  F_DIRTY,
  F_LAZY_FREE,
  F_LOCKED,
  FLAGS,
  frameIndex,
  HASH_HI,
  HASH_LO,
  MAPS,
  OWNER,
} from "./frame.ts";
import { forEachRun } from "./protect_pages.ts";
import { isPresent, isWritable, isZeroPage, PTE_DIRTY, pteFrame } from "./pte.ts";
import { NO_SLOT, takeBackSlots, takeSlot } from "./swap_slot.ts";
import type { Vma } from "./vma.ts";
import { VM } from "./vma_flags.ts";

/** Takes the pages of a part of a VMA out of memory where that is possible. */
export function pageOut(tx: Transaction, vma: Vma, startPage: number, endPage: number): void {
  const isPage = (pte: number) => isPresent(pte) && !isZeroPage(pte);
  forEachRun(tx.state.space(vma.space), startPage, endPage, isPage, (page, count) => {
    for (let at = page; at < page + count; at++) pageOutOne(tx, vma, at);
  });
  takeBackSlots(tx);
}

function pageOutOne(tx: Transaction, vma: Vma, page: number): void {
  const frame = pteFrame(tx.state.space(vma.space).pte(page));
  const flags = tx.state.frameWord(frame, FLAGS);
  if (tx.state.frameWord(frame, MAPS) !== 1 || (flags & F_LOCKED) !== 0) return;
  if ((flags & F_ANON) !== 0) pageOutAnonymous(tx, vma, page, frame, flags);
  else if (tx.state.inode(tx.state.frameWord(frame, OWNER)).isMemoryBacked) {
    pageOutShmem(tx, vma, page, frame);
  } else if ((flags & F_DIRTY) === 0) dropCached(tx, vma, page, frame);
}

function pageOutAnonymous(tx: Transaction, vma: Vma, page: number, frame: number, flags: number): void {
  const isDroppable = (vma.flags & VM.DROPPABLE) !== 0;
  if (isDroppable || (flags & F_LAZY_FREE) !== 0) {
    const pte = tx.state.space(vma.space).pte(page);
    const isWritten = (flags & F_DIRTY) !== 0 && (isWritable(pte) || (pte & PTE_DIRTY) !== 0);
    if (isDroppable || !isWritten) tx.emit({ kind: "pagesUnmap", space: vma.space, page, count: 1 });
    else tx.emit({ kind: "framesMark", frame, count: 1, set: 0, clear: F_LAZY_FREE });
    return;
  }
  const kept = tx.state.frameSlot(frame);
  const isWriteNeeded = (kept < 0 || isChanged(tx, vma, page, frame)) && !isZeros(tx, frame);
  const slot = kept >= 0 ? kept : takeSlot(tx, frame);
  if (slot === NO_SLOT) return;
  tx.emit({ kind: "pagesSwap", space: vma.space, page, slot });
  if (!isWriteNeeded) tx.emit({ kind: "swapCacheRemove", frame, keepSlot: true });
}

function pageOutShmem(tx: Transaction, vma: Vma, page: number, frame: number): void {
  const isNeverWritten = isZeros(tx, frame) && !isChanged(tx, vma, page, frame);
  if (isNeverWritten) return dropCached(tx, vma, page, frame);
  tx.emit({ kind: "pagesUnmap", space: vma.space, page, count: 1 });
  const slot = takeSlot(tx, frame);
  if (slot === NO_SLOT) return;
  const inode = tx.state.frameWord(frame, OWNER);
  tx.emit({ kind: "cacheSwap", inode, index: indexOf(tx, frame), slotPlusOne: slot + 1 });
  if (isZeros(tx, frame)) tx.emit({ kind: "swapCacheRemove", frame, keepSlot: true });
}

/** A page that can be had again goes out of the entry and the page cache. */
function dropCached(tx: Transaction, vma: Vma, page: number, frame: number): void {
  const inode = tx.state.frameWord(frame, OWNER);
  const index = indexOf(tx, frame);
  tx.emit({ kind: "pagesUnmap", space: vma.space, page, count: 1 });
  tx.emit({ kind: "cacheRemove", inode, index, count: 1 });
}

function indexOf(tx: Transaction, frame: number): number {
  return frameIndex(tx.state.frames.peek(frame), tx.state.frames.offset(frame));
}

/** Whether a page was written, or may have been, since it was read from swap or made. */
function isChanged(tx: Transaction, vma: Vma, page: number, frame: number): boolean {
  const pte = tx.state.space(vma.space).pte(page);
  if ((pte & PTE_DIRTY) !== 0 || (tx.state.frameWord(frame, FLAGS) & F_DIRTY) !== 0) return true;
  return tx.config.storesAreUnseen && isWritable(pte);
}

function isZeros(tx: Transaction, frame: number): boolean {
  return (tx.state.frameWord(frame, HASH_LO) | tx.state.frameWord(frame, HASH_HI)) === 0;
}
