/**
 * What effects of the kernel and of names mean for the disk: pure consequence, nothing is chosen.
 *
 *      inodeNew, inodeLinks …   the inode on the disk is changed
 *      inodeSize                shorter: the blocks behind the end are free. Longer: the disk learns of it at once when the last
 *                               page has a block (ext4_da_should_update_i_disksize), and else when the page is written back
 *      storageWrite             the pages are written to their blocks, and the disk's size reaches as far as they do
 *      storageDiscard           holes
 *      entryPut, entryRemove    a name, in a directory of the disk
 */

import {
  type Content,
  copyBytes,
  fillBytes,
  FS_EXT4,
  type Inode,
  type KernelEffect,
  PAGE_SIZE,
  pageOf,
  pagesSpanning,
  type Reducer,
  type State,
} from "@palimpsest/kernel";
import type { NameEffect } from "../names/effects.ts";
import { LAST_FLAT_TABLE, namesOf } from "../names/names.ts";
import { type Disk, diskOf } from "./disk.ts";
import type { DiskAttributes } from "./disk_change.ts";

type Kernel<K extends KernelEffect["kind"]> = Extract<KernelEffect, { kind: K }>;
type Name<K extends NameEffect["kind"]> = Extract<NameEffect, { kind: K }>;

/** The one flat table of names that is not on the disk (names/flat_path.ts). */
const TMPFS_TABLE = 1;

/** The inode, when it is one of the disk. */
function diskInode(state: State, id: number): Inode | undefined {
  const inode = state.inodes.get(id);
  return inode?.making.fileSystem === FS_EXT4 ? inode : undefined;
}

function noteInode(state: State, disk: Disk, inode: number, attributes: DiskAttributes): void {
  disk.note(state, { what: "inode", event: state.eventCount, inode, attributes });
}

/** Whether the names in a directory are the disk's. */
function isDiskDirectory(state: State, directory: number): boolean {
  const isFlat = directory <= LAST_FLAT_TABLE && (namesOf(state).directory(directory)?.mount ?? 0) === 0;
  return isFlat ? directory !== TMPFS_TABLE : diskInode(state, directory) !== undefined;
}

/** What the disk keeps of an inode of the kernel, with a size. */
function attributesFrom(state: State, inode: Inode, sizeBytes: number): DiskAttributes {
  const { id, mode, links, unknownPages, attributes } = inode;
  const { fileKind } = inode.making;
  const { uid = 0, gid = 0 } = attributes ?? {};
  const names = namesOf(state);
  const isRoot = names.directory(id)?.parent === id && id > 0 && names.directory(id)!.mount !== 0;
  const target = names.linkTarget(id) ?? "";
  return { fileKind, mode, uid, gid, links, sizeBytes, unknownPages, isRoot, target };
}

function inodeNew(state: State, effect: Kernel<"inodeNew">): void {
  const inode = diskInode(state, effect.inode);
  if (inode !== undefined) {
    noteInode(state, diskOf(state), inode.id, attributesFrom(state, inode, inode.sizeBytes));
  }
}

/** Links, mode or owner changed, or what it is became known: the disk has all of it, and its own size. */
function inodeChanged(state: State, effect: { readonly inode: number }): void {
  noteChanged(state, effect.inode);
}

function directoryNew(state: State, { directory }: Name<"directoryNew">): void {
  noteChanged(state, directory);
}

function noteChanged(state: State, id: number): void {
  const inode = diskInode(state, id);
  if (inode === undefined) return;
  const disk = diskOf(state);
  noteInode(state, disk, inode.id, attributesFrom(state, inode, disk.attributesOf(inode.id)!.sizeBytes));
}

function inodeSize(state: State, effect: Kernel<"inodeSize">): void {
  const inode = diskInode(state, effect.inode);
  if (inode === undefined) return;
  const disk = diskOf(state);
  const { sizeBytes: before } = disk.attributesOf(inode.id)!;
  const { sizeBytes } = inode;
  const hasBlock = sizeBytes > 0 && (disk.current.blockOf(inode.id, pageOf(sizeBytes - 1)) ?? 0) > 0;
  if (sizeBytes < before || sizeBytes > before && hasBlock) {
    noteInode(state, disk, inode.id, attributesFrom(state, inode, sizeBytes));
  }
  const offset = sizeBytes % PAGE_SIZE;
  if (sizeBytes < before && offset > 0 && hasBlock) {
    const index = pageOf(sizeBytes);
    const content = cutContent(state, inode, index, offset);
    disk.note(state, { what: "zeroed", event: state.eventCount, inode: inode.id, index, content });
  }
}

/** What a page holds that a file was cut within, zeros from `offset` on. */
function cutContent(state: State, inode: Inode, index: number, offset: number): Content {
  const frame = inode.cachedFrame(index);
  const held = frame >= 0 ? state.content(frame) : inode.storage.get(index) ?? 0;
  const content = copyBytes(state.epoch, 0, 0, held, 0, PAGE_SIZE);
  return fillBytes(state.epoch, content, offset, PAGE_SIZE - offset, 0);
}

function inodeRemove(state: State, { inode }: Kernel<"inodeRemove">): void {
  const disk = diskOf(state);
  if (disk.attributesOf(inode) !== undefined) {
    disk.note(state, { what: "inodeGone", event: state.eventCount, inode });
  }
}

function storageWrite(state: State, { inode: id, index, count }: Kernel<"storageWrite">): void {
  const inode = diskInode(state, id);
  if (inode === undefined) return;
  const disk = diskOf(state);
  for (let page = index; page < index + count; page++) disk.write(state, id, page, inode.storage.get(page)!);
  const reached = Math.min(inode.sizeBytes, (index + count) * PAGE_SIZE);
  if (reached > disk.attributesOf(id)!.sizeBytes) {
    noteInode(state, disk, id, attributesFrom(state, inode, reached));
  }
}

function storageDiscard(state: State, { inode, index, count }: Kernel<"storageDiscard">): void {
  if (diskInode(state, inode) === undefined) return;
  const disk = diskOf(state);
  const end = pagesSpanning(disk.attributesOf(inode)!.sizeBytes);
  const kept = Math.min(count, end - index);
  if (kept > 0) {
    disk.note(state, { what: "blocks", event: state.eventCount, inode, index, count: kept, block: 0 });
  }
}

function storageMove(state: State, { inode, index, count, toIndex }: Kernel<"storageMove">): void {
  if (diskInode(state, inode) === undefined) return;
  diskOf(state).note(state, { what: "moved", event: state.eventCount, inode, index, count, toIndex });
}

function entryPut(state: State, { directory, name, inode }: Name<"entryPut">): void {
  // A flat table names terminals and devices too.
  if (!isDiskDirectory(state, directory) || diskInode(state, inode) === undefined) return;
  diskOf(state).note(state, { what: "entry", event: state.eventCount, directory, name, inode });
}

function entryRemove(state: State, { directory, name }: Name<"entryRemove">): void {
  if (!isDiskDirectory(state, directory)) return;
  diskOf(state).note(state, { what: "entry", event: state.eventCount, directory, name, inode: 0 });
}

/** What follows from each effect. */
export const diskFollowers: Readonly<Record<string, Reducer>> = {
  inodeNew,
  inodeLinks: inodeChanged,
  inodeMode: inodeChanged,
  inodeAttributes: inodeChanged,
  directoryNew,
  symlinkNew: inodeChanged,
  inodeSize,
  inodeRemove,
  storageWrite,
  storageDiscard,
  storageMove,
  entryPut,
  entryRemove,
};
