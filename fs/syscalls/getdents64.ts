/**
 * getdents64(fd, buffer, lengthBytes): names of an open directory, as many as fit; 0 when all were told.  getdents(2)
 *
 *     struct linux_dirent64, each a multiple of 8 bytes long
 *       0 inode   8 where the next one is   16 length   18 kind   19 name, zero
 *
 *     position   0 `.`   1 `..`   2 the newest name   else the newest at or below it   0x7fffffff the end
 *
 *  Errors, first match wins (fs/readdir.c: iterate_dir, filldir64):
 *    EBADF    fd is not open, or with O_PATH · ENOTDIR: no directory
 *    ENOENT   the directory is gone
 *    EINVAL   there is no room for the first name
 *    EFAULT   the buffer cannot be written
 *  Names are told the newest first, as Linux's tmpfs does; names put while a listing goes on are not told.
 */

import {
  defineCall,
  EBADF,
  EFAULT,
  EINVAL,
  ENOENT,
  ENOTDIR,
  FILE_CHARACTER,
  FILE_DEVICE,
  FILE_DIRECTORY,
  FILE_FIFO,
  FILE_OPAQUE,
  FILE_REGULAR,
  FILE_SYMLINK,
  FILE_TERMINAL,
  FILE_TOLD,
  fileAt,
  type State,
  touchAccessed,
  writeUserBytes,
} from "@palimpsest/kernel";
import type { Directory } from "../names/directory.ts";
import { kindOfFileSystem } from "../names/file_system_kind.ts";
import { topOf } from "../names/mount.ts";
import { namesOf } from "../names/names.ts";
import { fileKindOf, type Node, nodeOfInode } from "../names/node.ts";

const HEADER_BYTES = 19;
const ALIGNMENT_BYTES = 8;
const AFTER_DOTS = 2;
const END = 0x7fffffff;
/** DT_*, by kind of file. */
const TYPES: Readonly<Record<number, number>> = {
  [FILE_FIFO]: 1,
  [FILE_CHARACTER]: 2,
  [FILE_DEVICE]: 2,
  [FILE_OPAQUE]: 2,
  [FILE_TERMINAL]: 2,
  [FILE_DIRECTORY]: 4,
  [FILE_REGULAR]: 8,
  [FILE_TOLD]: 8,
  [FILE_SYMLINK]: 10,
};

/** One name as it is told. */
interface Told {
  readonly name: string;
  readonly inode: number;
  readonly type: number;
  /** The position behind it. */
  readonly next: number;
}

/** getdents64(2). */
export const getdents64 = defineCall("getdents64", {
  id: 158,
  doc: "Tell names of a directory.",
  arguments: { fd: "fd", buffer: "address", lengthBytes: "size", outside: "none" },
  decide(tx, { fd, buffer, lengthBytes, outside }) {
    const file = fileAt(tx, fd);
    if (file === undefined) return -EBADF;
    const inode = tx.state.inode(file.inode);
    if (inode.making.fileKind !== FILE_DIRECTORY) return -ENOTDIR;
    const node = nodeOfInode(tx.state, inode.id);
    const isDead = namesOf(tx.state).directory(inode.id) !== undefined && inode.links === 0;
    if (node === undefined || isDead) return -ENOENT;
    const { bytes, position, isFull } = fill(tx.state, node, file.position, lengthBytes);
    if (typeof node === "number") touchAccessed(tx, node);
    if (bytes.length === 0) return isFull ? -EINVAL : 0;
    if (outside === 0 && !writeUserBytes(tx, buffer, bytes)) return -EFAULT;
    if (position !== file.position) tx.emit({ kind: "filePosition", file: file.id, position });
    return bytes.length;
  },
});

/** Names from a position on, as many as fit, and the position behind them. */
function fill(state: State, node: Node, from: number, lengthBytes: number) {
  const parts: number[] = [];
  let position = from;
  for (let told = tell(state, node, position); told !== undefined; told = tell(state, node, position)) {
    const record = encode(told);
    if (parts.length + record.length > lengthBytes) {
      return { bytes: new Uint8Array(parts), position, isFull: true };
    }
    for (const byte of record) parts.push(byte);
    position = told.next;
  }
  return { bytes: new Uint8Array(parts), position, isFull: false };
}

/** The name at a position, or undefined at the end. */
function tell(state: State, node: Node, position: number): Told | undefined {
  const directory = typeof node === "number" ? namesOf(state).directory(node) : undefined;
  const newest = directory === undefined ? undefined : directory.entryAt(directory.nextPosition);
  const first = newest?.position ?? (madeUp(state, node).length > 0 ? AFTER_DOTS : END);
  if (position === 0) return { name: ".", inode: numberOf(node), type: TYPES[FILE_DIRECTORY], next: 1 };
  if (position === 1) {
    return { name: "..", inode: parentNumber(node, directory), type: TYPES[FILE_DIRECTORY], next: first };
  }
  if (position === END) return undefined;
  if (directory !== undefined && newest !== undefined) {
    return tellEntry(state, directory, position === AFTER_DOTS ? newest.position : position);
  }
  return tellMadeUp(state, node, position - AFTER_DOTS);
}

function tellEntry(state: State, directory: Directory, position: number): Told | undefined {
  const entry = directory.entryAt(position);
  if (entry === undefined) return undefined;
  const next = directory.entryAt(entry.position - 1)?.position ?? END;
  const inode = topOf(namesOf(state), entry.inode);
  return { name: entry.name, inode, type: TYPES[fileKindOf(state, inode)] ?? 0, next };
}

function tellMadeUp(state: State, node: Node, index: number): Told | undefined {
  const all = madeUp(state, node);
  if (index >= all.length) return undefined;
  const { path, number, fileKind } = all[index];
  const next = index + 1 < all.length ? AFTER_DOTS + index + 1 : END;
  return { name: path.slice(path.lastIndexOf("/") + 1), inode: number, type: TYPES[fileKind] ?? 0, next };
}

function madeUp(state: State, node: Node) {
  const fileSystem = typeof node === "number" ? state.inode(node).making.fileSystem : node.fileSystem;
  return kindOfFileSystem(fileSystem).tree?.list(state, node) ?? [];
}

function numberOf(node: Node): number {
  return typeof node === "number" ? node : node.number;
}

function parentNumber(node: Node, directory: Directory | undefined): number {
  return directory?.parent ?? (typeof node === "number" ? node : numberOf(node.parent));
}

function encode({ name, inode, type, next }: Told): Uint8Array {
  const text = new TextEncoder().encode(name);
  const lengthBytes = Math.ceil((HEADER_BYTES + text.length + 1) / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
  const record = new Uint8Array(lengthBytes);
  const view = new DataView(record.buffer);
  view.setUint32(0, inode % 2 ** 32, true);
  view.setUint32(4, Math.floor(inode / 2 ** 32), true);
  view.setUint32(8, next, true);
  view.setUint16(16, lengthBytes, true);
  view.setUint8(18, type);
  record.set(text, HEADER_BYTES);
  return record;
}
