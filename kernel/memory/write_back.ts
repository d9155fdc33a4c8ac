/**
 * Write-back: changed pages of disk files reach the storage (fs/ext4: ext4_writepages; mm/rmap.c: page_mkclean).
 *
 *   WB1  Whole folios are written: of each that the range touches all dirty pages, inside the range or not.
 *   WB2  What lies in the last page behind the end of the file is zeroed first.
 *   WB3  Afterwards no mapping may write to the pages without a fault, and nothing of them is dirty.
 */

import { PAGE_SIZE, pageOf } from "../address.ts";
import type { Inode } from "../state/inode.ts";
import type { Transaction } from "../transaction.ts";
import { zeroCached } from "./file_cut.ts";
import { filePageCount } from "./file_size.ts";
import { forEachMapping } from "./file_unmap.ts";
import { folioAt, type FolioExtent } from "./folio.ts";
import { dirtyPages, forgetDirty, isPageDirty } from "./folio_dirty.ts";
import { forEachRun } from "./protect_pages.ts";
import { isPresent, PTE_DIRTY, PTE_WRITABLE, pteFrame } from "./pte.ts";
import { pageIndexIn } from "./vma.ts";

/** Writes back what is dirty of `count` pages of a file from `first` on; memory-backed files have nothing to write to. */
export function writeBack(tx: Transaction, inodeId: number, first: number, count: number): void {
  const inode = tx.state.inode(inodeId);
  if (inode.isMemoryBacked) return;
  for (const run of dirtyRuns(tx, inode, first, first + count)) {
    writeRun(tx, inodeId, run);
    cleanMappings(tx, inodeId, run);
  }
}

/** The dirty folios that pages [first, end) lie in; neighbours are joined. */
function dirtyRuns(tx: Transaction, inode: Inode, first: number, end: number): FolioExtent[] {
  const found: { index: number; pageCount: number }[] = [];
  const from = inode.cachedFrame(first) < 0 ? first : folioAt(tx.state, inode, first).index;
  let last: { index: number; pageCount: number } | undefined;
  for (const index of dirtyPages(tx.state, inode, from)) {
    if (last !== undefined && index < last.index + last.pageCount) continue;
    const folio = folioAt(tx.state, inode, index);
    if (folio.index >= end) break;
    if (last !== undefined && last.index + last.pageCount === folio.index) last.pageCount += folio.pageCount;
    else found.push(last = { ...folio });
  }
  return found;
}

/** Writes the dirty pages of a run before the end of the file; those behind it have nowhere to go. */
function writeRun(tx: Transaction, inodeId: number, { index: first, pageCount }: FolioExtent): void {
  const inode = tx.state.inode(inodeId);
  const fileEnd = filePageCount(inode);
  const end = first + pageCount;
  const lastPage = pageOf(inode.sizeBytes);
  if (lastPage >= first && lastPage < end && isPageDirty(tx.state, inode, lastPage)) {
    zeroCached(tx, inodeId, inode.sizeBytes, fileEnd * PAGE_SIZE);
  }
  const writtenEnd = Math.min(end, fileEnd);
  for (let index = first; index < writtenEnd;) {
    let count = 0;
    while (index + count < writtenEnd && isPageDirty(tx.state, tx.state.inode(inodeId), index + count)) {
      count++;
    }
    if (count > 0) {
      tx.disk.beforeWrite(tx, inodeId, index, count);
      tx.emit({ kind: "storageWrite", inode: inodeId, index, count });
    }
    index += Math.max(1, count);
  }
  forgetDirty(tx, tx.state.inode(inodeId), Math.max(first, fileEnd), end);
}

/** page_mkclean: entries that map the pages of the file lose their right to write and their dirty bit. */
function cleanMappings(tx: Transaction, inodeId: number, { index, pageCount }: FolioExtent): void {
  forEachMapping(tx.state.inode(inodeId), index, index + pageCount, (vma, startPage, endPage) => {
    const inode = tx.state.inode(inodeId);
    const isChanged = (pte: number, page: number) =>
      isPresent(pte) && (pte & (PTE_WRITABLE | PTE_DIRTY)) !== 0 &&
      pteFrame(pte) === inode.cachedFrame(pageIndexIn(vma, page));
    forEachRun(tx.state.space(vma.space), startPage, endPage, isChanged, (page, count) => {
      tx.emit({ kind: "pagesReadOnly", space: vma.space, page, count, clean: true });
    });
  });
}
