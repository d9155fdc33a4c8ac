/**
 * chown(path, uid, gid), lchown, fchown(fd, …), fchownat(directoryFd, path, uid, gid, flags): give a file to another user or
 * group; -1 leaves either as it is.                                                                        chown(2)
 *
 *  Errors, first match wins (fs/open.c: do_fchownat, chown_common):
 *    EINVAL  fchownat: flags other than AT_SYMLINK_NOFOLLOW, AT_EMPTY_PATH
 *    EBADF   fchown: fd is not open, or with O_PATH
 *    …       the path's (path_lookup.ts); a link at its end is followed, but by lchown
 *    EPERM   not the superuser; its owner may give it to a group that he is in · what /proc makes up
 *  A file that is no directory loses its set-user-ID bit, and the set-group-ID bit where its group may execute it; whoever may
 *  not change the mode fails then.
 */

import { defineCall, EBADF, EINVAL, EPERM, fileAt, text, type Transaction } from "@palimpsest/kernel";
import { setOwner } from "../names/attribute_changes.ts";
import { isErrno, type Node } from "../names/node.ts";
import { subjectOf } from "../names/permission.ts";
import { AT, findNode, isFlat } from "./path_lookup.ts";

/** chown(2). */
export const chown = defineCall("chown", {
  id: 149,
  doc: "Give a file to another user or group.",
  arguments: { path: text(), uid: "decimal", gid: "decimal" },
  decide: (tx, { path, ...owner }) => changeOwner(tx, findNode(tx, { directoryFd: AT.FDCWD, path }), owner),
});

/** lchown(2). */
export const lchown = defineCall("lchown", {
  id: 162,
  doc: "Give a file, or a link itself, to another user or group.",
  arguments: { path: text(), uid: "decimal", gid: "decimal" },
  decide: (tx, { path, ...owner }) =>
    changeOwner(tx, findNode(tx, { directoryFd: AT.FDCWD, path, follow: false }), owner),
});

/** fchownat(2). */
export const fchownat = defineCall("fchownat", {
  id: 163,
  doc: "Give a file relative to a directory to another user or group.",
  arguments: { directoryFd: "fd", path: text(), uid: "decimal", gid: "decimal", flags: "hex" },
  decide(tx, { directoryFd, path, flags, ...owner }) {
    if ((flags & ~(AT.SYMLINK_NOFOLLOW | AT.EMPTY_PATH)) !== 0) return -EINVAL;
    const follow = (flags & AT.SYMLINK_NOFOLLOW) === 0;
    const allowsEmpty = (flags & AT.EMPTY_PATH) !== 0;
    return changeOwner(tx, findNode(tx, { directoryFd, path, follow, allowsEmpty }), owner);
  },
});

/** fchown(2). */
export const fchown = defineCall("fchown", {
  id: 164,
  doc: "Give an open file to another user or group.",
  arguments: { fd: "fd", uid: "decimal", gid: "decimal" },
  decide(tx, { fd, ...owner }) {
    const file = fileAt(tx, fd);
    if (file === undefined) return -EBADF;
    return changeOwner(tx, isFlat(tx.state) ? -EPERM : file.inode, owner);
  },
});

function changeOwner(tx: Transaction, node: Node | number, owner: { uid: number; gid: number }): number {
  if (isErrno(node)) return node;
  if (typeof node !== "number") return -EPERM;
  return setOwner(tx, subjectOf(tx.process.credentials), tx.state.inode(node), owner);
}
