/**
 * A tree of metadata: inodes with their blocks, and names. There are two of them in a state, and one in every picture of a
 * disk after a power cut.
 *
 *      current   as the running kernel has it; without names, which names/ keeps
 *      home      as the disk has it outside of the journal
 *      picture   home, and the changes of the journal that survived (power_cut.ts)
 *
 *   DT1  A page is in `blocks` when it has a block (> 0), or is a hole where otherwise nobody would know (0, below
 *        unknownPages). All other pages are holes.
 *   DT2  No page lies behind the end of its file.
 */

import { ObjectTable, pagesSpanning } from "@palimpsest/kernel";
import type { DiskAttributes, DiskChange } from "./disk_change.ts";
import { DiskNames } from "./disk_names.ts";

/** Bytes of memory of an inode, about, beside its blocks. */
const INODE_BYTES = 250;

/** An inode of a disk. */
export class DiskInode {
  /** The block of each page (DT1). */
  blocks: ObjectTable<number>;
  /** The last transaction that changed the inode, and the last that changed what reading the file takes (i_sync_tid …). */
  changedIn = 0;
  /** Size and blocks. */
  readingChangedIn = 0;

  /** An inode without blocks, owned by `epoch`. */
  constructor(public epoch: number, readonly id: number, public attributes: DiskAttributes) {
    this.blocks = new ObjectTable(epoch);
  }

  /** A copy owned by `epoch`, sharing the blocks. */
  clone(epoch: number): DiskInode {
    const copy = new DiskInode(epoch, this.id, this.attributes);
    copy.blocks = this.blocks.clone(epoch);
    const { changedIn, readingChangedIn } = this;
    return Object.assign(copy, { changedIn, readingChangedIn });
  }
}

/** Told of what applying a change does to blocks. */
export interface BlockObserver {
  /** A page lies in a block, or in none any more. */
  page(inode: number, index: number, before: number | undefined, after: number | undefined): void;
}

/** Inodes and names. */
export class DiskTree {
  private constructor(readonly inodes: ObjectTable<DiskInode>, readonly names: DiskNames) {}

  /** Nothing, owned by `epoch`. */
  static empty(epoch: number): DiskTree {
    return new DiskTree(new ObjectTable(epoch), DiskNames.empty(epoch));
  }

  /** A copy owned by `epoch`, sharing everything. */
  clone(epoch: number): DiskTree {
    return new DiskTree(this.inodes.clone(epoch), this.names.clone(epoch));
  }

  /** Changes the tree; `epoch` owns it. Inodes that are not there are passed over: they went later (DC1). */
  apply(epoch: number, change: DiskChange, observer?: BlockObserver): void {
    switch (change.what) {
      case "inode":
        return this.putInode(epoch, change.inode, change.attributes, observer);
      case "inodeGone":
        return this.removeInode(epoch, change.inode, observer);
      case "blocks":
        return this.putBlocks(epoch, change, observer);
      case "moved":
        return this.moveBlocks(epoch, change, observer);
      case "zeroed":
        return;
      case "entry":
        this.names.put(epoch, change);
    }
  }

  /** Bytes of what epochs after `epoch` made, about. */
  bytesSince(epoch: number): number {
    const ofInode = (inode: DiskInode) =>
      inode.epoch > epoch ? INODE_BYTES + inode.blocks.bytesSince(epoch, () => 0) : 0;
    return this.inodes.bytesSince(epoch, ofInode) + this.names.bytesSince(epoch);
  }

  /** The block of a page, 0 for one that is known to be a hole, or undefined. */
  blockOf(inode: number, index: number): number | undefined {
    return this.inodes.get(inode)?.blocks.get(index);
  }

  /** Notes that a transaction changes an inode, if it is there. */
  touch(epoch: number, id: number, transaction: number, isReadingChanged: boolean): void {
    const inode = this.own(epoch, id);
    if (inode === undefined) return;
    inode.changedIn = transaction;
    if (isReadingChanged) inode.readingChangedIn = transaction;
  }

  /** The inode, writable. */
  private own(epoch: number, id: number): DiskInode | undefined {
    const inode = this.inodes.get(id);
    if (inode === undefined || inode.epoch === epoch) return inode;
    const copy = inode.clone(epoch);
    this.inodes.set(epoch, id, copy);
    return copy;
  }

  /** An inode is as it says; a file that became shorter loses blocks. */
  private putInode(epoch: number, id: number, attributes: DiskAttributes, observer?: BlockObserver): void {
    const inode = this.own(epoch, id);
    if (inode === undefined) {
      this.inodes.set(epoch, id, new DiskInode(epoch, id, attributes));
      return;
    }
    const end = pagesSpanning(attributes.sizeBytes);
    if (attributes.sizeBytes < inode.attributes.sizeBytes) this.cutBlocks(epoch, inode, end, observer);
    inode.attributes = attributes;
  }

  /** Takes the pages of an inode from `first` on off their blocks. */
  private cutBlocks(epoch: number, inode: DiskInode, first: number, observer?: BlockObserver): void {
    for (let index = inode.blocks.next(first); index >= 0; index = inode.blocks.next(index + 1)) {
      observer?.page(inode.id, index, inode.blocks.get(index), undefined);
      inode.blocks.remove(epoch, index);
    }
  }

  /** An inode goes. */
  private removeInode(epoch: number, id: number, observer?: BlockObserver): void {
    const inode = this.own(epoch, id);
    if (inode === undefined) return;
    this.cutBlocks(epoch, inode, 0, observer);
    this.inodes.remove(epoch, id);
  }

  /** Pages get blocks, or become holes. */
  private putBlocks(
    epoch: number,
    { inode: id, index: first, count, block }: Extract<DiskChange, { what: "blocks" }>,
    observer?: BlockObserver,
  ): void {
    const inode = this.own(epoch, id);
    if (inode === undefined) return;
    const { unknownPages } = inode.attributes;
    if (block === 0) {
      for (let index = first; index < Math.min(first + count, unknownPages); index++) {
        setBlock(epoch, inode, index, 0, observer);
      }
      const known = Math.max(first, unknownPages);
      for (
        let index = inode.blocks.next(known);
        index >= 0 && index < first + count;
        index = inode.blocks.next(index + 1)
      ) setBlock(epoch, inode, index, undefined, observer);
      return;
    }
    for (let step = 0; step < count; step++) setBlock(epoch, inode, first + step, block + step, observer);
  }

  /** Pages get other numbers. */
  private moveBlocks(
    epoch: number,
    { inode: id, index: first, count, toIndex }: Extract<DiskChange, { what: "moved" }>,
    observer?: BlockObserver,
  ): void {
    const inode = this.own(epoch, id);
    if (inode === undefined) return;
    const moved: [index: number, block: number][] = [];
    for (let index = inode.blocks.next(first); index >= 0 && index < first + count;) {
      moved.push([index, inode.blocks.get(index)!]);
      index = inode.blocks.next(index + 1);
    }
    // Blocks change their page and nothing else: none of them is free in between.
    for (const [index] of moved) setBlock(epoch, inode, index, undefined, observer);
    for (const [index, block] of moved) setBlock(epoch, inode, index - first + toIndex, block, observer);
  }
}

function setBlock(
  epoch: number,
  inode: DiskInode,
  index: number,
  block: number | undefined,
  observer?: BlockObserver,
): void {
  const before = inode.blocks.get(index);
  if (before === block) return;
  observer?.page(inode.id, index, before, block);
  if (block === undefined) inode.blocks.remove(epoch, index);
  else inode.blocks.set(epoch, index, block);
}
