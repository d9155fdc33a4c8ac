/**
 * The page cache: how a page of a file comes into memory.
 *
 *   PC1  Memory-backed files (tmpfs, shmem): a page that was never there is made of zeros, and is no major fault; one
 *        that was swapped out comes back from its slot.
 *   PC2  Disk files: a page that is not cached is read, with those around it (readahead.ts), and is a major fault. A
 *        hole is read like any page.
 *   PC3  A file that existed before a recording began: its pages (below unknownPages) count as cached. They are taken
 *        into the cache when they are first looked at, and are no major faults.
 */

import type { Inode } from "../state/inode.ts";
import type { State } from "../state/state.ts";
import type { Transaction } from "../transaction.ts";
import { CONTENT, insertAbsent, insertPages } from "./cache_insert.ts";
import { folioAt } from "./folio.ts";
import { spareFrames } from "./frame_allocation.ts";
import { F_READAHEAD, F_UNREAD, FLAGS } from "./frame.ts";
import { READAHEAD_PAGES, readAheadOfMark, readAround, readForced } from "./readahead.ts";
import { swapInShmem } from "./shmem_swap_in.ts";
import type { Vma } from "./vma.ts";
import { VM } from "./vma_flags.ts";

/** A page of a file that a fault needs. */
export interface CachedPage {
  /** The frame that caches it, or NO_FRAME when memory is full. */
  readonly frame: number;
  /** Whether it had to be read from storage. */
  readonly isMajor: boolean;
  /** Whether Linux let go of its locks to read and takes the fault from its start again: fault-around runs once more. */
  readonly startsAgain: boolean;
}

/**
 * Page `index` of a file for a fault: as it is cached, or brought in (filemap_fault, shmem_fault).
 *
 * @param index A page before the end of the file; the caller checked (SIGBUS).
 * @param vma The mapping that faults: its advice and its open file decide what is read ahead.
 */
export function cachePage(tx: Transaction, inode: Inode, index: number, vma?: Vma): CachedPage {
  const frame = inode.cachedFrame(index);
  if (frame >= 0) {
    const hasRead = readUnread(tx, frame) && !inode.isMemoryBacked;
    return { frame, isMajor: false, startsAgain: hitMark(tx, inode, index, vma) || hasRead };
  }
  if (inode.swapSlot(index) >= 0) return swapInShmem(tx, inode, index);
  const isGiven = index < inode.unknownPages;
  if (inode.isMemoryBacked || isGiven) {
    const content = isGiven ? CONTENT.stored : CONTENT.zeros;
    const made = insertPages(tx, { inode: inode.id, index, count: 1, content });
    return { frame: made, isMajor: false, startsAgain: false };
  }
  if (vma !== undefined) readAround(tx, tx.state.file(vma.file), vma, index);
  insertAbsent(tx, inode.id, index, index + 1);
  return { frame: tx.state.inode(inode.id).cachedFrame(index), isMajor: true, startsAgain: true };
}

/** Reads a page that only had its place in the cache; whether it was one. */
export function readUnread(tx: Transaction, frame: number): boolean {
  if ((tx.state.frameWord(frame, FLAGS) & F_UNREAD) === 0) return false;
  tx.emit({ kind: "framesMark", frame, count: 1, set: 0, clear: F_UNREAD });
  return true;
}

/** Whether page `index` of a file is in memory: cached, and read. */
export function isInCache(state: State, inode: Inode, index: number): boolean {
  const frame = inode.cachedFrame(index);
  return frame >= 0 && (state.frameWord(frame, FLAGS) & F_UNREAD) === 0;
}

/** A cached page that carries the readahead mark starts the next window (do_async_mmap_readahead). */
function hitMark(tx: Transaction, inode: Inode, index: number, vma: Vma | undefined): boolean {
  if (vma === undefined || inode.isMemoryBacked || (vma.flags & VM.RAND_READ) !== 0) return false;
  if (!isMarked(tx, inode, index)) return false;
  readAheadOfMark(tx, tx.state.file(vma.file), index, READAHEAD_PAGES);
  return true;
}

/** Whether the folio of a cached page carries the readahead mark. */
export function isMarked(tx: Transaction, inode: Inode, index: number): boolean {
  const head = inode.cachedFrame(folioAt(tx.state, inode, index).index);
  return (tx.state.frameWord(head, FLAGS) & F_READAHEAD) !== 0;
}

/** Takes those of a run of pages into the cache that a recording presumes there (PC3); others stay as they are. */
export function presumeCached(tx: Transaction, inode: Inode, first: number, count: number): void {
  if (spareFrames(tx) < count) return;
  insertAbsent(tx, inode.id, first, Math.min(first + count, inode.unknownPages));
}

/** Reads a run of pages of a disk file into the cache; nothing waits for them (MADV_WILLNEED). */
export function readPages(tx: Transaction, inode: Inode, first: number, count: number): void {
  readForced(tx, inode.id, first, count);
}
