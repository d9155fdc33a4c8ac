/**
 * Unmapping pages of a file wherever they are mapped, through the file's reverse map (i_mmap).
 *
 *   FU1  Cutting a file drops every entry of the range: pages of the file and private copies alike (even_cows).
 *        Punching a hole leaves private copies, and swapped-out ones, alone.
 *   FU2  Guard markers stay in either case (zap_drop_markers).
 */

import type { Inode } from "../state/inode.ts";
import type { State } from "../state/state.ts";
import type { Transaction } from "../transaction.ts";
import { F_ANON, FLAGS } from "./frame.ts";
import { forEachRun } from "./protect_pages.ts";
import { isPresent, PTE_ABSENT, PTE_GUARD, pteFrame, pteKind } from "./pte.ts";
import type { Vma } from "./vma.ts";

/** Unmaps the file pages [first, end) from every mapping; with `evenCopies` private copies of them too. */
export function unmapFilePages(
  tx: Transaction,
  inodeId: number,
  first: number,
  end: number,
  evenCopies: boolean,
): void {
  forEachMapping(tx.state.inode(inodeId), first, end, ({ space }, startPage, endPage) => {
    const isDropped = (pte: number) => {
      const kind = pteKind(pte);
      if (kind === PTE_ABSENT || kind === PTE_GUARD) return false;
      return evenCopies || isPresent(pte) && isFilePage(tx.state, pte);
    };
    forEachRun(tx.state.space(space), startPage, endPage, isDropped, (page, count) => {
      tx.emit({ kind: "pagesUnmap", space, page, count });
    });
  });
}

function isFilePage(state: State, pte: number): boolean {
  return (state.frameWord(pteFrame(pte), FLAGS) & F_ANON) === 0;
}

/** Visits each part of a VMA that maps one of the file pages [first, end), as pages of its space. */
export function forEachMapping(
  inode: Inode,
  first: number,
  end: number,
  visit: (vma: Vma, startPage: number, endPage: number) => void,
): void {
  const found: Vma[] = [];
  inode.mappings.overlapping(first, end, (vma) => {
    found.push(vma);
  });
  for (const vma of found) {
    const shift = vma.startPage - vma.pageOffset;
    visit(vma, Math.max(vma.startPage, first + shift), Math.min(vma.endPage, end + shift));
  }
}
