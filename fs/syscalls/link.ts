/**
 * link(oldPath, newPath), linkat(oldFd, oldPath, newFd, newPath, flags): another name for a file.          link(2)
 *
 *  Errors, first match wins (fs/namei.c: do_linkat, may_linkat, vfs_link; protected_hardlinks is set):
 *    EINVAL  linkat: flags other than AT_SYMLINK_FOLLOW, AT_EMPTY_PATH
 *    …       the old path's (path_lookup.ts); a link at its end is not followed, unless asked for
 *    …       those of a new name (new_name.ts), but its permissions
 *    EXDEV   the two are in different mounts
 *    EPERM   another user's file, unless it is a regular one that may be read and written and does not run as its owner
 *    …       the new directory's permissions
 *    EPERM   a directory
 *    ENOENT  a file whose last name is gone
 */

import {
  anyFileAt,
  defineCall,
  EEXIST,
  EINVAL,
  ENOENT,
  EPERM,
  EXDEV,
  FILE_DIRECTORY,
  FILE_REGULAR,
  OPEN,
  text,
  type Transaction,
} from "@palimpsest/kernel";
import { mountOfInode } from "../names/mount_of_inode.ts";
import { addName } from "../names/name_changes.ts";
import { isErrno, mountOfDirectory, nodeFacts } from "../names/node.ts";
import {
  isOwnerOrPrivileged,
  isPrivileged,
  MAY_READ,
  MAY_WRITE,
  permissionFor,
  SET_GID_BIT,
  SET_UID_BIT,
  type Subject,
  subjectOf,
} from "../names/permission.ts";
import { creationPlace, entryInode } from "./new_name.ts";
import { AT, findNode, findParent, type TwoPaths } from "./path_lookup.ts";

const GROUP_EXECUTE = 0o010;

/** link(2). */
export const link = defineCall("link", {
  id: 142,
  doc: "Give a file another name.",
  arguments: { oldPath: text(), newPath: text() },
  decide: (tx, { oldPath, newPath }) =>
    linkFile(tx, { oldFd: AT.FDCWD, oldPath, newFd: AT.FDCWD, newPath, flags: 0 }),
});

/** linkat(2). */
export const linkat = defineCall("linkat", {
  id: 155,
  doc: "Give a file another name; both relative to directories.",
  arguments: { oldFd: "fd", oldPath: text(), newFd: "fd", newPath: text(), flags: "hex" },
  decide: (tx, request) => linkFile(tx, request),
});

function linkFile(tx: Transaction, { oldFd, oldPath, newFd, newPath, flags }: TwoPaths): number {
  if ((flags & ~(AT.SYMLINK_FOLLOW | AT.EMPTY_PATH)) !== 0) return -EINVAL;
  const subject = subjectOf(tx.process.credentials);
  const allowsEmpty = (flags & AT.EMPTY_PATH) !== 0;
  const follow = (flags & AT.SYMLINK_FOLLOW) !== 0;
  const old = findNode(tx, { directoryFd: oldFd, path: oldPath, follow, allowsEmpty });
  if (isErrno(old)) return old;
  const parent = findParent(tx, { directoryFd: newFd, path: newPath });
  if (typeof parent === "number") return parent;
  if (parent.kind !== "name") return -EEXIST;
  const existing = entryInode(tx, parent);
  if (existing !== 0) return existing < 0 ? existing : -EEXIST;
  if (parent.hasSlash) return -ENOENT;
  if (
    typeof old !== "number" || mountOfDirectory(tx.state, parent.directory) !== mountOfInode(tx.state, old)
  ) {
    return -EXDEV;
  }
  if (!isSafeSource(tx, subject, old)) return -EPERM;
  const place = creationPlace(tx, parent);
  if (typeof place === "number") return place;
  const inode = tx.state.inode(old);
  if (inode.making.fileKind === FILE_DIRECTORY) return -EPERM;
  const isLinkable = inode.links > 0 || allowsEmpty && oldPath === "" && isUnnamed(tx, oldFd);
  if (!isLinkable) return -ENOENT;
  addName(tx, place.directory, place.name, old);
  return 0;
}

/** Whether a descriptor is that of a file made with O_TMPFILE, which may get a first name. */
function isUnnamed(tx: Transaction, fd: number): boolean {
  return ((anyFileAt(tx, fd)?.flags ?? 0) & OPEN.TMPFILE) !== 0;
}

/** Whether somebody may give a file a further name that the owner does not know of (may_linkat). */
function isSafeSource(tx: Transaction, subject: Subject, inode: number): boolean {
  const facts = nodeFacts(tx.state, inode);
  const { mode, fileKind } = facts;
  if (isPrivileged(subject) || isOwnerOrPrivileged(subject, facts)) return true;
  const runsAsGroup = (mode & SET_GID_BIT) !== 0 && (mode & GROUP_EXECUTE) !== 0;
  if (fileKind !== FILE_REGULAR || (mode & SET_UID_BIT) !== 0 || runsAsGroup) return false;
  return permissionFor(subject, facts, MAY_READ | MAY_WRITE) === 0;
}
