/**
 * Reading a regular file through the page cache (mm/filemap.c: filemap_read; mm/shmem.c: shmem_file_read_iter).
 *
 *     disk           batches of cached pages; a miss reads ahead, and so does a marked page at the end of a batch
 *     memory-backed  page by page; a hole gives zeros and stays a hole
 *     from before a recording   unknown bytes, where no page is cached; nothing is taken into the cache
 */

import { offsetInPage, PAGE_SIZE, pageOf, pagesSpanning } from "../address.ts";
import { EFAULT, ENOMEM } from "../errno.ts";
import type { Inode } from "../state/inode.ts";
import type { OpenFile } from "../state/open_file.ts";
import type { Transaction } from "../transaction.ts";
import { insertAbsent } from "./cache_insert.ts";
import { filePageCount } from "./file_size.ts";
import { folioAt } from "./folio.ts";
import { F_READAHEAD, F_UNREAD, FLAGS } from "./frame.ts";
import { isMarked, readUnread } from "./page_cache.ts";
import { noteReadEnd, readAheadOfMark, readAheadOfRead } from "./readahead.ts";
import { swapInShmem } from "./shmem_swap_in.ts";
import { fromFrame, fromValue, type Sink } from "./transfer.ts";
import type { CopyPart } from "./user_copy.ts";

/** Folios that one batch holds (PAGEVEC_SIZE). */
const BATCH_FOLIOS = 31;

/** What pageFrame() finds when no frame caches the page: it is a hole (or nobody knows it), or memory is full. */
const HOLE = -1;
const NO_MEMORY = -2;

/**
 * Reads up to `lengthBytes` > 0 bytes at `position`; how many, or, when not even one could be delivered, -EFAULT, or -ENOMEM
 * when memory is full.
 */
export function readFile(
  tx: Transaction,
  file: OpenFile,
  position: number,
  lengthBytes: number,
  sink: Sink,
): number {
  const inode = tx.state.inode(file.inode);
  const wanted = Math.max(0, Math.min(lengthBytes, inode.sizeBytes - position));
  const isBatched = !inode.isMemoryBacked && inode.unknownPages === 0;
  const lastIndex = Math.min(pagesSpanning(position + lengthBytes), filePageCount(inode));
  let done = 0;
  let readyEnd = 0;
  let failure: number = EFAULT;
  while (done < wanted) {
    const at = position + done;
    const index = pageOf(at);
    const isReady = index < readyEnd && tx.state.inode(file.inode).cachedFrame(index) >= 0;
    if (isBatched && !isReady) readyEnd = index + readyBatch(tx, file.id, index, lastIndex);
    const frame = pageFrame(tx, file.inode, index, isBatched);
    if (frame === NO_MEMORY) {
      failure = ENOMEM;
      break;
    }
    const partBytes = Math.min(PAGE_SIZE - offsetInPage(at), wanted - done);
    const copied = sink(done, partBytes, pageContent(tx, file.inode, index, frame, offsetInPage(at)));
    done += copied;
    if (copied < partBytes) break;
  }
  if (isBatched && wanted > 0) noteReadEnd(tx, tx.state.file(file.id), position + done);
  return done === 0 && wanted > 0 ? -failure : done;
}

/** The frame that caches page `index`, which is brought in when it was swapped out, or written back and dropped. */
function pageFrame(tx: Transaction, inodeId: number, index: number, isBatched: boolean): number {
  if (isOutOfMemory(tx.state.inode(inodeId), index)) tx.reserve(1);
  const inode = tx.state.inode(inodeId);
  const cached = inode.cachedFrame(index);
  if (cached >= 0) return cached;
  if (inode.swapSlot(index) >= 0) return orNoMemory(swapInShmem(tx, inode, index).frame);
  if (!isOutOfMemory(inode, index)) return isBatched ? NO_MEMORY : HOLE;
  insertAbsent(tx, inodeId, index, index + 1);
  return orNoMemory(tx.state.inode(inodeId).cachedFrame(index));
}

/** Whether a page that is not cached is neither a hole nor unknown. */
function isOutOfMemory(inode: Inode, index: number): boolean {
  if (inode.cachedFrame(index) >= 0) return false;
  return inode.swapSlot(index) >= 0 || !inode.isMemoryBacked && inode.storage.get(index) !== undefined;
}

function orNoMemory(frame: number): number {
  return frame >= 0 ? frame : NO_MEMORY;
}

/** What page `index` holds from `offset` on, for a sink. */
function pageContent(
  tx: Transaction,
  inodeId: number,
  index: number,
  frame: number,
  offset: number,
): CopyPart {
  if (frame === HOLE) return fromValue(tx, index < tx.state.inode(inodeId).unknownPages ? -1 : 0);
  tx.hold(frame);
  return fromFrame(tx, frame, offset);
}

/** Makes pages ready from `index` on, before `end`, and returns how many are (filemap_get_pages). */
function readyBatch(tx: Transaction, fileId: number, index: number, end: number): number {
  const file = () => tx.state.file(fileId);
  const inode = () => tx.state.inode(file().inode);
  if (inode().cachedFrame(index) < 0) tx.reserve(1);
  let count = cachedBatch(tx, inode(), index, end);
  if (count === 0) {
    readAheadOfRead(tx, file(), index, end - index);
    insertAbsent(tx, file().inode, index, index + 1);
    count = cachedBatch(tx, inode(), index, end);
    if (count === 0) return 0;
  }
  const last = index + count - 1;
  const frame = inode().cachedFrame(last);
  if (frame < 0) return 1;
  readUnread(tx, frame);
  if (isMarked(tx, inode(), last)) {
    const { index: head } = folioAt(tx.state, inode(), last);
    readAheadOfMark(tx, file(), head, end - head);
  }
  return count;
}

/** Cached pages from `index` on: up to a folio that is marked, that one included, and up to before one that is unread. */
function cachedBatch(tx: Transaction, inode: Inode, index: number, end: number): number {
  let next = index;
  for (let folios = 0; folios < BATCH_FOLIOS && next < end && inode.cachedFrame(next) >= 0; folios++) {
    const folio = folioAt(tx.state, inode, next);
    const flags = tx.state.frameWord(inode.cachedFrame(folio.index), FLAGS);
    if ((flags & F_UNREAD) !== 0 && folios > 0) break;
    next = folio.index + folio.pageCount;
    if ((flags & (F_READAHEAD | F_UNREAD)) !== 0) break;
  }
  return Math.min(next, end) - index;
}
