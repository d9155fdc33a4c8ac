/**
 * Swapping pages in ahead of time: the neighbours of one that faults (mm/swap_state.c: swap_vma_readahead), and those
 * that somebody said to need (mm/madvise.c: swapin_walk_pmd_entry).
 *
 *      entries of one page table, one VMA      │ s │ s │ . │ s │ F │ s │ p │ s │      F faults and is read from its slot
 *      an aligned window of 2^pageCluster        ▼   ▼       ▼       ▼       ▼        so are the other swap entries
 *
 *   SR1  What is read ahead is in the swap cache, mapped by nobody: the fault that comes for it is minor.
 *   SR2  Nothing is reclaimed for it: as many are read as there are frames to spare.
 *   SR3  The window is fixed. (Linux lets it grow and shrink with its hits, up to the same size.)
 */

import { PAGES_PER_TABLE, roundDown } from "../address.ts";
import { assertThat } from "../assert.ts";
import type { Transaction } from "../transaction.ts";
import { allocateFrame, spareFrames } from "./frame_allocation.ts";
import { forEachRun } from "./protect_pages.ts";
import { isSwapExclusive, PTE_SWAPPED, pteFrame, pteKind } from "./pte.ts";
import { pageIndexIn, type Vma } from "./vma.ts";

/** Reads the neighbours of a page that was just swapped in; the VMA has an anon_vma. */
export function readSwapAhead(tx: Transaction, vma: Vma, page: number): void {
  const windowPages = Math.min(2 ** tx.config.pageCluster, PAGES_PER_TABLE);
  const start = roundDown(page, windowPages);
  readSwapped(tx, vma, Math.max(start, vma.startPage), Math.min(start + windowPages, vma.endPage));
}

/** Reads the swapped-out pages of a part of a VMA, which has an anon_vma (MADV_WILLNEED). */
export function readSwapped(tx: Transaction, vma: Vma, startPage: number, endPage: number): void {
  const isSwapped = (pte: number) => pteKind(pte) === PTE_SWAPPED;
  forEachRun(tx.state.space(vma.space), startPage, endPage, isSwapped, (page, count) => {
    for (let at = page; at < page + count && spareFrames(tx) > 0; at++) readOne(tx, vma, at);
  });
}

function readOne(tx: Transaction, vma: Vma, page: number): void {
  const pte = tx.state.space(vma.space).pte(page);
  const slot = pteFrame(pte);
  if (tx.state.slots.get(slot)!.frame >= 0) return;
  const frame = allocateFrame(tx);
  const anonVma = isSwapExclusive(pte) ? vma.anonVma : rootAnonVma(tx, vma);
  tx.emit({ kind: "swapIn", frame, slot, anonVma, inode: 0, index: pageIndexIn(vma, page) });
}

/** The oldest anon_vma of a VMA: processes that share a page by fork are all linked to it (__folio_set_anon). */
export function rootAnonVma(tx: Transaction, { anonChain }: Vma): number {
  const root = anonChain.find((id) => tx.state.anonVma(id).parent === 0);
  assertThat(root !== undefined, () => `no root among the anon_vmas ${anonChain}`);
  return root;
}
