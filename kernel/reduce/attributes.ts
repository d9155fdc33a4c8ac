/**
 * Mode, owner and times of inodes: reducers.
 */

import { assertThat } from "../assert.ts";
import type { KernelEffectOf } from "../event/effects.ts";
import type { Inode } from "../state/inode.ts";
import { attributeFields, type InodeAttributes } from "../state/inode_attributes.ts";
import { RECORD } from "../state/record_kind.ts";
import type { State } from "../state/state.ts";
import { addRecord, subtractRecord } from "./digest_sum.ts";
import { changeInode } from "./files.ts";
import { ownInode } from "./own.ts";

const NO_ATTRIBUTES: InodeAttributes = { uid: 0, gid: 0, device: 0, accessed: 0, modified: 0, changed: 0 };

/** Takes the record of an inode's attributes out of the digest, if it has any. */
export function subtractAttributes(state: State, { id, attributes }: Inode): void {
  if (attributes !== undefined) subtractRecord(state, RECORD.attributes, id, attributeFields(attributes));
}

function setAttributes(state: State, id: number, attributes: InodeAttributes): void {
  const inode = ownInode(state, id);
  subtractAttributes(state, inode);
  inode.attributes = Object.freeze(attributes);
  addRecord(state, RECORD.attributes, id, attributeFields(attributes));
}

/** inodeMode: the permission bits. */
export function inodeMode(state: State, { inode: id, mode }: KernelEffectOf<"inodeMode">): void {
  changeInode(state, id, (inode) => inode.mode = mode);
}

/** inodeName: the name that mappings show. */
export function inodeName(state: State, { inode: id, name }: KernelEffectOf<"inodeName">): void {
  changeInode(state, id, (inode) => inode.name = name);
}

/** inodeAttributes: the owner and the device; from then on the inode has attributes. */
export function inodeAttributes(state: State, effect: KernelEffectOf<"inodeAttributes">): void {
  const { inode, uid, gid, device } = effect;
  setAttributes(state, inode, { ...(state.inode(inode).attributes ?? NO_ATTRIBUTES), uid, gid, device });
}

/** inodeTimes: the times of an inode that has attributes. */
export function inodeTimes(state: State, effect: KernelEffectOf<"inodeTimes">): void {
  const { inode, accessed, modified, changed } = effect;
  const { attributes } = state.inode(inode);
  assertThat(attributes !== undefined, () => `inode ${inode} gets times and has no attributes`);
  setAttributes(state, inode, { ...attributes, accessed, modified, changed });
}
