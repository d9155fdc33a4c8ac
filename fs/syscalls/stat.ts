/**
 * stat(path, status), lstat(path, status), newfstatat(directoryFd, path, status, flags): what is known of a file, as struct
 * stat (status.ts).                                                                                         stat(2)
 *
 *  Errors, first match wins (fs/stat.c: vfs_statx):
 *    EINVAL  newfstatat: flags other than AT_SYMLINK_NOFOLLOW, AT_NO_AUTOMOUNT, AT_EMPTY_PATH
 *    …       the path's (path_lookup.ts); a link at its end is followed, but by lstat
 *    EFAULT  the status cannot be written
 */

import { defineCall, EFAULT, EINVAL, text, type Transaction, writeUserBytes } from "@palimpsest/kernel";
import { isErrno } from "../names/node.ts";
import { AT, findNode, type PathRequest } from "./path_lookup.ts";
import { statusOf } from "./status.ts";

const KNOWN_FLAGS = AT.SYMLINK_NOFOLLOW | AT.NO_AUTOMOUNT | AT.EMPTY_PATH;

/** stat(2). */
export const stat = defineCall("stat", {
  id: 145,
  doc: "Tell what is known of a file.",
  arguments: { path: text(), status: "address", outside: "none" },
  decide: (tx, { path, ...where }) => tellStatus(tx, { directoryFd: AT.FDCWD, path }, where),
});

/** lstat(2). */
export const lstat = defineCall("lstat", {
  id: 146,
  doc: "Tell what is known of a file, or of a link itself.",
  arguments: { path: text(), status: "address", outside: "none" },
  decide: (tx, { path, ...where }) => tellStatus(tx, { directoryFd: AT.FDCWD, path, follow: false }, where),
});

/** newfstatat(2). */
export const newfstatat = defineCall("newfstatat", {
  id: 157,
  doc: "Tell what is known of a file relative to a directory.",
  arguments: { directoryFd: "fd", path: text(), status: "address", flags: "hex", outside: "none" },
  decide(tx, { directoryFd, path, flags, ...where }) {
    if ((flags & ~KNOWN_FLAGS) !== 0) return -EINVAL;
    const follow = (flags & AT.SYMLINK_NOFOLLOW) === 0;
    const allowsEmpty = (flags & AT.EMPTY_PATH) !== 0;
    return tellStatus(tx, { directoryFd, path, follow, allowsEmpty }, where);
  },
});

function tellStatus(
  tx: Transaction,
  request: PathRequest,
  { status, outside }: { readonly status: number; readonly outside: number },
): number {
  const node = findNode(tx, request);
  if (isErrno(node)) return node;
  return outside !== 0 || writeUserBytes(tx, status, statusOf(tx.state, node)) ? 0 : -EFAULT;
}
