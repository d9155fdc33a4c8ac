/**
 * The disk of a machine: the slice of the state that says what a power cut would leave.
 *
 *      page cache ── write-back ──▶ device: block contents, some only in its cache
 *      kernel, names ── followers ──▶ changes of metadata ──▶ journal ── checkpoint ──▶ home
 *                                             └──▶ current: the tree as the running kernel has it
 *
 *   DK1  Home and the changes of the journal give current, and the names that the running kernel has.
 *   DK2  A block holds one page of one file, or is free, or is to be free once the running transaction is committed. Only
 *        then can it be taken again: until then the tree that would survive may still need it.
 *   DK3  A page that lies in a block has been written to it: blocks are given as pages are written back (delayed allocation).
 *   DK4  The kernel's own storage of a page (Inode.storage) is what the device holds, cache included.
 */

import {
  addRecord,
  type CanonicalRecord,
  type Content,
  type Slice,
  type State,
  subtractRecord,
} from "@palimpsest/kernel";
import { BlockDevice } from "./block_device.ts";
import { type BlockRun, BlockRuns } from "./block_runs.ts";
import { attributeFields, type DiskAttributes, type DiskChange } from "./disk_change.ts";
import { DiskTree } from "./disk_tree.ts";
import { Journal } from "./journal.ts";

/** The name of the slice in State.slices. */
export const DISK_SLICE = "disk";
/** Record kind of an inode of the disk in the digest, of a page's block, and of the numbers of the device. */
const RECORD_DISK_INODE = 83;
const RECORD_DISK_PAGE = 84;
const RECORD_DISK = 85;

/** The disk of a state. */
export class Disk implements Slice {
  /** The first block that was never given: block 0 is the superblock. */
  nextBlock = 1;
  /** Contents of blocks. */
  device: BlockDevice;
  /** Changes of metadata that are not at home. */
  journal: Journal;
  /** The tree as the running kernel has it, without names. */
  current: DiskTree;
  /** The tree that is on the disk, outside of the journal. */
  home: DiskTree;
  /** Blocks below nextBlock that can be given. */
  free: BlockRuns;
  /** Blocks that are free once the running transaction is committed. */
  freeing: BlockRuns;

  private constructor(epoch: number) {
    this.device = BlockDevice.empty(epoch);
    this.journal = Journal.empty(epoch);
    this.current = DiskTree.empty(epoch);
    this.home = DiskTree.empty(epoch);
    this.free = BlockRuns.empty(epoch);
    this.freeing = BlockRuns.empty(epoch);
  }

  /** A disk that nobody wrote to, owned by `epoch`. */
  static empty(epoch: number): Disk {
    return new Disk(epoch);
  }

  /** A copy owned by `epoch`, sharing everything. */
  clone(epoch: number): Disk {
    const copy: Disk = Object.assign(Object.create(Disk.prototype), this);
    copy.device = this.device.clone(epoch);
    copy.journal = this.journal.clone(epoch);
    copy.current = this.current.clone(epoch);
    copy.home = this.home.clone(epoch);
    copy.free = this.free.clone(epoch);
    copy.freeing = this.freeing.clone(epoch);
    return copy;
  }

  /** Bytes of what epochs after `epoch` made, about. */
  bytesSince(epoch: number): number {
    const { device, journal, current, home } = this;
    return [device, journal, current, home].reduce((bytes, part) => bytes + part.bytesSince(epoch), 0);
  }

  /** What the disk keeps of an inode as the running kernel has it. */
  attributesOf(inode: number): DiskAttributes | undefined {
    return this.current.inodes.get(inode)?.attributes;
  }

  /** A change of metadata happened: it is part of the running transaction. For reducers. */
  note(state: State, change: DiskChange): void {
    this.journal.note(state, state.epoch, change);
    if (change.what === "entry") {
      for (const inode of [change.directory, change.inode]) {
        this.current.touch(state.epoch, inode, this.journal.runningId, false);
      }
      return;
    }
    const before = this.attributesOf(change.inode);
    if (before !== undefined) subtractRecord(state, RECORD_DISK_INODE, change.inode, attributeFields(before));
    this.current.apply(state.epoch, change, {
      page: (inode, index, from, to) => {
        notePage(state, inode, index, from, to);
        // What moves within its file is not free in between.
        if ((from ?? 0) > 0 && change.what !== "moved") {
          this.freeing.add(state.epoch, { block: from!, count: 1 });
        }
      },
    });
    const after = this.attributesOf(change.inode);
    if (after !== undefined) addRecord(state, RECORD_DISK_INODE, change.inode, attributeFields(after));
    const isReadingChanged = change.what !== "inode" || before?.sizeBytes !== after?.sizeBytes;
    this.current.touch(state.epoch, change.inode, this.journal.runningId, isReadingChanged);
    if (change.what === "blocks" && change.block > 0) this.giveBlocks(state, change);
  }

  /** A page is written to its block. For reducers. */
  write(state: State, inode: number, index: number, content: Content): void {
    const block = this.current.blockOf(inode, index);
    if (block === undefined || block === 0) return;
    this.device.write(state, state.epoch, block, { event: state.eventCount, content });
  }

  /** The running transaction is committed: what was written before is durable, and so is all that it changed. For reducers. */
  commit(state: State): void {
    this.device.flush(state, state.epoch);
    this.journal.commit(state, state.epoch);
    for (const { block, count } of this.freeing.all()) {
      for (let step = 0; step < count; step++) this.device.forget(state, state.epoch, block + step);
      this.free.add(state.epoch, { block, count });
    }
    this.freeing = BlockRuns.empty(state.epoch);
  }

  /** What is committed is written home. For reducers. */
  checkpoint(state: State): void {
    this.journal.checkpoint(state, state.epoch, (change) => this.home.apply(state.epoch, change));
  }

  /** Every record that is kept in the digest; home and free blocks follow from the changes that were in it. */
  *records(): Generator<CanonicalRecord> {
    yield* this.device.records();
    yield* this.journal.records();
    for (const [id, { attributes, blocks }] of this.current.inodes.entries()) {
      yield [RECORD_DISK_INODE, id, attributeFields(attributes)];
      for (const [index, block] of blocks.entries()) yield [RECORD_DISK_PAGE, index, [id, block]];
    }
    if (this.nextBlock > 1) yield [RECORD_DISK, 0, [this.nextBlock]];
  }

  /** Blocks are not free any more: those of a free run, or the first ones that were never given. */
  private giveBlocks(state: State, run: BlockRun): void {
    if (run.block < this.nextBlock) return this.free.take(state.epoch, run);
    if (this.nextBlock > 1) subtractRecord(state, RECORD_DISK, 0, [this.nextBlock]);
    this.nextBlock = run.block + run.count;
    addRecord(state, RECORD_DISK, 0, [this.nextBlock]);
  }
}

/** The page's record in the digest. */
function notePage(
  state: State,
  inode: number,
  index: number,
  from: number | undefined,
  to: number | undefined,
): void {
  if (from !== undefined) subtractRecord(state, RECORD_DISK_PAGE, index, [inode, from]);
  if (to !== undefined) addRecord(state, RECORD_DISK_PAGE, index, [inode, to]);
}

/** The disk of a state. */
export function diskOf(state: State): Disk {
  return state.slices.get(DISK_SLICE) as Disk;
}
