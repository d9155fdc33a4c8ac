/**
 * Write-back: changed pages of disk files reach the storage (fs/ext4: ext4_writepages; mm/rmap.c: page_mkclean).
 *
 *   WB1  Whole folios are written: a dirty folio that the range touches, with all its pages before the end of the file.
 *   WB2  What lies in the last page behind the end of the file is zeroed first.
 *   WB3  Afterwards no mapping may write to the pages without a fault, and nothing of them is dirty.
 */

import { offsetInPage, pageOf } from "../address.ts";
import type { Inode } from "../state/inode.ts";
import type { Transaction } from "../transaction.ts";
import { zeroCached } from "./file_cut.ts";
import { filePageCount } from "./file_size.ts";
import { forEachMapping } from "./file_unmap.ts";
import { folioAt, type FolioExtent } from "./folio.ts";
import { isFolioDirty } from "./folio_split.ts";
import { F_DIRTY, FLAGS } from "./frame.ts";
import { forEachRun } from "./protect_pages.ts";
import { isPresent, PTE_DIRTY, PTE_WRITABLE, pteFrame } from "./pte.ts";
import { pageIndexIn } from "./vma.ts";

/** Writes back what is dirty of `count` pages of a file from `first` on; memory-backed files have nothing to write to. */
export function writeBack(tx: Transaction, inodeId: number, first: number, count: number): void {
  const inode = tx.state.inode(inodeId);
  if (inode.isMemoryBacked) return;
  for (const folio of dirtyFolios(tx, inode, first, first + count)) {
    writeFolio(tx, inodeId, folio);
    cleanMappings(tx, inodeId, folio);
  }
}

/** The dirty folios that pages [first, end) lie in; neighbours are joined, so that one effect writes them. */
function dirtyFolios(tx: Transaction, inode: Inode, first: number, end: number): FolioExtent[] {
  const found: { index: number; pageCount: number }[] = [];
  const { cache } = inode;
  for (let index = cache.nextLeaf(first); index >= 0 && index < end;) {
    if (inode.cachedFrame(index) < 0) {
      const next = index + 1;
      index = next % cache.leafRecords === 0 ? cache.nextLeaf(next) : next;
      continue;
    }
    const folio = folioAt(tx.state, inode, index);
    index = folio.index + folio.pageCount;
    if (!isFolioDirty(tx.state, inode, folio)) continue;
    const last = found.at(-1);
    if (last !== undefined && last.index + last.pageCount === folio.index) last.pageCount += folio.pageCount;
    else found.push({ ...folio });
  }
  return found;
}

function writeFolio(tx: Transaction, inodeId: number, { index, pageCount }: FolioExtent): void {
  const { sizeBytes } = tx.state.inode(inodeId);
  const fileEnd = filePageCount(tx.state.inode(inodeId));
  const end = index + pageCount;
  if (offsetInPage(sizeBytes) !== 0 && pageOf(sizeBytes) >= index && pageOf(sizeBytes) < end) {
    zeroCached(tx, inodeId, sizeBytes, fileEnd * 4096);
  }
  const writtenEnd = Math.min(end, fileEnd);
  if (index < writtenEnd) tx.emit({ kind: "storageWrite", inode: inodeId, index, count: writtenEnd - index });
  for (let at = Math.max(index, fileEnd); at < end; at++) {
    const frame = tx.state.inode(inodeId).cachedFrame(at);
    if ((tx.state.frameWord(frame, FLAGS) & F_DIRTY) !== 0) {
      tx.emit({ kind: "framesMark", frame, count: 1, set: 0, clear: F_DIRTY });
    }
  }
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
