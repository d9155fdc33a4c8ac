/**
 * Taking bytes out of the page cache (mm/truncate.c: truncate_inode_pages_range).
 *
 *      bytes    start                                     end
 *                 ▼                                        ▼
 *      |  page  | 0000 |   gone   |   gone   |   gone   | 00   |  page  |
 *
 *   FC1  Pages wholly inside go; of the pages at the edges the bytes inside become zero, where they are cached.
 *   FC2  Large folios at the edges are split, or stay as they are when they are dirty (folio_split.ts).
 */

import { PAGE_SIZE, pageOf, pagesSpanning } from "../address.ts";
import type { Inode } from "../state/inode.ts";
import type { Transaction } from "../transaction.ts";
import { folioAt, type FolioExtent } from "./folio.ts";
import { forgetDirty, isAnyDirty, makeDirty } from "./folio_dirty.ts";
import { hasDirtyEntry, splitFolio, unmapFolio } from "./folio_split.ts";
import { swapInShmem } from "./shmem_swap_in.ts";

/** Removes the bytes [startByte, endByte) of a file from the cache. Nothing outside the cache changes. */
export function cutFromCache(tx: Transaction, inodeId: number, startByte: number, endByte: number): void {
  if (endByte <= startByte) return;
  const firstPage = pageOf(startByte);
  const lastPage = pageOf(endByte - 1);
  let first = pagesSpanning(startByte);
  let end = pageOf(endByte);
  const head = cutEdge(tx, inodeId, firstPage, startByte, endByte);
  if (head !== undefined) first = head.index + head.pageCount;
  const tailIsHead = head !== undefined && lastPage < first;
  const tail = tailIsHead || lastPage === firstPage
    ? undefined
    : cutEdge(tx, inodeId, lastPage, startByte, endByte);
  if (tail !== undefined) end = tail.index;
  removePages(tx, inodeId, first, end);
}

function removePages(tx: Transaction, inodeId: number, first: number, end: number): void {
  if (first >= end) return;
  const leaf = tx.state.inode(inodeId).cache.nextLeaf(first);
  if (leaf < 0 || leaf >= end) return;
  tx.emit({ kind: "cacheRemove", inode: inodeId, index: first, count: end - first });
}

/** Cuts the folio that holds page `index`, if it is not wholly inside; the folio, when it stays as it is. */
function cutEdge(
  tx: Transaction,
  inodeId: number,
  index: number,
  startByte: number,
  endByte: number,
): FolioExtent | undefined {
  const inode = bringSwappedEdge(tx, tx.state.inode(inodeId), index, startByte, endByte);
  if (inode.cachedFrame(index) < 0) return undefined;
  const folio = folioAt(tx.state, inode, index);
  const folioStart = folio.index * PAGE_SIZE;
  const folioEnd = folioStart + folio.pageCount * PAGE_SIZE;
  if (startByte <= folioStart && endByte >= folioEnd) return undefined;
  const cutStart = Math.max(startByte, folioStart);
  const cutEnd = Math.min(endByte, folioEnd);
  if (folio.pageCount === 1) {
    zeroCached(tx, inodeId, cutStart, cutEnd);
    return undefined;
  }
  const isWritten = hasDirtyEntry(tx, inodeId, folio);
  unmapFolio(tx, inodeId, folio);
  const firstInside = pagesSpanning(cutStart);
  const endInside = Math.max(firstInside, pageOf(cutEnd));
  if (
    isAnyDirty(tx.state, inode, folio.index, firstInside) ||
    isAnyDirty(tx.state, inode, endInside, folio.index + folio.pageCount)
  ) {
    zeroCached(tx, inodeId, cutStart, cutEnd);
    const cut = tx.state.inode(inodeId);
    if (isWritten) makeDirty(tx, cut, folio.index, folio.index + folio.pageCount);
    else forgetDirty(tx, cut, firstInside, endInside);
    return folio;
  }
  const cuts = cutEnd < folioEnd ? [pageOf(cutStart), pageOf(cutEnd)] : [pageOf(cutStart)];
  splitFolio(tx, inodeId, folio, cuts);
  if (cutStart % PAGE_SIZE !== 0) {
    zeroCached(tx, inodeId, cutStart, Math.min(cutEnd, pagesSpanning(cutStart) * PAGE_SIZE));
  }
  if (cutEnd % PAGE_SIZE !== 0) {
    zeroCached(tx, inodeId, Math.max(cutStart, pageOf(cutEnd) * PAGE_SIZE), cutEnd);
  }
  return undefined;
}

/** A swapped-out shmem page that is cut within comes back first; the inode as it stands then. */
function bringSwappedEdge(
  tx: Transaction,
  inode: Inode,
  index: number,
  startByte: number,
  endByte: number,
): Inode {
  const isInside = startByte <= index * PAGE_SIZE && endByte >= (index + 1) * PAGE_SIZE;
  if (isInside || inode.swapSlot(index) < 0) return inode;
  tx.reserve(1);
  swapInShmem(tx, tx.state.inode(inode.id), index);
  return tx.state.inode(inode.id);
}

/** Makes the bytes [startByte, endByte) of cached pages zero; pages that are zero already stay clean. */
export function zeroCached(tx: Transaction, inodeId: number, startByte: number, endByte: number): void {
  const inode = tx.state.inode(inodeId);
  for (let at = startByte; at < endByte;) {
    const index = pageOf(at);
    const partEnd = Math.min(endByte, (index + 1) * PAGE_SIZE);
    const frame = inode.cachedFrame(index);
    if (frame >= 0 && tx.state.content(frame) !== 0) {
      const offset = at - index * PAGE_SIZE;
      tx.emit({ kind: "bytesFill", frame, offset, lengthBytes: partEnd - at, value: 0 });
    }
    at = partEnd;
  }
}
