/**
 * mknod(path, mode, device), mknodat(directoryFd, path, mode, device): make a file of any kind.           mknod(2)
 *
 *     mode's type   0, S_IFREG 0o100000: a regular file · S_IFIFO 0o010000 · S_IFCHR 0o020000
 *
 *  Errors, first match wins (fs/namei.c: do_mknodat, may_mknod, vfs_mknod):
 *    EPERM   a directory is asked for · EINVAL: a type that is none (sockets and block devices: EPERM)
 *    …       those of a new name (new_name.ts)
 *    EPERM   a device, and the process is not the superuser's
 */

import {
  defineCall,
  EINVAL,
  EPERM,
  FILE_CHARACTER,
  FILE_FIFO,
  FILE_REGULAR,
  text,
  type Transaction,
} from "@palimpsest/kernel";
import { addName, makeInode } from "../names/name_changes.ts";
import { isPrivileged, MODE_BITS, subjectOf } from "../names/permission.ts";
import { newName } from "./new_name.ts";
import { AT } from "./path_lookup.ts";

const TYPE_BITS = 0o170000;
const DIRECTORY_TYPE = 0o040000;
/** Types that are made, by S_IFMT's bits. */
const KINDS: Readonly<Record<number, number>> = {
  0: FILE_REGULAR,
  0o100000: FILE_REGULAR,
  0o010000: FILE_FIFO,
  0o020000: FILE_CHARACTER,
};
/** Types that Linux makes and this machine does not: block devices and sockets. */
const OTHER_TYPES: readonly number[] = [0o060000, 0o140000];

/** mknod(2). */
export const mknod = defineCall("mknod", {
  id: 139,
  doc: "Make a file of any kind.",
  arguments: { path: text(), mode: "octal", device: "hex" },
  decide: (tx, { path, mode, device }) => makeNode(tx, { directoryFd: AT.FDCWD, path, mode, device }),
});

/** mknodat(2). */
export const mknodat = defineCall("mknodat", {
  id: 152,
  doc: "Make a file of any kind relative to a directory.",
  arguments: { directoryFd: "fd", path: text(), mode: "octal", device: "hex" },
  decide: (tx, request) => makeNode(tx, request),
});

interface NodeRequest {
  readonly directoryFd: number;
  readonly path: string;
  readonly mode: number;
  readonly device: number;
}

function makeNode(tx: Transaction, { mode, device, ...request }: NodeRequest): number {
  const type = mode & TYPE_BITS;
  const fileKind = KINDS[type];
  if (fileKind === undefined) {
    return type === DIRECTORY_TYPE || OTHER_TYPES.includes(type) ? -EPERM : -EINVAL;
  }
  const place = newName(tx, request, { isDirectory: false });
  if (typeof place === "number") return place;
  const subject = subjectOf(tx.process.credentials);
  if (fileKind === FILE_CHARACTER && !isPrivileged(subject)) return -EPERM;
  const inode = makeInode(tx, place.directory, place.name, {
    fileKind,
    mode: mode & MODE_BITS & ~tx.process.place.umask,
    subject,
    device: fileKind === FILE_CHARACTER ? device : 0,
  });
  addName(tx, place.directory, place.name, inode);
  return 0;
}
