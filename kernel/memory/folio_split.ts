/**
 * Cutting folios: what becomes of a large folio when a part of it is to go (mm/truncate.c: truncate_inode_partial_folio).
 *
 *     clean    | 0 . . . | 4 . . . |      cut in page 1 ──▶  | 0 | 1 | 2 . | 4 . . . |       halves down to the cut,
 *                                                           then whole pages of the part go       from both its ends
 *     dirty    zeroed, and it stays as it is, even behind the end of the file. What is dirty of the part itself does not
 *              count, and is forgotten; but when a mapping had written to the folio, losing it makes all of it dirty
 *
 *   FS1  Either way no mapping keeps an entry for any page of the folio.
 *   FS2  Of the parts that a folio is split into, those that begin behind the end of the file go; the first one stays.
 */

import { assertThat } from "../assert.ts";
import type { Transaction } from "../transaction.ts";
import { filePageCount } from "./file_size.ts";
import { forEachMapping, unmapFilePages } from "./file_unmap.ts";
import { folioAt, type FolioExtent } from "./folio.ts";
import { ORDER_MASK, ORDER_SHIFT } from "./frame.ts";
import { isPresent, PTE_DIRTY, pteFrame } from "./pte.ts";

/**
 * Splits a large, clean folio so that pages `cut` and `secondCut` (when it lies in the folio) stand alone.
 *
 * The folio is unmapped everywhere.
 */
export function splitFolio(
  tx: Transaction,
  inodeId: number,
  folio: FolioExtent,
  cuts: readonly number[],
): void {
  for (const cut of cuts) {
    if (cut < folio.index || cut >= folio.index + folio.pageCount) continue;
    const part = folioAt(tx.state, tx.state.inode(inodeId), cut);
    if (part.pageCount > 1) splitAt(tx, inodeId, part, cut);
  }
  dropBehindEnd(tx, inodeId, folio);
}

/** Parts of a split folio that begin behind the end of the file leave the cache (FS2). */
function dropBehindEnd(tx: Transaction, inodeId: number, { index, pageCount }: FolioExtent): void {
  const fileEnd = filePageCount(tx.state.inode(inodeId));
  const end = index + pageCount;
  let first = index;
  while (first < fileEnd) first += folioAt(tx.state, tx.state.inode(inodeId), first).pageCount;
  first = Math.max(first, index + folioAt(tx.state, tx.state.inode(inodeId), index).pageCount);
  if (first < end) tx.emit({ kind: "cacheRemove", inode: inodeId, index: first, count: end - first });
}

/** Unmaps every page of a folio from every mapping. */
export function unmapFolio(tx: Transaction, inodeId: number, { index, pageCount }: FolioExtent): void {
  unmapFilePages(tx, inodeId, index, index + pageCount, false);
}

/** Whether a mapping has written to a folio since it was last clean: unmapping it then makes every block of it dirty. */
export function hasDirtyEntry(tx: Transaction, inodeId: number, { index, pageCount }: FolioExtent): boolean {
  const { state } = tx;
  const inode = state.inode(inodeId);
  let isFound = false;
  forEachMapping(inode, index, index + pageCount, ({ space, startPage, pageOffset }, page, endPage) => {
    for (; !isFound && page < endPage; page++) {
      const pte = state.space(space).pte(page);
      const frame = inode.cachedFrame(page - startPage + pageOffset);
      isFound = isPresent(pte) && (pte & PTE_DIRTY) !== 0 && pteFrame(pte) === frame;
    }
  });
  return isFound;
}

/** Halves the folio, then the half that holds `cut`, down to one page. */
function splitAt(tx: Transaction, inodeId: number, folio: FolioExtent, cut: number): void {
  let { index, pageCount } = folio;
  while (pageCount > 1) {
    pageCount /= 2;
    const upper = index + pageCount;
    const isInUpper = cut >= upper;
    setOrder(tx, inodeId, isInUpper ? index : upper, pageCount);
    if (isInUpper) index = upper;
  }
  setOrder(tx, inodeId, index, 1);
}

/** Gives the pages of a new folio their order, a run of frames at a time. */
function setOrder(tx: Transaction, inodeId: number, first: number, pageCount: number): void {
  const inode = tx.state.inode(inodeId);
  const order = Math.log2(pageCount);
  for (let at = first; at < first + pageCount;) {
    const frame = inode.cachedFrame(at);
    assertThat(frame >= 0, () => `page ${at} of inode ${inodeId} is part of a folio but not cached`);
    let count = 1;
    while (at + count < first + pageCount && inode.cachedFrame(at + count) === frame + count) count++;
    const bits = order << ORDER_SHIFT;
    tx.emit({ kind: "framesMark", frame, count, set: bits, clear: ORDER_MASK & ~bits });
    at += count;
  }
}
