/**
 * Swapping neighbours in ahead of time (mm/swap_state.c: swap_vma_readahead).
 *
 *      entries of one page table, one VMA      │ s │ s │ . │ s │ F │ s │ p │ s │      F faults and is read from its slot
 *      an aligned window of 2^pageCluster        ▼   ▼       ▼       ▼       ▼        so are the other swap entries
 *
 *   SR1  What is read ahead is in the swap cache, mapped by nobody: the fault that comes for it is minor.
 *   SR2  Nothing is reclaimed for it: as many are read as there are frames to spare.
 *   SR3  The window is fixed. (Linux lets it grow and shrink with its hits, up to the same size.)
 */

import { PAGES_PER_TABLE, roundDown } from "../address.ts";
import type { Transaction } from "../transaction.ts";
import { allocateFrame, spareFrames } from "./frame_allocation.ts";
import { PTE_SWAPPED, pteFrame, pteKind } from "./pte.ts";
import { pageIndexIn, type Vma } from "./vma.ts";

/** Reads the neighbours of a page that was just swapped in; `ownerOf` says whose the page of an entry is. */
export function readSwapAhead(
  tx: Transaction,
  vma: Vma,
  page: number,
  ownerOf: (pte: number) => number,
): void {
  const windowPages = Math.min(2 ** tx.config.pageCluster, PAGES_PER_TABLE);
  const start = roundDown(page, windowPages);
  const end = Math.min(start + windowPages, vma.endPage);
  for (let at = Math.max(start, vma.startPage); at < end && spareFrames(tx) > 0; at++) {
    const pte = tx.state.space(vma.space).pte(at);
    if (pteKind(pte) !== PTE_SWAPPED) continue;
    const slot = pteFrame(pte);
    if (tx.state.slots.get(slot)!.frame >= 0) continue;
    const frame = allocateFrame(tx);
    tx.emit({ kind: "swapIn", frame, slot, anonVma: ownerOf(pte), inode: 0, index: pageIndexIn(vma, at) });
  }
}
