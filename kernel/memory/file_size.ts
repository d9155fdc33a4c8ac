/**
 * The size of a file in pages.
 */

import { PAGE_SIZE, pagesSpanning } from "../address.ts";
import { LARGEST_DISK_FILE_BYTES, LARGEST_MEMORY_FILE_BYTES } from "../limits.ts";
import type { Inode } from "../state/inode.ts";

/** Pages that the largest folio may reach beyond the end of its file, all of them. */
export const PAGES_BEYOND_END = 512;

/** Pages up to the end of a file; a fault behind them is SIGBUS. */
export function filePageCount(inode: Inode): number {
  return pagesSpanning(inode.sizeBytes);
}

/** Bytes of page `index` that lie before the end of the file: PAGE_SIZE but in the last page. */
export function bytesInPage(inode: Inode, index: number): number {
  return Math.max(0, Math.min(PAGE_SIZE, inode.sizeBytes - index * PAGE_SIZE));
}

/** The size that a file cannot exceed (s_maxbytes). */
export function largestSize(inode: Inode): number {
  return inode.isMemoryBacked ? LARGEST_MEMORY_FILE_BYTES : LARGEST_DISK_FILE_BYTES;
}
