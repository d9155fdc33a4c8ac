/**
 * What a disk decides: which blocks pages get, and what making a file durable takes (fs/ext4: ext4_map_blocks,
 * ext4_sync_file; fs/jbd2).
 *
 *      fsync       changed in the running transaction?   ──▶ commit, with everything else that runs
 *                  only data was written                 ──▶ flush of the device
 *      fdatasync   the same, but only size and blocks count
 *
 *   PO1  A commit comes after the data that its blocks hold: a block that survives has been written (ordered mode). Pages that
 *        a file was cut within are written for that; all others were when they got their blocks.
 *   PO2  When enough is committed, it is written home before the next commit.
 */

import { cacheEnd, dirtyPages, type DiskPort, type Transaction, writeBack } from "@palimpsest/kernel";
import { type Disk, diskOf } from "./disk.ts";
import type { Journal } from "./journal.ts";

/** Committed changes above which a commit writes them home first. */
const JOURNAL_CHANGES = 1024;

/** What the disk decides. */
export const diskPort: DiskPort = { beforeWrite, afterGrowth, sync };

/** Gives blocks to those pages of a run that have none. */
function beforeWrite(tx: Transaction, inode: number, index: number, count: number): void {
  const disk = diskOf(tx.state);
  if (disk.attributesOf(inode) === undefined) return;
  const end = index + count;
  for (let page = index; page < end;) {
    if (hasBlock(disk, inode, page)) {
      page++;
      continue;
    }
    let wanted = 1;
    while (page + wanted < end && !hasBlock(disk, inode, page + wanted)) wanted++;
    page += takeBlocks(tx, disk, inode, page, wanted);
  }
}

function hasBlock(disk: Disk, inode: number, page: number): boolean {
  return (disk.current.blockOf(inode, page) ?? 0) > 0;
}

/** Takes up to `wanted` blocks: of the first free run, or new ones; how many. */
function takeBlocks(tx: Transaction, disk: Disk, inode: number, index: number, wanted: number): number {
  const run = disk.free.first() ?? { block: disk.nextBlock, count: wanted };
  const count = Math.min(run.count, wanted);
  tx.emitForeign({ kind: "blocksTake", inode, index, count, block: run.block });
  return count;
}

/** A file was made longer without being written: the disk learns of it at once (ext4_setattr, ext4_fallocate). */
function afterGrowth(tx: Transaction, inode: number): void {
  const attributes = diskOf(tx.state).attributesOf(inode);
  const { sizeBytes } = tx.state.inode(inode);
  if (attributes === undefined || attributes.sizeBytes === sizeBytes) return;
  tx.emitForeign({ kind: "diskSize", inode, sizeBytes });
}

/** Makes durable what was written back of a file. */
function sync(tx: Transaction, inode: number, isDataOnly: boolean): void {
  const disk = diskOf(tx.state);
  const found = disk.current.inodes.get(inode);
  if (found === undefined) return;
  const changedIn = isDataOnly ? found.readingChangedIn : found.changedIn;
  if (changedIn === disk.journal.runningId) commitRunning(tx);
  else if (disk.device.waitingCount > 0) tx.emitForeign({ kind: "deviceFlush" });
}

/** Commits the running transaction, if there is anything in it. */
export function commitRunning(tx: Transaction): void {
  const { journal } = diskOf(tx.state);
  if (journal.runningCount === 0) return;
  writeZeroed(tx, journal);
  if (journal.committedCount >= JOURNAL_CHANGES) tx.emitForeign({ kind: "journalCheckpoint" });
  tx.emitForeign({ kind: "journalCommit", transaction: journal.runningId });
}

/** Writes the pages that files of the running transaction were cut within (ext4_jbd2_inode_add_write). */
function writeZeroed(tx: Transaction, journal: Journal): void {
  const { committedEnd, end } = journal;
  for (let number = committedEnd; number < end; number++) {
    const cut = journal.change(number);
    if (cut.what === "zeroed" && tx.state.inodes.get(cut.inode) !== undefined) {
      writeBack(tx, cut.inode, cut.index, 1);
    }
  }
}

/**
 * A file is about to take the name of another one: what is new in it is written back first, so that the name does not lead to an
 * empty file after the next commit (ext4_rename: ext4_alloc_da_blocks).
 */
export function writeReplacement(tx: Transaction, inodeId: number): void {
  const { current } = diskOf(tx.state);
  if (current.inodes.get(inodeId) === undefined) return;
  const inode = tx.state.inode(inodeId);
  for (const index of dirtyPages(tx.state, inode)) {
    if ((current.blockOf(inodeId, index) ?? 0) === 0) return writeBack(tx, inodeId, 0, cacheEnd(inode));
  }
}

/** Makes everything durable that was written: of all files of the disk. */
export function syncDisk(tx: Transaction): void {
  commitRunning(tx);
  if (diskOf(tx.state).device.waitingCount > 0) tx.emitForeign({ kind: "deviceFlush" });
}
