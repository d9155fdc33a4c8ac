/**
 * statfs(path, buffer), fstatfs(fd, buffer): what is known of the file system that a file is in.           statfs(2)
 *
 *     struct statfs of x86-64, 120 bytes, by offset; what is not here is 0
 *       0 kind     8 block size   16 blocks   24 free   32 free for users   40 inodes   48 free   56 mount
 *      64 longest name            72 fragment size
 *
 *  Errors, first match wins (fs/statfs.c):
 *    EBADF   fstatfs: fd is not open
 *    …       the path's (path_lookup.ts)
 *    EFAULT  the buffer cannot be written
 *  A file system in memory has as many blocks as half the machine's frames, and those free that no file takes.
 */

import {
  anyFileAt,
  defineCall,
  EBADF,
  EFAULT,
  PAGE_SIZE,
  text,
  type Transaction,
  writeUserBytes,
} from "@palimpsest/kernel";
import { kindOfFileSystem } from "../names/file_system_kind.ts";
import { mountOfInode } from "../names/mount_of_inode.ts";
import { isErrno, type Node, nodeFacts } from "../names/node.ts";
import { NAME_BYTES_LIMIT } from "../names/path_text.ts";
import { AT, findNode } from "./path_lookup.ts";

const STATFS_BYTES = 120;

/** statfs(2). */
export const statfs = defineCall("statfs", {
  id: 166,
  doc: "Tell what is known of a file system.",
  arguments: { path: text(), buffer: "address", outside: "none" },
  decide(tx, { path, buffer, outside }) {
    const node = findNode(tx, { directoryFd: AT.FDCWD, path });
    return isErrno(node) ? node : tellFileSystem(tx, node, buffer, outside);
  },
});

/** fstatfs(2). */
export const fstatfs = defineCall("fstatfs", {
  id: 167,
  doc: "Tell what is known of the file system of an open file.",
  arguments: { fd: "fd", buffer: "address", outside: "none" },
  decide(tx, { fd, buffer, outside }) {
    const file = anyFileAt(tx, fd);
    return file === undefined ? -EBADF : tellFileSystem(tx, file.inode, buffer, outside);
  },
});

function tellFileSystem(tx: Transaction, node: Node, buffer: number, outside: number): number {
  if (outside !== 0) return 0;
  const { state, config: { ramPages } } = tx;
  const { magic } = kindOfFileSystem(nodeFacts(state, node).fileSystem);
  const blocks = Math.floor(ramPages / 2);
  const free = Math.min(blocks, state.frameMap.freeCount);
  const mount = typeof node === "number" ? mountOfInode(state, node) : node.mount;
  const inodes = Math.max(0, blocks - state.inodes.size);
  const view = new DataView(new ArrayBuffer(STATFS_BYTES));
  [magic, PAGE_SIZE, blocks, free, free, blocks, inodes, mount, NAME_BYTES_LIMIT, PAGE_SIZE].forEach((
    word,
    index,
  ) => view.setUint32(8 * index, word, true));
  return writeUserBytes(tx, buffer, new Uint8Array(view.buffer)) ? 0 : -EFAULT;
}
