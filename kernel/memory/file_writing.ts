/**
 * Writing a regular file through the page cache (mm/filemap.c: generic_perform_write; ext4_da_write_begin, shmem).
 *
 *   FW1  Pages that are not cached enter in folios: on a disk as large as what is left to write allows, aligned; on
 *        tmpfs one page each.
 *   FW2  A chunk is copied as far as its source needs no fault; the file grows up to there, even by nothing; then the rest of
 *        the chunk's source is faulted in, and the writing goes on. A source that cannot be read leaves the file grown up
 *        to there, and the pages that were to take it cached; new ones of a disk are dirty all the same.
 *   FW3  On a disk what was stored behind the old end through a mapping becomes zero when a write lands behind it, once its
 *        first chunk is in (ext4_da_do_write_end): so the chunk's pages, not the old end's, decide the folio.
 */

import { keptOffset, offsetInPage, PAGE_SIZE, pageOf, pagesSpanning } from "../address.ts";
import { EFAULT, EFBIG, ENOMEM } from "../errno.ts";
import { CACHED_PAGES_LIMIT } from "../limits.ts";
import type { Inode } from "../state/inode.ts";
import type { Transaction } from "../transaction.ts";
import { absentRun, CONTENT, insertPages } from "./cache_insert.ts";
import { zeroOldEnd } from "./file_truncate.ts";
import { folioAt, type FolioExtent } from "./folio.ts";
import { makeDirty } from "./folio_dirty.ts";
import { NO_FRAME, spareFrames } from "./frame_allocation.ts";
import { readUnread } from "./page_cache.ts";
import { MAX_FOLIO_ORDER } from "./readahead.ts";
import { swapInShmem } from "./shmem_swap_in.ts";
import type { Source } from "./transfer.ts";

const LARGEST_FOLIO_BYTES = 2 ** MAX_FOLIO_ORDER * PAGE_SIZE;

/** Writes up to `lengthBytes` > 0 bytes at `position`; how many, or -EFAULT (-ENOMEM) when not even one could be taken. */
export function writeFile(
  tx: Transaction,
  inodeId: number,
  position: number,
  lengthBytes: number,
  source: Source,
): number {
  if (pagesSpanning(position + lengthBytes) > CACHED_PAGES_LIMIT) return -EFBIG;
  const inode = tx.state.inode(inodeId);
  let oldEnd = inode.isMemoryBacked ? Infinity : inode.sizeBytes;
  let done = 0;
  let chunkLimit = LARGEST_FOLIO_BYTES;
  let freshEnd = 0;
  while (done < lengthBytes) {
    const at = position + done;
    const left = Math.min(lengthBytes - done, chunkLimit - at % chunkLimit);
    const wasCached = tx.state.inode(inodeId).cachedFrame(pageOf(at)) >= 0;
    const folio = folioForWrite(tx, inodeId, at, left);
    if (folio === undefined) return done > 0 ? done : -ENOMEM;
    const chunkBytes = Math.min(left, (folio.index + folio.pageCount) * PAGE_SIZE - at);
    const copied = fillPages(tx, inodeId, at, chunkBytes, done, source);
    growTo(tx, inodeId, at + copied);
    if (position > oldEnd) {
      zeroOldEnd(tx, inodeId, oldEnd, position);
      oldEnd = Infinity;
    }
    const isFresh = !wasCached && !inode.isMemoryBacked;
    if (isFresh) freshEnd = at + chunkBytes;
    if (copied === 0 || copied < chunkBytes && isFresh) chunkLimit = Math.max(PAGE_SIZE, chunkLimit / 2);
    if (copied === 0) tx.hold(tx.state.inode(inodeId).cachedFrame(pageOf(at)));
    if (copied === 0 && !source.prepare(done, chunkBytes)) {
      makeDirty(tx, tx.state.inode(inodeId), pageOf(at), pagesSpanning(freshEnd));
      return done > 0 ? done : -EFAULT;
    }
    done += copied;
  }
  return done;
}

function growTo(tx: Transaction, inode: number, sizeBytes: number): void {
  if (sizeBytes > tx.state.inode(inode).sizeBytes) {
    tx.emit({ kind: "inodeSize", inode, sizeBytes: keptOffset(sizeBytes) });
  }
}

/** Copies a chunk, which lies in cached pages; how much of it there was. */
function fillPages(
  tx: Transaction,
  inodeId: number,
  position: number,
  lengthBytes: number,
  before: number,
  source: Source,
): number {
  for (let done = 0; done < lengthBytes;) {
    const at = position + done;
    const offset = offsetInPage(at);
    const partBytes = Math.min(PAGE_SIZE - offset, lengthBytes - done);
    const frame = tx.state.inode(inodeId).cachedFrame(pageOf(at));
    const copied = source.copy(before + done, partBytes, frame, offset);
    done += copied;
    if (copied < partBytes) return done;
  }
  return lengthBytes;
}

/** The folio that the byte at `position` goes to, cached as needed; undefined when memory is full (write_begin). */
function folioForWrite(
  tx: Transaction,
  inodeId: number,
  position: number,
  lengthBytes: number,
): FolioExtent | undefined {
  const index = pageOf(position);
  if (tx.state.inode(inodeId).cachedFrame(index) < 0) tx.reserve(1);
  const inode = tx.state.inode(inodeId);
  if (inode.swapSlot(index) >= 0) swapInShmem(tx, inode, index);
  else if (inode.cachedFrame(index) < 0) {
    insertFolio(tx, inode, index, orderForWrite(tx, inode, position, lengthBytes));
  }
  const current = tx.state.inode(inodeId);
  const frame = current.cachedFrame(index);
  if (frame < 0) return undefined;
  readUnread(tx, frame);
  return folioAt(tx.state, current, index);
}

function insertFolio(tx: Transaction, inode: Inode, index: number, order: number): void {
  const isKnownZero = inode.storage.size === 0 && index >= inode.unknownPages;
  const content = isKnownZero ? CONTENT.zeros : CONTENT.stored;
  let left = order;
  while (insertPages(tx, { inode: inode.id, index, count: 2 ** left, order: left, content }) === NO_FRAME) {
    if (left === 0) return;
    left--;
  }
}

/** fgf_set_order, and what __filemap_get_folio makes of it: aligned, where nothing is cached, and while frames are spare. */
function orderForWrite(tx: Transaction, inode: Inode, position: number, lengthBytes: number): number {
  if (inode.isMemoryBacked) return 0;
  const index = pageOf(position);
  let order = Math.min(MAX_FOLIO_ORDER, Math.max(0, Math.floor(Math.log2(lengthBytes / PAGE_SIZE))));
  while (order > 0 && index % 2 ** order !== 0) order--;
  while (order > 0 && 2 ** order > spareFrames(tx)) order--;
  while (order > 0 && absentRun(inode, index, index + 2 ** order) < 2 ** order) order--;
  return order;
}
