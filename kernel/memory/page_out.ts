/**
 * Reclaim on advice: MADV_PAGEOUT (mm/madvise.c: madvise_cold_or_pageout_pte_range; mm/vmscan.c: shrink_folio_list).
 *
 * Only pages that one entry maps are taken.
 *     anonymous, lazily freed and clean     dropped
 *     of droppable memory (MAP_DROPPABLE)   dropped, written or not
 *     lazily freed, written again since     stays this time, and is not lazily freed any more
 *     anonymous                             to a swap slot, and out of memory once written; without swap they stay
 *     shmem                                 to a swap slot, likewise
 *     disk file, clean                      unmapped and out of the page cache; changed ones stay
 *
 * The swapped-out page stays in the swap cache: its write-back is not over when the call returns.
 */

import type { Transaction } from "../transaction.ts";
import {
  F_ANON,
  F_DIRTY,
  F_LAZY_FREE,
  F_LOCKED,
  F_SWAP_CACHE,
  FLAGS,
  frameIndex,
  MAPS,
  OWNER,
  SLOT,
} from "./frame.ts";
import { forEachRun } from "./protect_pages.ts";
import { isPresent, isWritable, isZeroPage, PTE_DIRTY, pteFrame } from "./pte.ts";
import { takeSlot } from "./swap_slot.ts";
import type { Vma } from "./vma.ts";
import { VM } from "./vma_flags.ts";

/** Takes the pages of a part of a VMA out of memory where that is possible. */
export function pageOut(tx: Transaction, vma: Vma, startPage: number, endPage: number): void {
  const isPage = (pte: number) => isPresent(pte) && !isZeroPage(pte);
  forEachRun(tx.state.space(vma.space), startPage, endPage, isPage, (page, count) => {
    for (let at = page; at < page + count; at++) pageOutOne(tx, vma, at);
  });
}

function pageOutOne(tx: Transaction, vma: Vma, page: number): void {
  const frame = pteFrame(tx.state.space(vma.space).pte(page));
  const flags = tx.state.frameWord(frame, FLAGS);
  if (tx.state.frameWord(frame, MAPS) !== 1 || (flags & F_LOCKED) !== 0) return;
  if ((flags & F_ANON) !== 0) pageOutAnonymous(tx, vma, page, frame, flags);
  else pageOutFile(tx, vma, page, frame, flags);
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
  const slot = (flags & F_SWAP_CACHE) !== 0 ? tx.state.frameWord(frame, SLOT) - 1 : takeSlot(tx, frame);
  if (slot >= 0) tx.emit({ kind: "pagesSwap", space: vma.space, page, slot });
}

function pageOutFile(tx: Transaction, vma: Vma, page: number, frame: number, flags: number): void {
  const inode = tx.state.frameWord(frame, OWNER);
  const index = frameIndex(tx.state.frames.peek(frame), tx.state.frames.offset(frame));
  if (tx.state.inode(inode).isMemoryBacked) {
    const slot = takeSlot(tx, frame);
    if (slot < 0) return;
    tx.emit({ kind: "pagesUnmap", space: vma.space, page, count: 1 });
    tx.emit({ kind: "cacheSwap", inode, index, slotPlusOne: slot + 1 });
  } else if ((flags & F_DIRTY) === 0) {
    tx.emit({ kind: "pagesUnmap", space: vma.space, page, count: 1 });
    tx.emit({ kind: "cacheRemove", inode, index, count: 1 });
  }
}
