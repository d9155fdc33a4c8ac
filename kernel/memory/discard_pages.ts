/**
 * Discarding pages on advice (mm/madvise.c: madvise_dontneed_single_vma, madvise_free_pte_range).
 */

import { F_ANON, F_DIRTY, F_LAZY_FREE, F_SWAP_CACHE, FLAGS, MAPS } from "./frame.ts";
import { forEachRun } from "./protect_pages.ts";
import { isPresent, isZeroPage, PTE_GUARD, PTE_SWAPPED, pteFrame, pteKind } from "./pte.ts";
import type { Vma } from "./vma.ts";
import type { Transaction } from "../transaction.ts";

/** MADV_DONTNEED: every entry of the part becomes absent; guard markers stay. */
export function discardPages(tx: Transaction, vma: Vma, startPage: number, endPage: number): void {
  const isMapped = (pte: number) => pte !== 0 && pteKind(pte) !== PTE_GUARD;
  forEachRun(tx.state.space(vma.space), startPage, endPage, isMapped, (page, count) => {
    tx.emit({ kind: "pagesUnmap", space: vma.space, page, count });
  });
}

/**
 * MADV_FREE: the anonymous pages of the part may be dropped by reclaim until they are written again. Swapped-out ones
 * go at once; a changed page that somebody else maps too, and one whose swap slot somebody else names, are left alone.
 */
export function freePagesLazily(tx: Transaction, vma: Vma, startPage: number, endPage: number): void {
  const isSwapped = (pte: number) => pteKind(pte) === PTE_SWAPPED;
  forEachRun(tx.state.space(vma.space), startPage, endPage, isSwapped, (page, count) => {
    tx.emit({ kind: "pagesUnmap", space: vma.space, page, count });
  });
  const isAnonymousPage = (pte: number) => isPresent(pte) && !isZeroPage(pte);
  forEachRun(tx.state.space(vma.space), startPage, endPage, isAnonymousPage, (page, count) => {
    for (let at = page; at < page + count; at++) {
      freeFrameLazily(tx, pteFrame(tx.state.space(vma.space).pte(at)));
    }
  });
}

function freeFrameLazily(tx: Transaction, frame: number): void {
  const flags = tx.state.frameWord(frame, FLAGS);
  if ((flags & F_ANON) === 0 || (flags & F_SWAP_CACHE) !== 0) return;
  if ((flags & F_DIRTY) !== 0 && tx.state.frameWord(frame, MAPS) !== 1) return;
  tx.emit({ kind: "framesMark", frame, count: 1, set: F_LAZY_FREE, clear: F_DIRTY });
}
