/**
 * Changing the size of a file, and holes in it (mm/shmem.c, fs/ext4: setattr, punch hole, zero range, collapse, insert).
 *
 *                     tmpfs, shmem                          disk
 *     shrink          every entry behind the new end goes   the same; the rest of the last page becomes zero, and is
 *                     (private copies too); the rest of     read for that
 *                     the last cached page becomes zero
 *     grow            nothing else                          the rest of the old last page becomes zero
 *     hole            pages go; private copies stay         the same; edges as above
 *
 *   FT1  A mapping never keeps a page of the file that is not cached.
 *   FT2  Disk files: an edge page that is not cached is brought in to be zeroed; one that is a hole takes its place in
 *        the cache unread (F_UNREAD).
 */

import { keptOffset, offsetInPage, PAGE_SIZE, pageOf, pagesSpanning } from "../address.ts";
import type { Inode } from "../state/inode.ts";
import type { Transaction } from "../transaction.ts";
import { CONTENT, insertPages } from "./cache_insert.ts";
import { cutFromCache, zeroCached } from "./file_cut.ts";
import { unmapFilePages } from "./file_unmap.ts";
import { F_UNREAD } from "./frame.ts";
import { NO_FRAME } from "./frame_allocation.ts";
import { cacheEnd, filePageCount } from "./file_size.ts";
import { writeBack } from "./write_back.ts";

/** Gives a file another size (ftruncate, O_TRUNC). */
export function setFileSize(tx: Transaction, inodeId: number, sizeBytes: number): void {
  const inode = tx.state.inode(inodeId);
  const before = inode.sizeBytes;
  if (!inode.isMemoryBacked && sizeBytes > before) zeroOldEnd(tx, inodeId, before, pageEnd(before));
  const isReplaced = sizeBytes === 0 && !inode.isMemoryBacked && !inode.flushOnClose;
  if (sizeBytes !== before || isReplaced) {
    tx.emit({ kind: "inodeSize", inode: inodeId, sizeBytes: keptOffset(sizeBytes) });
    if (sizeBytes > before) tx.disk.afterGrowth(tx, inodeId);
  }
  if (inode.isMemoryBacked && sizeBytes > before) return;
  const firstGone = pagesSpanning(sizeBytes);
  const end = Math.max(cacheEnd(tx.state.inode(inodeId)), pagesSpanning(before));
  unmapFilePages(tx, inodeId, firstGone, end, true);
  cutFromCache(tx, inodeId, sizeBytes, end * PAGE_SIZE);
  if (inode.isMemoryBacked || sizeBytes > before) return;
  zeroEdge(tx, inodeId, sizeBytes, pageEnd(sizeBytes));
  discardStorage(tx, inodeId, firstGone, pagesSpanning(before));
}

/** Makes the bytes [startByte, startByte + lengthBytes) a hole; the size stays (FALLOC_FL_PUNCH_HOLE, MADV_REMOVE). */
export function punchHole(tx: Transaction, inodeId: number, startByte: number, lengthBytes: number): void {
  const inode = tx.state.inode(inodeId);
  if (inode.isMemoryBacked) return cutHole(tx, inodeId, startByte, startByte + lengthBytes);
  if (startByte >= inode.sizeBytes) return;
  const fileEnd = pageEnd(inode.sizeBytes);
  const endByte = startByte + lengthBytes > inode.sizeBytes ? fileEnd : startByte + lengthBytes;
  keepSize(tx, inode, startByte, startByte + lengthBytes);
  cutHole(tx, inodeId, startByte, endByte);
  zeroEdges(tx, inodeId, startByte, endByte);
  discardStorage(tx, inodeId, pagesSpanning(startByte), pageOf(endByte));
}

/**
 * Makes the bytes of a disk file zero, up to `endByte`; the file grows to `sizeBytes` (FALLOC_FL_ZERO_RANGE): before the cache
 * is cut when blocks at the edges are to be allocated for it, else after.
 */
export function zeroRange(
  tx: Transaction,
  inodeId: number,
  startByte: number,
  endByte: number,
  sizeBytes: number,
): void {
  const isAligned = offsetInPage(startByte) === 0 && offsetInPage(endByte) === 0;
  if (!isAligned) growFile(tx, inodeId, sizeBytes);
  keepSize(tx, tx.state.inode(inodeId), startByte, endByte);
  cutHole(tx, inodeId, startByte, endByte);
  discardStorage(tx, inodeId, pagesSpanning(startByte), pageOf(endByte));
  if (isAligned) growFile(tx, inodeId, sizeBytes);
  zeroEdges(tx, inodeId, startByte, endByte);
}

/** Takes whole pages out of a disk file; what follows moves down (FALLOC_FL_COLLAPSE_RANGE). */
export function collapseRange(
  tx: Transaction,
  inodeId: number,
  startByte: number,
  lengthBytes: number,
): void {
  emptyCacheFrom(tx, inodeId, startByte);
  const from = pageOf(startByte + lengthBytes);
  const to = pageOf(startByte);
  discardStorage(tx, inodeId, to, from);
  moveStorage(tx, inodeId, from, to);
  tx.emit({ kind: "inodeSize", inode: inodeId, sizeBytes: tx.state.inode(inodeId).sizeBytes - lengthBytes });
}

/** Puts a hole of whole pages into a disk file; what follows moves up (FALLOC_FL_INSERT_RANGE). */
export function insertRange(tx: Transaction, inodeId: number, startByte: number, lengthBytes: number): void {
  emptyCacheFrom(tx, inodeId, startByte);
  tx.emit({ kind: "inodeSize", inode: inodeId, sizeBytes: tx.state.inode(inodeId).sizeBytes + lengthBytes });
  tx.disk.afterGrowth(tx, inodeId);
  moveStorage(tx, inodeId, pageOf(startByte), pageOf(startByte + lengthBytes));
}

/**
 * Lets a file grow to `sizeBytes` as fallocate does; never shrinks it. On a disk both edges of what is added are zeroed, and
 * brought into the cache for that.
 */
export function growFile(tx: Transaction, inodeId: number, sizeBytes: number): void {
  const inode = tx.state.inode(inodeId);
  if (sizeBytes <= inode.sizeBytes) return;
  if (!inode.isMemoryBacked) zeroEdges(tx, inodeId, inode.sizeBytes, sizeBytes);
  tx.emit({ kind: "inodeSize", inode: inodeId, sizeBytes: keptOffset(sizeBytes) });
  tx.disk.afterGrowth(tx, inodeId);
}

/** As a disk file grows: what was stored behind its old end through a mapping must not become part of it. */
export function zeroOldEnd(tx: Transaction, inodeId: number, oldEnd: number, upToByte: number): void {
  zeroEdge(tx, inodeId, oldEnd, Math.min(upToByte, pageEnd(oldEnd)));
}

/**
 * The last pages of a file are about to go unwritten: the size that writing them back would have told the disk is told now
 * (ext4_update_disksize_before_punch).
 */
function keepSize(tx: Transaction, { id, sizeBytes }: Inode, startByte: number, endByte: number): void {
  if (startByte <= sizeBytes && endByte >= sizeBytes) tx.disk.afterGrowth(tx, id);
}

function pageEnd(byte: number): number {
  return pagesSpanning(byte) * PAGE_SIZE;
}

/**
 * The cached part of a hole: pages are unmapped (private copies stay) and leave the cache.
 *
 * A hole that ends within the first page unmaps everything from its first whole page on: the end that it hands to
 * unmap_mapping_range wraps around (mm/truncate.c truncate_pagecache_range, mm/shmem.c shmem_fallocate).
 */
function cutHole(tx: Transaction, inodeId: number, startByte: number, endByte: number): void {
  const first = pagesSpanning(startByte);
  const end = endByte < PAGE_SIZE ? Number.MAX_SAFE_INTEGER : pageOf(endByte);
  if (first < end) unmapFilePages(tx, inodeId, first, end, false);
  cutFromCache(tx, inodeId, startByte, endByte);
}

/** Zeroes what lies at the unaligned ends of a range (ext4_zero_partial_blocks). */
function zeroEdges(tx: Transaction, inodeId: number, startByte: number, endByte: number): void {
  if (offsetInPage(startByte) !== 0) zeroEdge(tx, inodeId, startByte, Math.min(endByte, pageEnd(startByte)));
  const tailStart = pageOf(endByte) * PAGE_SIZE;
  if (tailStart < endByte && tailStart >= startByte) zeroEdge(tx, inodeId, tailStart, endByte);
}

/** Zeroes a part of one page of a disk file, which is brought into the cache for it (FT2). */
function zeroEdge(tx: Transaction, inodeId: number, startByte: number, endByte: number): void {
  if (startByte >= endByte) return;
  const index = pageOf(startByte);
  if (tx.state.inode(inodeId).cachedFrame(index) < 0) tx.reserve(1);
  const inode = tx.state.inode(inodeId);
  if (inode.cachedFrame(index) < 0) {
    const frame = insertPages(tx, { inode: inodeId, index, count: 1, content: CONTENT.stored });
    if (frame === NO_FRAME) return;
    if (isHole(inode, index)) {
      tx.emit({ kind: "framesMark", frame, count: 1, set: F_UNREAD, clear: 0 });
      return;
    }
  }
  zeroCached(tx, inodeId, startByte, endByte);
}

/** Whether a page of a disk file has no storage of its own. */
function isHole(inode: Inode, index: number): boolean {
  return inode.storage.get(index) === undefined && index >= inode.unknownPages;
}

/** Writes back and drops everything from a page boundary on. */
function emptyCacheFrom(tx: Transaction, inodeId: number, startByte: number): void {
  const first = pageOf(startByte);
  const end = cacheEnd(tx.state.inode(inodeId));
  writeBack(tx, inodeId, first, end - first);
  unmapFilePages(tx, inodeId, first, end, true);
  cutFromCache(tx, inodeId, startByte, end * PAGE_SIZE);
}

function discardStorage(tx: Transaction, inodeId: number, first: number, end: number): void {
  const inode = tx.state.inode(inodeId);
  const stored = inode.storage.next(first);
  if (stored >= 0 && stored < end || first < Math.min(end, inode.unknownPages)) {
    tx.emit({ kind: "storageDiscard", inode: inodeId, index: first, count: end - first });
  }
}

function moveStorage(tx: Transaction, inodeId: number, from: number, toIndex: number): void {
  const inode = tx.state.inode(inodeId);
  const count = filePageCount(inode) - from;
  if (count > 0) tx.emit({ kind: "storageMove", inode: inodeId, index: from, count, toIndex });
}
