/**
 * The page cache: how a page of a file comes into memory.
 *
 *   PC1  A cached page lies before the end of its file (IN2).
 *   PC2  Memory-backed files (tmpfs, shmem): a page that was never there is made of zeros, and is no major fault.
 *   PC3  Disk files: a page that is not cached is read, with those around it (readahead), and is a major fault. A hole is
 *        read like any page.
 *   PC4  A file that existed before a recording began (unknownStorage): its pages count as cached. They are taken
 *        into the cache when they are first looked at, and are no major faults.
 */

import { PAGE_SIZE, pagesSpanning } from "../address.ts";
import type { Inode } from "../state/inode.ts";
import type { Transaction } from "../transaction.ts";
import { allocateRun, NO_FRAME } from "./frame_allocation.ts";
import { swapInShmem } from "./shmem_swap_in.ts";
import type { Vma } from "./vma.ts";
import { VM } from "./vma_flags.ts";

/** Pages a disk is read ahead for a fault: 8 MiB, half of them before the page (bdi read_ahead_kb). */
export const READAHEAD_PAGES = 2048;

/** A page of a file that a fault or a read needs. */
export interface CachedPage {
  /** The frame that caches it, or NO_FRAME when memory is full. */
  readonly frame: number;
  /** Whether it had to be read from storage. */
  readonly isMajor: boolean;
}

/** How many pages of a file exist: those up to its end. */
export function filePageCount(inode: Inode): number {
  return pagesSpanning(inode.sizeBytes);
}

/**
 * Page `index` of a file for a fault: as it is cached, or brought in (filemap_fault, shmem_fault).
 *
 * @param index A page before the end of the file; the caller checked (SIGBUS).
 * @param vma The mapping that faults; MADV_RANDOM of it keeps from reading around.
 */
export function cachePage(tx: Transaction, inode: Inode, index: number, vma?: Vma): CachedPage {
  const frame = inode.cachedFrame(index);
  if (frame >= 0) return { frame, isMajor: false };
  if (inode.swapSlot(index) >= 0) return swapInShmem(tx, inode, index);
  const isGiven = index < inode.unknownPages;
  if (inode.isMemoryBacked || isGiven) {
    return { frame: insertPages(tx, inode.id, index, 1, isGiven), isMajor: false };
  }
  const randomly = vma !== undefined && (vma.flags & VM.RAND_READ) !== 0;
  readAround(tx, inode, index, randomly ? 1 : READAHEAD_PAGES);
  return { frame: tx.state.inode(inode.id).cachedFrame(index), isMajor: true };
}

/** Takes those of a run of pages into the cache that a recording presumes there (PC4); others stay as they are. */
export function presumeCached(tx: Transaction, inode: Inode, first: number, count: number): void {
  insertAbsent(tx, inode, first, Math.min(first + count, inode.unknownPages));
}

/** Reads a run of pages of a disk file into the cache, without mapping any (force_page_cache_readahead). */
export function readPages(tx: Transaction, inode: Inode, first: number, count: number): void {
  insertAbsent(tx, inode, first, Math.min(first + count, filePageCount(inode)));
}

/** Lets go of a file that has no names and is not open: its pages, storage and inode (evict). */
export function dropInode(tx: Transaction, id: number): void {
  const inode = tx.state.inode(id);
  if (inode.links > 0 || inode.openCount > 0) return;
  const pageCount = filePageCount(inode);
  if (pageCount > 0) {
    tx.emit({ kind: "cacheRemove", inode: id, index: 0, count: pageCount });
    tx.emit({ kind: "storageDiscard", inode: id, index: 0, count: pageCount });
  }
  tx.emit({ kind: "inodeRemove", inode: id });
}

/** Inserts pages that are not cached, in runs of frames; the frame of the first, or NO_FRAME when memory is full. */
function insertPages(tx: Transaction, inode: number, index: number, count: number, stored: boolean): number {
  let first = NO_FRAME;
  let near = index > 0 ? tx.state.inode(inode).cachedFrame(index - 1) : NO_FRAME;
  for (let done = 0; done < count;) {
    const run = allocateRun(tx, count - done, near);
    if (run.count === 0) return first;
    const content = stored ? 2 : 0;
    tx.emit({
      kind: "cacheInsert",
      inode,
      index: index + done,
      count: run.count,
      frame: run.frame,
      content,
      order: 0,
    });
    if (done === 0) first = run.frame;
    done += run.count;
    near = run.frame + run.count - 1;
  }
  return first;
}

function readAround(tx: Transaction, inode: Inode, index: number, windowPages: number): void {
  const first = Math.max(0, index - Math.floor(windowPages / 2));
  insertAbsent(tx, inode, first, Math.min(first + windowPages, filePageCount(inode)));
}

/** Reads what is not cached of the pages [first, end). */
function insertAbsent(tx: Transaction, inode: Inode, first: number, end: number): void {
  for (let index = first; index < end;) {
    const current = tx.state.inode(inode.id);
    if (current.cachedFrame(index) >= 0) {
      index++;
      continue;
    }
    let count = 1;
    while (index + count < end && current.cachedFrame(index + count) < 0) count++;
    if (insertPages(tx, inode.id, index, count, true) === NO_FRAME) return;
    index += count;
  }
}

/** Bytes of a page that lie before the end of a file: PAGE_SIZE but for the last page. */
export function bytesInPage(inode: Inode, index: number): number {
  return Math.max(0, Math.min(PAGE_SIZE, inode.sizeBytes - index * PAGE_SIZE));
}
