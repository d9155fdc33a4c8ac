/**
 * chmod(path, mode), fchmod(fd, mode), fchmodat(directoryFd, path, mode): set a file's permission bits.  chmod(2)
 *
 *  Errors, first match wins (fs/open.c: do_fchmodat, chmod_common):
 *    EBADF   fchmod: fd is not open, or with O_PATH
 *    …       the path's (path_lookup.ts); a link at its end is followed
 *    EPERM   neither the file's owner nor the superuser · what /proc makes up
 *  Who is not in the file's group cannot set its set-group-ID bit: the rest of the mode is set.
 */

import { defineCall, EBADF, EPERM, fileAt, text, type Transaction } from "@palimpsest/kernel";
import { setMode } from "../names/attribute_changes.ts";
import { isErrno, type Node } from "../names/node.ts";
import { subjectOf } from "../names/permission.ts";
import { AT, findNode, isFlat } from "./path_lookup.ts";

/** chmod(2). */
export const chmod = defineCall("chmod", {
  id: 148,
  doc: "Set the permission bits of a file.",
  arguments: { path: text(), mode: "octal" },
  decide: (tx, { path, mode }) => changeMode(tx, findNode(tx, { directoryFd: AT.FDCWD, path }), mode),
});

/** fchmodat(2). */
export const fchmodat = defineCall("fchmodat", {
  id: 160,
  doc: "Set the permission bits of a file relative to a directory.",
  arguments: { directoryFd: "fd", path: text(), mode: "octal" },
  decide: (tx, { directoryFd, path, mode }) => changeMode(tx, findNode(tx, { directoryFd, path }), mode),
});

/** fchmod(2). */
export const fchmod = defineCall("fchmod", {
  id: 161,
  doc: "Set the permission bits of an open file.",
  arguments: { fd: "fd", mode: "octal" },
  decide(tx, { fd, mode }) {
    const file = fileAt(tx, fd);
    if (file === undefined) return -EBADF;
    return changeMode(tx, isFlat(tx.state) ? -EPERM : file.inode, mode);
  },
});

function changeMode(tx: Transaction, node: Node | number, mode: number): number {
  if (isErrno(node)) return node;
  if (typeof node !== "number") return -EPERM;
  return setMode(tx, subjectOf(tx.process.credentials), tx.state.inode(node), mode);
}
