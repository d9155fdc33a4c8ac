/**
 * The reducers of names.
 */

import { addRecord, assertThat, type Reducer, type State, subtractRecord } from "@palimpsest/kernel";
import { Directory } from "./directory.ts";
import type { NameEffect } from "./effects.ts";
import { mountNumbered } from "./mount.ts";
import {
  directoryFields,
  entryFields,
  mountFields,
  namesOf,
  RECORD_DIRECTORY,
  RECORD_ENTRY,
  RECORD_MOUNT,
  RECORD_SYMLINK,
} from "./names.ts";

type EffectOfKind<K extends NameEffect["kind"]> = Extract<NameEffect, { kind: K }>;

/** Changes a directory; its record is that of before until then, and that of after from then on. */
function changeDirectory(state: State, number: number, change: (directory: Directory) => void): void {
  const directory = namesOf(state).own(state.epoch, number);
  const isInTree = directory.mount !== 0;
  if (isInTree) subtractRecord(state, RECORD_DIRECTORY, number, directoryFields(directory));
  change(directory);
  if (isInTree) addRecord(state, RECORD_DIRECTORY, number, directoryFields(directory));
}

/** entryPut: a name stands for an inode. */
export function entryPut(state: State, { directory: number, name, inode }: EffectOfKind<"entryPut">): void {
  changeDirectory(state, number, (directory) => {
    const before = directory.put(state.epoch, name, inode);
    if (before !== undefined) subtractRecord(state, RECORD_ENTRY, number, entryFields(directory, before));
    addRecord(state, RECORD_ENTRY, number, entryFields(directory, directory.find(name)!));
  });
}

/** entryRemove: a name is gone. */
export function entryRemove(state: State, { directory: number, name }: EffectOfKind<"entryRemove">): void {
  const directory = namesOf(state).own(state.epoch, number);
  const before = directory.remove(state.epoch, name);
  assertThat(before !== undefined, () => `directory ${number} has no name ${name}`);
  subtractRecord(state, RECORD_ENTRY, number, entryFields(directory, before));
}

/** directoryNew: an inode is a directory. */
export function directoryNew(state: State, effect: EffectOfKind<"directoryNew">): void {
  const { directory: number, parent, name, mount } = effect;
  const directory = new Directory(state.epoch, number, parent, name, mount);
  namesOf(state).addDirectory(state.epoch, directory);
  addRecord(state, RECORD_DIRECTORY, number, directoryFields(directory));
}

/** directoryParent: a directory moved, or has another name. */
export function directoryParent(state: State, effect: EffectOfKind<"directoryParent">): void {
  changeDirectory(state, effect.directory, (directory) => {
    directory.parent = effect.parent;
    directory.name = effect.name;
  });
}

/** directoryRemove: a directory goes; its names went before. */
export function directoryRemove(
  state: State,
  { directory: number }: EffectOfKind<"directoryRemove">,
): void {
  const directory = namesOf(state).directory(number);
  assertThat(directory?.size === 0, () => `directory ${number} is removed with ${directory?.size} names`);
  namesOf(state).removeDirectory(state.epoch, number);
  subtractRecord(state, RECORD_DIRECTORY, number, directoryFields(directory!));
}

/** symlinkNew: an inode is a symbolic link. */
export function symlinkNew(state: State, { inode, target }: EffectOfKind<"symlinkNew">): void {
  namesOf(state).setLink(state.epoch, inode, target);
  addRecord(state, RECORD_SYMLINK, inode, [target]);
}

/** symlinkRemove: a symbolic link goes. */
export function symlinkRemove(state: State, { inode }: EffectOfKind<"symlinkRemove">): void {
  const target = namesOf(state).linkTarget(inode);
  assertThat(target !== undefined, () => `inode ${inode} is no symbolic link`);
  subtractRecord(state, RECORD_SYMLINK, inode, [target]);
  namesOf(state).setLink(state.epoch, inode, undefined);
}

/** mountPut: a file system is mounted. */
export function mountPut(state: State, effect: EffectOfKind<"mountPut">): void {
  const { mount: number, fileSystem, point, root, source } = effect;
  const names = namesOf(state);
  const mount = Object.freeze({ number, fileSystem, point, root, source });
  assertThat(mountNumbered(names, number) === undefined, () => `mount ${number} exists already`);
  names.mounts = Object.freeze([...names.mounts, mount].sort((one, other) => one.number - other.number));
  addRecord(state, RECORD_MOUNT, number, mountFields(mount));
}

/** mountRemove: a file system is mounted no longer. */
export function mountRemove(state: State, { mount: number }: EffectOfKind<"mountRemove">): void {
  const names = namesOf(state);
  const mount = mountNumbered(names, number);
  assertThat(mount !== undefined, () => `there is no mount ${number}`);
  names.mounts = Object.freeze(names.mounts.filter((other) => other !== mount));
  subtractRecord(state, RECORD_MOUNT, number, mountFields(mount));
}

/** One reducer for each effect on names. */
export const nameReducers: Readonly<Record<NameEffect["kind"], Reducer>> = {
  entryPut,
  entryRemove,
  directoryNew,
  directoryParent,
  directoryRemove,
  symlinkNew,
  symlinkRemove,
  mountPut,
  mountRemove,
};
