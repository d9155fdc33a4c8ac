/**
 * utimensat(directoryFd, path, accessed, modified, flags): set the times of a file.                    utimensat(2)
 *
 *     accessed, modified   nanoseconds of virtual time; -1 now (UTIME_NOW), -2 as it is (UTIME_OMIT)
 *
 *  Errors, first match wins (fs/utimes.c: do_utimes, vfs_utimes):
 *    EINVAL  flags other than AT_SYMLINK_NOFOLLOW, AT_EMPTY_PATH
 *    …       the path's (path_lookup.ts); an empty path stands for the descriptor with AT_EMPTY_PATH
 *    EPERM   neither the owner nor the superuser, and times of its own are set
 *    EACCES  the same, with both times now: no permission to write
 *    0       both times stay as they are: nothing is looked at
 */

import { defineCall, EACCES, EINVAL, EPERM, text, type Transaction } from "@palimpsest/kernel";
import { isErrno, nodeFacts } from "../names/node.ts";
import { isOwnerOrPrivileged, MAY_WRITE, permission, subjectOf } from "../names/permission.ts";
import { AT, findNode } from "./path_lookup.ts";

/** Times that are none. */
export const UTIME = { NOW: -1, OMIT: -2 } as const;

/** utimensat(2). */
export const utimensat = defineCall("utimensat", {
  id: 172,
  doc: "Set the times of a file.",
  arguments: { directoryFd: "fd", path: text(), accessed: "decimal", modified: "decimal", flags: "hex" },
  decide(tx, { directoryFd, path, accessed, modified, flags }) {
    if ((flags & ~(AT.SYMLINK_NOFOLLOW | AT.EMPTY_PATH)) !== 0) return -EINVAL;
    if (accessed === UTIME.OMIT && modified === UTIME.OMIT) return 0;
    const follow = (flags & AT.SYMLINK_NOFOLLOW) === 0;
    const allowsEmpty = (flags & AT.EMPTY_PATH) !== 0;
    const node = findNode(tx, { directoryFd, path, follow, allowsEmpty });
    if (isErrno(node)) return node;
    return typeof node === "number" ? setTimes(tx, node, accessed, modified) : -EPERM;
  },
});

function setTimes(tx: Transaction, inode: number, accessed: number, modified: number): number {
  const { state } = tx;
  const subject = subjectOf(tx.process.credentials);
  const isNow = accessed === UTIME.NOW && modified === UTIME.NOW;
  if (!isOwnerOrPrivileged(subject, nodeFacts(state, inode))) {
    if (!isNow) return -EPERM;
    if (permission(state, subject, inode, MAY_WRITE) !== 0) return -EACCES;
  }
  const { attributes } = state.inode(inode);
  if (attributes === undefined) return 0;
  const timeOf = (wanted: number, before: number) =>
    wanted === UTIME.NOW ? tx.now : wanted === UTIME.OMIT ? before : wanted;
  tx.emit({
    kind: "inodeTimes",
    inode,
    accessed: timeOf(accessed, attributes.accessed),
    modified: timeOf(modified, attributes.modified),
    changed: tx.now,
  });
  return 0;
}
