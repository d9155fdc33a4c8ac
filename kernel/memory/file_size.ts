/**
 * The size of a file in pages.
 */

import { PAGE_SIZE, pagesSpanning } from "../address.ts";
import { LARGEST_DISK_FILE_BYTES, LARGEST_MEMORY_FILE_BYTES } from "../limits.ts";
import type { Inode } from "../state/inode.ts";

/** Pages up to the end of a file; a fault behind them is SIGBUS. */
export function filePageCount(inode: Inode): number {
  return pagesSpanning(inode.sizeBytes);
}

/**
 * A page behind every one that is cached or swapped out, and not before the end of the file: pages of large folios, of
 * failed writes and of allocations may lie behind that.
 */
export function cacheEnd(inode: Inode): number {
  const { cache } = inode;
  let end = filePageCount(inode);
  for (let index = cache.nextLeaf(end); index >= 0; index = cache.nextLeaf(end)) {
    end = index - index % cache.leafRecords + cache.leafRecords;
  }
  return end;
}

/** Bytes of page `index` that lie before the end of the file: PAGE_SIZE but in the last page. */
export function bytesInPage(inode: Inode, index: number): number {
  return Math.max(0, Math.min(PAGE_SIZE, inode.sizeBytes - index * PAGE_SIZE));
}

/** The size that a file cannot exceed (s_maxbytes). */
export function largestSize(inode: Inode): number {
  return inode.isMemoryBacked ? LARGEST_MEMORY_FILE_BYTES : LARGEST_DISK_FILE_BYTES;
}
