/**
 * Reading a regular file through the page cache (mm/filemap.c: filemap_read; mm/shmem.c: shmem_file_read_iter).
 *
 *     disk           batches of cached pages; a miss reads ahead, and so does a marked page at the end of a batch
 *     memory-backed  page by page; a hole gives zeros and stays a hole
 *     from before a recording   unknown bytes, where no page is cached; nothing is taken into the cache
 */

import { offsetInPage, PAGE_SIZE, pageOf, pagesSpanning } from "../address.ts";
import { EFAULT } from "../errno.ts";
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

/** Reads up to `lengthBytes` > 0 bytes at `position`; how many, or -EFAULT when not even one could be delivered. */
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
  while (done < wanted) {
    const at = position + done;
    const index = pageOf(at);
    if (isBatched && index >= readyEnd) readyEnd = index + readyBatch(tx, file.id, index, lastIndex);
    const partBytes = Math.min(PAGE_SIZE - offsetInPage(at), wanted - done);
    const copied = sink(done, partBytes, pageContent(tx, file.inode, index, offsetInPage(at)));
    done += copied;
    if (copied < partBytes) break;
  }
  if (isBatched && wanted > 0) noteReadEnd(tx, tx.state.file(file.id), position + done);
  return done === 0 && wanted > 0 ? -EFAULT : done;
}

/** What page `index` holds from `offset` on, for a sink. */
function pageContent(tx: Transaction, inodeId: number, index: number, offset: number): CopyPart {
  const inode = tx.state.inode(inodeId);
  const frame = inode.swapSlot(index) >= 0 ? swapInShmem(tx, inode, index).frame : inode.cachedFrame(index);
  if (frame >= 0) return fromFrame(tx, frame, offset);
  return fromValue(tx, index < inode.unknownPages ? -1 : 0);
}

/** Makes pages ready from `index` on, before `end`, and returns how many are (filemap_get_pages). */
function readyBatch(tx: Transaction, fileId: number, index: number, end: number): number {
  const file = () => tx.state.file(fileId);
  const inode = () => tx.state.inode(file().inode);
  let count = cachedBatch(tx, inode(), index, end);
  if (count === 0) {
    readAheadOfRead(tx, file(), index, end - index);
    insertAbsent(tx, file().inode, index, index + 1);
    count = cachedBatch(tx, inode(), index, end);
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
