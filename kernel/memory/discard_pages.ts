/**
 * Discarding pages on advice (mm/madvise.c: madvise_dontneed_single_vma, madvise_free_pte_range).
 */

import { F_ANON, F_DIRTY, F_LAZY_FREE, F_SWAP_CACHE, FLAGS, MAPS } from "./frame.ts";
import { forEachRun } from "./protect_pages.ts";
import { isPresent, isZeroPage, PTE_DIRTY, PTE_GUARD, PTE_SWAPPED, pteFrame, pteKind } from "./pte.ts";
import { giveUpSlot } from "./swap_slot.ts";
import type { Vma } from "./vma.ts";
import { VM } from "./vma_flags.ts";
import type { WordTable } from "../state/word_table.ts";
import type { Transaction } from "../transaction.ts";

/**
 * MADV_DONTNEED: every entry of the part becomes absent; guard markers stay. Without such markers that is one effect,
 * from the first entry to the last.
 */
export function discardPages(tx: Transaction, vma: Vma, startPage: number, endPage: number): void {
  const space = tx.state.space(vma.space);
  if ((vma.flags & VM.MAYBE_GUARD) === 0) {
    const page = firstEntry(space.pages, startPage, endPage);
    if (page < 0) return;
    const count = lastEntry(space.pages, page, endPage) + 1 - page;
    tx.frequent.pagesUnmap({ space: vma.space, page, count });
    return;
  }
  const isMapped = (pte: number) => pte !== 0 && pteKind(pte) !== PTE_GUARD;
  forEachRun(space, startPage, endPage, isMapped, (page, count) => {
    tx.frequent.pagesUnmap({ space: vma.space, page, count });
  });
}

/** The first page of a part that has an entry, or -1. */
function firstEntry(pages: WordTable, startPage: number, endPage: number): number {
  for (
    let page = pages.nextLeaf(startPage, endPage);
    page >= 0 && page < endPage;
    page = pages.nextLeaf(page, endPage)
  ) {
    const leaf = pages.peek(page);
    const leafEnd = Math.min(endPage, pages.leafEnd(page));
    for (let at = pages.at; page < leafEnd; page++, at++) if (leaf[at] !== 0) return page;
  }
  return -1;
}

/** The last page of a part that has an entry; its first page has one. */
function lastEntry(pages: WordTable, startPage: number, endPage: number): number {
  let last = startPage;
  for (let page = startPage; page >= 0 && page < endPage; page = pages.nextLeaf(page, endPage)) {
    const leaf = pages.peek(page);
    const leafEnd = Math.min(endPage, pages.leafEnd(page));
    for (let at = pages.at; page < leafEnd; page++, at++) if (leaf[at] !== 0) last = page;
  }
  return last;
}

/**
 * MADV_FREE: the anonymous pages of the part may be dropped by reclaim until they are written again. Swapped-out ones
 * go at once; a page whose swap slot somebody else names is left alone, as is a shared one that kept its slot. Of one that others map too only this entry
 * forgets that it was written: the others may need it.
 */
export function freePagesLazily(tx: Transaction, vma: Vma, startPage: number, endPage: number): void {
  const isSwapped = (pte: number) => pteKind(pte) === PTE_SWAPPED;
  forEachRun(tx.state.space(vma.space), startPage, endPage, isSwapped, (page, count) => {
    tx.frequent.pagesUnmap({ space: vma.space, page, count });
  });
  const isAnonymousPage = (pte: number) => isPresent(pte) && !isZeroPage(pte);
  forEachRun(tx.state.space(vma.space), startPage, endPage, isAnonymousPage, (page, count) => {
    for (let at = page; at < page + count; at++) freePageLazily(tx, vma, at);
  });
}

function freePageLazily(tx: Transaction, vma: Vma, page: number): void {
  const pte = tx.state.space(vma.space).pte(page);
  const frame = pteFrame(pte);
  const flags = tx.state.frameWord(frame, FLAGS);
  if ((flags & F_ANON) === 0 || (flags & F_SWAP_CACHE) !== 0) return;
  const isShared = tx.state.frameWord(frame, MAPS) !== 1;
  if (tx.state.frameSlot(frame) >= 0) {
    if (isShared) return;
    giveUpSlot(tx, frame);
  }
  tx.frequent.framesMark({ frame, count: 1, set: F_LAZY_FREE, clear: isShared ? 0 : F_DIRTY });
  if (isShared && (pte & PTE_DIRTY) !== 0) {
    tx.emit({ kind: "pagesReadOnly", space: vma.space, page, count: 1, clean: true });
  }
}
