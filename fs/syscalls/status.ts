/**
 * struct stat of x86-64: what is known of a file (fs/stat.c: vfs_getattr, cp_new_stat).
 *
 *     144 bytes, by offset; what is not here is 0
 *       0 device    8 inode    16 links    24 mode      28 user    32 group     40 device it stands for
 *      48 size     56 block size           64 blocks of 512 bytes
 *      72 accessed, 88 modified, 104 changed: seconds, and 8 bytes on nanoseconds
 */

import {
  FILE_CHARACTER,
  FILE_DEVICE,
  FILE_DIRECTORY,
  FILE_FIFO,
  FILE_OPAQUE,
  FILE_PIPE,
  FILE_REGULAR,
  FILE_SYMLINK,
  FILE_TERMINAL,
  FILE_TOLD,
  FS_EXT4,
  type Inode,
  PAGE_SIZE,
  type State,
} from "@palimpsest/kernel";
import { mountOfInode } from "../names/mount_of_inode.ts";
import { namesOf } from "../names/names.ts";
import type { Node, SyntheticNode } from "../names/node.ts";

/** Bytes of a struct stat. */
export const STATUS_BYTES = 144;
const BLOCK_BYTES = 512;
const NANOSECONDS_PER_SECOND = 1_000_000_000;
/** What tmpfs tells as the size of an empty directory, and for each name more (BOGO_DIRENT_SIZE). */
const EMPTY_DIRECTORY_BYTES = 40;
const ENTRY_BYTES = 20;
/** Bytes of a link's target, with a zero, that an inode has room for (tmpfs: SHORT_SYMLINK_LEN). */
const SHORT_LINK_BYTES = { tmpfs: 128, disk: 60 } as const;
/** S_IFMT's bits, by kind of file. */
export const KIND_MODES: Readonly<Record<number, number>> = {
  [FILE_REGULAR]: 0o100000,
  [FILE_PIPE]: 0o010000,
  [FILE_FIFO]: 0o010000,
  [FILE_DEVICE]: 0o020000,
  [FILE_CHARACTER]: 0o020000,
  [FILE_DIRECTORY]: 0o040000,
  [FILE_OPAQUE]: 0o020000,
  [FILE_SYMLINK]: 0o120000,
  [FILE_TERMINAL]: 0o020000,
  [FILE_TOLD]: 0o100000,
};

/** The struct stat of a node. */
export function statusOf(state: State, node: Node): Uint8Array {
  return typeof node === "number" ? inodeStatus(state, state.inode(node)) : syntheticStatus(node);
}

function inodeStatus(state: State, inode: Inode): Uint8Array {
  const { making: { fileKind }, mode, attributes } = inode;
  const { bytes, put, put32 } = status();
  const sizeBytes = sizeOf(state, inode);
  put(8, inode.id);
  put(16, inode.links);
  put32(24, KIND_MODES[fileKind] | mode);
  put(48, sizeBytes);
  put(56, PAGE_SIZE);
  put(64, pagesOf(inode) * (PAGE_SIZE / BLOCK_BYTES));
  if (attributes === undefined) return bytes;
  put(0, mountOfInode(state, inode.id));
  put32(28, attributes.uid);
  put32(32, attributes.gid);
  put(40, attributes.device);
  [attributes.accessed, attributes.modified, attributes.changed].forEach((time, index) => {
    put(72 + 16 * index, Math.floor(time / NANOSECONDS_PER_SECOND));
    put(80 + 16 * index, time % NANOSECONDS_PER_SECOND);
  });
  return bytes;
}

function syntheticStatus({ mount, number, fileKind, mode, uid, gid, target }: SyntheticNode): Uint8Array {
  const { bytes, put, put32 } = status();
  put(0, mount);
  put(8, number);
  put(16, fileKind === FILE_DIRECTORY ? 2 : 1);
  put32(24, KIND_MODES[fileKind] | mode);
  put32(28, uid);
  put32(32, gid);
  put(48, target?.length ?? 0);
  put(56, PAGE_SIZE);
  return bytes;
}

function status() {
  const view = new DataView(new ArrayBuffer(STATUS_BYTES));
  const put32 = (offset: number, value: number) => view.setUint32(offset, value, true);
  const put = (offset: number, value: number) => {
    put32(offset, value % 2 ** 32);
    put32(offset + 4, Math.floor(value / 2 ** 32));
  };
  return { bytes: new Uint8Array(view.buffer), put, put32 };
}

function sizeOf(state: State, { id, sizeBytes, making: { fileKind, fileSystem } }: Inode): number {
  if (fileKind === FILE_REGULAR || fileKind === FILE_SYMLINK) return sizeBytes;
  const directory = namesOf(state).directory(id);
  if (directory === undefined) return 0;
  return fileSystem === FS_EXT4 ? PAGE_SIZE : EMPTY_DIRECTORY_BYTES + ENTRY_BYTES * directory.size;
}

/** Pages that a file takes: those cached, or those stored where that is more; a link, one when it does not fit its inode. */
function pagesOf({ cachedPages, storage, sizeBytes, making: { fileKind, fileSystem } }: Inode): number {
  if (fileKind === FILE_DIRECTORY) return fileSystem === FS_EXT4 ? 1 : 0;
  if (fileKind === FILE_SYMLINK) {
    return sizeBytes < (fileSystem === FS_EXT4 ? SHORT_LINK_BYTES.disk : SHORT_LINK_BYTES.tmpfs) ? 0 : 1;
  }
  return Math.max(cachedPages, storage.size);
}
