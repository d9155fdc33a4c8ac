/**
 * Open files, descriptors and inodes: reducers.
 */

import { pagesSpanning } from "../address.ts";
import { assertThat } from "../assert.ts";
import type { KernelEffectOf } from "../event/effects.ts";
import { FS_EXT4, Inode } from "../state/inode.ts";
import { OpenFile } from "../state/open_file.ts";
import type { Descriptor } from "../state/process.ts";
import { RECORD } from "../state/record_kind.ts";
import type { State } from "../state/state.ts";
import { dropStorage } from "./cache.ts";
import { subtractAttributes } from "./attributes.ts";
import { addRecord, subtractRecord } from "./digest_sum.ts";
import { ownFile, ownInode, ownProcess } from "./own.ts";

/** fileNew: an open-file description at position 0. */
export function fileNew(state: State, effect: KernelEffectOf<"fileNew">): void {
  const file = new OpenFile(state.epoch, effect.file, effect.inode, effect.flags);
  state.files.set(state.epoch, file.id, file);
  state.counters.file = Math.max(state.counters.file, file.id);
  ownInode(state, effect.inode).openCount++;
  addRecord(state, RECORD.file, file.id, file.digestFields());
}

function changeFile(state: State, id: number, change: (file: OpenFile) => void): void {
  const file = ownFile(state, id);
  subtractRecord(state, RECORD.file, file.id, file.digestFields());
  change(file);
  addRecord(state, RECORD.file, file.id, file.digestFields());
}

/** filePosition: the position moves. */
export function filePosition(state: State, effect: KernelEffectOf<"filePosition">): void {
  changeFile(state, effect.file, (file) => file.position = effect.position);
}

/** fileFlags: the status flags change. */
export function fileFlags(state: State, effect: KernelEffectOf<"fileFlags">): void {
  changeFile(state, effect.file, (file) => file.flags = effect.flags);
}

/** fileReadahead: where reading ahead stands. */
export function fileReadahead(state: State, effect: KernelEffectOf<"fileReadahead">): void {
  const { start, size, asyncSize, order, previousPosition } = effect;
  changeFile(
    state,
    effect.file,
    (file) => file.readahead = { start, size, asyncSize, order, previousPosition },
  );
}

/** fileRemove: a description that nothing names goes; its file is closed. */
export function fileRemove(state: State, effect: KernelEffectOf<"fileRemove">): void {
  const file = state.file(effect.file);
  assertThat(
    file.references === 0,
    () => `open file ${file.id} is removed with ${file.references} references`,
  );
  subtractRecord(state, RECORD.file, file.id, file.digestFields());
  ownInode(state, file.inode).openCount--;
  if (state.inode(file.inode).flushOnClose) {
    changeInode(state, file.inode, (inode) => inode.flushOnClose = false);
  }
  state.files.remove(state.epoch, file.id);
}

/** The fields of a descriptor's digest record; its number is the key. */
export function descriptorFields(pid: number, { file, closeOnExec }: Descriptor): (number | boolean)[] {
  return [pid, file, closeOnExec];
}

/** descriptorPut: a descriptor names an open file; one that was open is replaced. */
export function descriptorPut(state: State, effect: KernelEffectOf<"descriptorPut">): void {
  const { process: pid, descriptor: number, file, closeOnExec } = effect;
  const process = ownProcess(state, pid);
  const before = process.descriptors.get(number);
  if (before !== undefined) {
    subtractRecord(state, RECORD.descriptor, number, descriptorFields(pid, before));
    ownFile(state, before.file).references--;
  }
  const descriptor: Descriptor = { file, closeOnExec };
  process.descriptors.set(state.epoch, number, descriptor);
  ownFile(state, file).references++;
  addRecord(state, RECORD.descriptor, number, descriptorFields(pid, descriptor));
  if (number === process.lowestFreeDescriptor) process.lowestFreeDescriptor++;
}

/** descriptorRemove: a descriptor is closed. */
export function descriptorRemove(state: State, effect: KernelEffectOf<"descriptorRemove">): void {
  const { process: pid, descriptor: number } = effect;
  const process = ownProcess(state, pid);
  const before = process.descriptors.get(number);
  assertThat(before !== undefined, () => `descriptor ${number} of process ${pid} is not open`);
  subtractRecord(state, RECORD.descriptor, number, descriptorFields(pid, before));
  process.descriptors.remove(state.epoch, number);
  ownFile(state, before.file).references--;
  process.lowestFreeDescriptor = Math.min(process.lowestFreeDescriptor, number);
}

/** inodeNew: a new inode. */
export function inodeNew(state: State, effect: KernelEffectOf<"inodeNew">): void {
  const { inode: id, fileKind, fileSystem, sizeBytes, mode, links, unknownStorage, name } = effect;
  const making = { fileKind, fileSystem, sizeBytes, mode, links, unknownStorage, name };
  const inode = new Inode(state.epoch, id, making);
  state.inodes.set(state.epoch, id, inode);
  state.counters.inode = Math.max(state.counters.inode, id);
  addRecord(state, RECORD.inode, id, inode.digestFields());
}

/** Changes fields of an inode that are in its digest record. */
export function changeInode(state: State, id: number, change: (inode: Inode) => void): void {
  const inode = ownInode(state, id);
  subtractRecord(state, RECORD.inode, id, inode.digestFields());
  change(inode);
  addRecord(state, RECORD.inode, id, inode.digestFields());
}

/**
 * inodeSize: the size of a file; what lay behind its end is no unknown storage any more. A disk file of size 0 is written
 * back when it is closed next.
 */
export function inodeSize(state: State, effect: KernelEffectOf<"inodeSize">): void {
  changeInode(state, effect.inode, (inode) => {
    inode.sizeBytes = effect.sizeBytes;
    inode.unknownPages = Math.min(inode.unknownPages, pagesSpanning(effect.sizeBytes));
    if (effect.sizeBytes === 0 && inode.making.fileSystem === FS_EXT4) inode.flushOnClose = true;
  });
}

/** inodeLinks: how many names a file has. */
export function inodeLinks(state: State, effect: KernelEffectOf<"inodeLinks">): void {
  changeInode(state, effect.inode, (inode) => inode.links = effect.links);
}

/** inodeSeals: what may never be done with it again. */
export function inodeSeals(state: State, effect: KernelEffectOf<"inodeSeals">): void {
  changeInode(state, effect.inode, (inode) => inode.seals = effect.seals);
}

/** inodeRemove: a file that nobody can reach goes with its storage; its pages went before. */
export function inodeRemove(state: State, effect: KernelEffectOf<"inodeRemove">): void {
  const inode = state.inode(effect.inode);
  assertThat(
    inode.openCount === 0 && inode.cachedPages === 0,
    () =>
      `inode ${inode.id} is removed with ${inode.openCount} open files and ${inode.cachedPages} cached pages`,
  );
  dropStorage(state, inode);
  subtractAttributes(state, inode);
  subtractRecord(state, RECORD.inode, inode.id, inode.digestFields());
  state.inodes.remove(state.epoch, inode.id);
}
