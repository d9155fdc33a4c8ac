/**
 * What a change of rights does to the pages that are there (mm/mprotect.c: change_protection).
 *
 *     rights lose write     no entry permits writing any more
 *     rights have write     private: entries of exclusive anonymous pages permit it at once, others fault
 *                           shared, memory-backed: all entries permit it
 *                           shared, on disk: entries that were written before and not cleaned since permit it
 */

import { F_ANON, F_EXCLUSIVE, FLAGS } from "./frame.ts";
import { isPresent, isWritable, isZeroPage, PTE_DIRTY, pteFrame } from "./pte.ts";
import type { Vma } from "./vma.ts";
import { VM } from "./vma_flags.ts";
import type { Space } from "../state/space.ts";
import type { State } from "../state/state.ts";
import type { Transaction } from "../transaction.ts";

/** Makes the entries of [startPage, endPage) agree with the rights that `vma` has now. */
export function protectPages(tx: Transaction, vma: Vma, startPage: number, endPage: number): void {
  const space = tx.state.space(vma.space);
  const first = space.pages.nextLeaf(startPage, endPage);
  if (first < 0 || first >= endPage) return;
  const count = endPage - startPage;
  if ((vma.flags & VM.WRITE) === 0) {
    tx.emit({ kind: "pagesReadOnly", space: vma.space, page: startPage, count, clean: false });
    return;
  }
  forEachRun(space, startPage, endPage, (pte) => mayBecomeWritable(tx.state, vma, pte), (page, run) => {
    tx.emit({ kind: "pagesWritable", space: vma.space, page, count: run });
  });
}

/** can_change_pte_writable. */
function mayBecomeWritable(state: State, vma: Vma, pte: number): boolean {
  if (!isPresent(pte) || isWritable(pte) || isZeroPage(pte)) return false;
  if ((vma.flags & VM.SHARED) === 0) {
    return (state.frameWord(pteFrame(pte), FLAGS) & (F_ANON | F_EXCLUSIVE)) === (F_ANON | F_EXCLUSIVE);
  }
  return state.inode(vma.inode).isMemoryBacked || (pte & PTE_DIRTY) !== 0;
}

/**
 * Visits the longest runs of pages whose entries satisfy `wanted`, walking only page tables that exist. The runs are
 * collected first: `visit` may change the entries.
 */
export function forEachRun(
  space: Space,
  startPage: number,
  endPage: number,
  wanted: (pte: number, page: number) => boolean,
  visit: (page: number, count: number) => void,
): void {
  const { pages } = space;
  const runs: number[] = [];
  let runStart = -1;
  let expected = -1;
  for (
    let page = pages.nextLeaf(startPage, endPage);
    page >= 0 && page < endPage;
    page = pages.nextLeaf(expected, endPage)
  ) {
    if (runStart >= 0 && page !== expected) {
      runs.push(runStart, expected - runStart);
      runStart = -1;
    }
    const leaf = pages.peek(page);
    let at = pages.at;
    expected = Math.min(endPage, pages.leafEnd(page));
    for (; page < expected; page++, at++) {
      const is = wanted(leaf[at], page);
      if (is && runStart < 0) runStart = page;
      if (!is && runStart >= 0) {
        runs.push(runStart, page - runStart);
        runStart = -1;
      }
    }
  }
  if (runStart >= 0) runs.push(runStart, expected - runStart);
  for (let index = 0; index < runs.length; index += 2) visit(runs[index], runs[index + 1]);
}
