/**
 * What a file system on a disk decides when the kernel changes its files: which blocks take their pages, and when what was
 * changed is durable. The package that has such a file system brings its port (fs: disk); without one, storage is where
 * pages go and nothing more is known of it.
 *
 *      writeBack ── beforeWrite ──▶ blocks for the pages that have none      (delayed allocation)
 *      setFileSize, growFile ── afterGrowth ──▶ the longer size is the disk's too
 *      fsync, msync, O_SYNC ── sync ──▶ commit of the journal, or a flush of the device
 */

import type { Transaction } from "../transaction.ts";

/** What a disk decides. Inodes that are not its own are passed over. */
export interface DiskPort {
  /** The cached pages [index, index + count) of a file are about to be written back. */
  beforeWrite(tx: Transaction, inode: number, index: number, count: number): void;
  /** A file became longer without anything being written. */
  afterGrowth(tx: Transaction, inode: number): void;
  /** What was written back of a file, and what leads to it, is to be durable; with `isDataOnly` only what reading it takes. */
  sync(tx: Transaction, inode: number, isDataOnly: boolean): void;
}

/** No disk. */
export const NO_DISK: DiskPort = { beforeWrite() {}, afterGrowth() {}, sync() {} };
