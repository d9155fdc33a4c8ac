/**
 * Reading disk files ahead: which pages a miss brings into the cache (mm/readahead.c, mm/filemap.c of Linux 6.18).
 *
 *                        |<----- asyncSize ---------|
 *     |------------------- size ------------------->|
 *     |==================#==========================|
 *     ^start             ^the page marked F_READAHEAD: using it reads the next window
 *
 *     read() misses      a window from the page on, 4 times as large as asked, when it is the first page, or follows the
 *                        read before; else the cached run before it tells; else what was asked for
 *     a fault misses     8 MiB around the page; from the page to the end of the VMA for code; MADV_SEQUENTIAL like
 *                        read(); MADV_RANDOM the page alone, but not for code; MADV_HUGEPAGE 2 MiB folios
 *     a mark is hit      the window behind, four or two times as large, in folios four times as large
 *
 *   RA1  Nothing behind the page of the file's last byte is read.
 *   RA2  The state stands in the open file; it changes by fileReadahead.
 *   RA3  Nothing is reclaimed for what is read ahead: when memory runs low, less is (Linux tries once to reclaim).
 */

import { PAGE_SIZE, roundDown } from "../address.ts";
import type { OpenFile, Readahead } from "../state/open_file.ts";
import type { Transaction } from "../transaction.ts";
import { absentRun, CONTENT, insertPages } from "./cache_insert.ts";
import { missAbove, missBelow } from "./cache_walk.ts";
import { folioAt } from "./folio.ts";
import { F_READAHEAD } from "./frame.ts";
import { spareFrames } from "./frame_allocation.ts";
import type { Vma } from "./vma.ts";
import { vmaPageCount } from "./vma.ts";
import { VM } from "./vma_flags.ts";
import { filePageCount } from "./file_size.ts";

/** Pages that the disk reads ahead at most: 8 MiB (read_ahead_kb of the recorded machine). */
export const READAHEAD_PAGES = 2048;
/** The largest folio of the page cache: 2 MiB (MAX_PAGECACHE_ORDER). */
export const MAX_FOLIO_ORDER = 9;

/** A window to read: what becomes the open file's state. */
interface Window {
  start: number;
  size: number;
  asyncSize: number;
  order: number;
}

/** read() misses page `index` and wants `wantedCount` pages (page_cache_sync_ra). */
export function readAheadOfRead(tx: Transaction, file: OpenFile, index: number, wantedCount: number): void {
  const inode = tx.state.inode(file.inode);
  const window: Window = { start: index, size: 0, asyncSize: 1, order: 0 };
  if (index === 0 || wantedCount > READAHEAD_PAGES || follows(file.readahead, index)) {
    window.size = firstWindowSize(wantedCount);
    window.asyncSize = window.size > wantedCount ? window.size - wantedCount : Math.floor(window.size / 2);
  } else {
    const miss = missBelow(tx.state, inode, index - 1, READAHEAD_PAGES);
    const history = index - 1 - miss;
    if (history <= wantedCount) return readPlain(tx, file.inode, index, wantedCount, 0);
    window.size = Math.min((miss < 0 ? 2 * history : history) + wantedCount, READAHEAD_PAGES);
  }
  submit(tx, file, window);
}

/** Page `index`, marked for readahead, is used by one who wants `wantedCount` pages (page_cache_async_ra). */
export function readAheadOfMark(tx: Transaction, file: OpenFile, index: number, wantedCount: number): void {
  const inode = tx.state.inode(file.inode);
  const folio = folioAt(tx.state, inode, index);
  const frame = inode.cachedFrame(folio.index);
  tx.emit({ kind: "framesMark", frame, count: 1, set: 0, clear: F_READAHEAD });
  const { start, size, asyncSize, order } = file.readahead;
  const window: Window = { start: start + size, size, asyncSize, order: order + 2 };
  if (index === roundDown(start + size - asyncSize, folio.pageCount)) {
    window.size = Math.max(size, nextWindowSize(size));
  } else {
    const miss = missAbove(tx.state, inode, index + 1, READAHEAD_PAGES);
    if (miss - index > READAHEAD_PAGES) return;
    window.start = miss;
    window.size = nextWindowSize(miss - index + wantedCount);
  }
  const align = 2 ** Math.min(window.order, Math.log2(READAHEAD_PAGES));
  const alignedEnd = roundDown(window.start + window.size, align);
  if (alignedEnd > window.start) window.size = alignedEnd - window.start;
  window.asyncSize = window.size;
  submit(tx, file, window);
}

/** A fault of `vma` misses page `index` (do_sync_mmap_readahead). */
export function readAround(tx: Transaction, file: OpenFile, vma: Vma, index: number): void {
  const { flags } = vma;
  if ((flags & VM.HUGEPAGE) !== 0) return readHuge(tx, file, index, (flags & VM.RAND_READ) !== 0);
  if ((flags & (VM.RAND_READ | VM.EXEC)) === VM.RAND_READ) return;
  if ((flags & VM.SEQ_READ) !== 0) return readAheadOfRead(tx, file, index, READAHEAD_PAGES);
  if ((flags & VM.EXEC) !== 0) {
    const vmaEnd = vma.pageOffset + vmaPageCount(vma);
    const size = Math.min(index + READAHEAD_PAGES, vmaEnd) - index;
    return submit(tx, file, { start: index, size, asyncSize: 0, order: 0 });
  }
  const start = Math.max(0, index - READAHEAD_PAGES / 2);
  submit(tx, file, { start, size: READAHEAD_PAGES, asyncSize: READAHEAD_PAGES / 4, order: 0 });
}

function readHuge(tx: Transaction, file: OpenFile, index: number, isRandom: boolean): void {
  const hugePages = 2 ** MAX_FOLIO_ORDER;
  const first = roundDown(index, hugePages);
  const size = isRandom ? hugePages : 2 * hugePages;
  const window = { start: first, size, asyncSize: hugePages, order: MAX_FOLIO_ORDER };
  readOrdered(tx, file.inode, window);
  keepState(tx, file, { ...window, start: file.readahead.start });
}

/** Reads pages on demand, without a window (force_page_cache_ra: MADV_WILLNEED). */
export function readForced(tx: Transaction, inode: number, index: number, count: number): void {
  readPlain(tx, inode, index, Math.min(count, READAHEAD_PAGES), 0);
}

/** Notes where a read() ended. */
export function noteReadEnd(tx: Transaction, file: OpenFile, previousPosition: number): void {
  if (file.readahead.previousPosition === previousPosition) return;
  tx.emit({ kind: "fileReadahead", file: file.id, ...file.readahead, previousPosition });
}

function follows({ previousPosition }: Readahead, index: number): boolean {
  if (previousPosition < 0) return false;
  const step = index - Math.floor(previousPosition / PAGE_SIZE);
  return step === 0 || step === 1;
}

/** get_init_ra_size. */
function firstWindowSize(wantedCount: number): number {
  const size = 2 ** Math.ceil(Math.log2(wantedCount));
  if (size <= READAHEAD_PAGES / 32) return size * 4;
  return size <= READAHEAD_PAGES / 4 ? size * 2 : READAHEAD_PAGES;
}

/** get_next_ra_size. */
function nextWindowSize(size: number): number {
  if (size < READAHEAD_PAGES / 16) return size * 4;
  return size <= READAHEAD_PAGES / 2 ? size * 2 : READAHEAD_PAGES;
}

/** Reads a window and keeps it as the file's state. */
function submit(tx: Transaction, file: OpenFile, window: Window): void {
  readOrdered(tx, file.inode, window);
  keepState(tx, file, window);
}

function keepState(tx: Transaction, file: OpenFile, { start, size, asyncSize, order }: Window): void {
  const before = file.readahead;
  if (
    before.start === start && before.size === size && before.asyncSize === asyncSize && before.order === order
  ) return;
  const { previousPosition } = before;
  tx.emit({ kind: "fileReadahead", file: file.id, start, size, asyncSize, order, previousPosition });
}

/** Reads a window in folios of its order, up to the first that meets a cached page; the rest in pages (page_cache_ra_order). */
function readOrdered(tx: Transaction, inodeId: number, window: Window): void {
  const { start, size } = window;
  const last = Math.min(filePageCount(tx.state.inode(inodeId)) - 1, start + size - 1);
  window.order = Math.min(MAX_FOLIO_ORDER, window.order, Math.floor(Math.log2(size)));
  const mark = start + size - window.asyncSize;
  let index = start;
  while (index <= last) {
    const order = orderAt(index, window.order, last);
    const folioPages = 2 ** order;
    const room = order === 0 ? last + 1 - index : folioPages;
    const absent = absentRun(tx.state.inode(inodeId), index, index + room);
    const count = order === 0 ? absent : absent === room ? room : 0;
    if (count === 0 || !insertMarked(tx, inodeId, index, count, order, roundDown(mark, folioPages))) break;
    index += count;
  }
  if (index <= last) readPlain(tx, inodeId, index, size - (index - start), window.asyncSize);
}

/** The order of the folio at `index`: as large as asked, aligned, and not beyond the last page. */
function orderAt(index: number, wanted: number, last: number): number {
  let order = wanted;
  while (order > 0 && (index % 2 ** order !== 0 || index + 2 ** order - 1 > last)) order--;
  return order;
}

/** Reads those of `count` pages that are not cached, page by page (do_page_cache_ra). */
function readPlain(tx: Transaction, inodeId: number, index: number, count: number, lookahead: number): void {
  const last = filePageCount(tx.state.inode(inodeId)) - 1;
  if (index > last) return;
  const wanted = count > last - index ? last - index + 1 : count;
  const mark = lookahead <= wanted ? index + wanted - lookahead : -1;
  const end = index + wanted;
  for (let at = index; at < end;) {
    const absent = absentRun(tx.state.inode(inodeId), at, end);
    if (absent === 0) at++;
    else if (insertMarked(tx, inodeId, at, absent, 0, mark)) at += absent;
    else return;
  }
}

/**
 * Inserts pages and marks page `mark` when it is among them; false when memory has no room for all of them: then as many
 * come in as there is room for.
 */
function insertMarked(
  tx: Transaction,
  inode: number,
  index: number,
  count: number,
  order: number,
  mark: number,
): boolean {
  const room = spareFrames(tx);
  const taken = order > 0 && room < count ? 0 : Math.min(count, room);
  if (taken === 0) return false;
  insertPages(tx, { inode, index, count: taken, order, content: CONTENT.stored });
  if (mark >= index && mark < index + taken) {
    const frame = tx.state.inode(inode).cachedFrame(mark);
    tx.emit({ kind: "framesMark", frame, count: 1, set: F_READAHEAD, clear: 0 });
  }
  return taken === count;
}
