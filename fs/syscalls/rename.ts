/**
 * rename(oldPath, newPath), renameat(…), renameat2(oldFd, oldPath, newFd, newPath, flags): give a file another name, in place
 * of what has it now.                                                                                     rename(2)
 *
 *     RENAME_NOREPLACE 1   fail where the new name exists
 *     RENAME_EXCHANGE  2   both names exist, and change what they stand for
 *
 *  Errors, first match wins (fs/namei.c: do_renameat2, vfs_rename):
 *    EINVAL   other flags, or both
 *    …        the old path's, then the new path's (path_lookup.ts)
 *    EXDEV    the two are in different mounts
 *    EBUSY    `.`, `..` or the root (the new one, with NOREPLACE: EEXIST)
 *    ENAMETOOLONG, ENOENT   the old name
 *    ENAMETOOLONG, EEXIST   the new name, EEXIST with NOREPLACE · ENOENT: none, with EXCHANGE
 *    ENOTDIR  slashes follow the name of something that is no directory
 *    EINVAL   the old is a directory on the way to the new · ENOTEMPTY the other way round (EXCHANGE: EINVAL)
 *    0        both are names of one file
 *    …        deletion of the old, creation or deletion of the new (new_name.ts)
 *    EACCES   a directory that moves to another, and may not be written itself
 *    EBUSY    something is mounted there
 *    ENOTEMPTY the new is a directory with names
 *  Nobody ever sees the file under both names or none: it is one event.
 */

import {
  defineCall,
  EACCES,
  EBUSY,
  EEXIST,
  EINVAL,
  ENOENT,
  ENOTDIR,
  ENOTEMPTY,
  EPERM,
  EXDEV,
  text,
  type Transaction,
} from "@palimpsest/kernel";
import { exchangeNames, moveName } from "../names/name_changes.ts";
import { namesOf } from "../names/names.ts";
import { isDirectory, mountOfDirectory } from "../names/node.ts";
import { MAY_WRITE, permission, subjectOf } from "../names/permission.ts";
import { creationPlace, deletionRefusal, entryInode, mountRefusal } from "./new_name.ts";
import { AT, findParent, type FoundParent, type TwoPaths } from "./path_lookup.ts";

/** Flags of renameat2. */
export const RENAME = { NOREPLACE: 1, EXCHANGE: 2 } as const;

/** rename(2). */
export const rename = defineCall("rename", {
  id: 144,
  doc: "Give a file another name.",
  arguments: { oldPath: text(), newPath: text() },
  decide: (tx, { oldPath, newPath }) =>
    renameFile(tx, { oldFd: AT.FDCWD, oldPath, newFd: AT.FDCWD, newPath, flags: 0 }),
});

/** renameat2(2). */
export const renameat2 = defineCall("renameat2", {
  id: 156,
  doc: "Give a file another name, or exchange two; relative to directories.",
  arguments: { oldFd: "fd", oldPath: text(), newFd: "fd", newPath: text(), flags: "hex" },
  decide: (tx, request) => renameFile(tx, request),
});

/** One of the two names: its directory, and what stands there (0: nothing). */
interface Side {
  readonly directory: number;
  readonly name: string;
  readonly inode: number;
}

function renameFile(tx: Transaction, { oldFd, oldPath, newFd, newPath, flags }: TwoPaths): number {
  const isExchange = flags === RENAME.EXCHANGE;
  if (flags !== 0 && flags !== RENAME.NOREPLACE && !isExchange) return -EINVAL;
  const from = findParent(tx, { directoryFd: oldFd, path: oldPath });
  if (typeof from === "number") return from;
  const to = findParent(tx, { directoryFd: newFd, path: newPath });
  if (typeof to === "number") return to;
  const sides = bothSides(tx, from, to, flags);
  if (typeof sides === "number") return sides;
  const [old, other] = sides;
  const refused = loopRefusal(tx, old, other, isExchange);
  if (refused !== 0 || old.inode === other.inode) return refused;
  const forbidden = renameRefusal(tx, old, other, isExchange);
  if (forbidden !== 0) return forbidden;
  const places = [old, other].map(({ directory, name }) => ({ directory, name }));
  if (isExchange) exchangeNames(tx, places[0], places[1]);
  else moveName(tx, places[0], places[1]);
  return 0;
}

/** What stands at both names, or the errors of the names themselves. */
function bothSides(
  tx: Transaction,
  from: FoundParent,
  to: FoundParent,
  flags: number,
): [Side, Side] | number {
  if (mountOfDirectory(tx.state, from.directory) !== mountOfDirectory(tx.state, to.directory)) return -EXDEV;
  if (from.kind !== "name") return -EBUSY;
  if (to.kind !== "name") return (flags & RENAME.NOREPLACE) !== 0 ? -EEXIST : -EBUSY;
  if (typeof from.directory !== "number" || typeof to.directory !== "number") {
    return isThere(from) && isThere(to) ? -EPERM : -ENOENT;
  }
  const old = { directory: from.directory, name: from.name, inode: entryInode(tx, from) };
  if (old.inode <= 0) return old.inode === 0 ? -ENOENT : old.inode;
  const other = { directory: to.directory, name: to.name, inode: entryInode(tx, to) };
  if (other.inode < 0) return other.inode;
  if (other.inode > 0 && (flags & RENAME.NOREPLACE) !== 0) return -EEXIST;
  const isExchange = (flags & RENAME.EXCHANGE) !== 0;
  if (isExchange && other.inode === 0) return -ENOENT;
  if (isExchange && to.hasSlash && !isDirectory(tx.state, other.inode)) return -ENOTDIR;
  const asksForDirectory = from.hasSlash || !isExchange && to.hasSlash;
  return asksForDirectory && !isDirectory(tx.state, old.inode) ? -ENOTDIR : [old, other];
}

/** Whether a name leads to something, made up or not. */
function isThere({ walk, directory, name }: FoundParent): boolean {
  const node = walk.lookup(directory, name);
  return typeof node === "object" || node !== undefined && node > 0;
}

/** Why a directory may not move below itself, or in place of one above it. */
function loopRefusal(tx: Transaction, old: Side, other: Side, isExchange: boolean): number {
  if (old.directory === other.directory) return 0;
  if (isOnTheWay(tx, old.inode, other.directory)) return -EINVAL;
  const isAbove = other.inode !== 0 && isOnTheWay(tx, other.inode, old.directory);
  return isAbove ? (isExchange ? -EINVAL : -ENOTEMPTY) : 0;
}

/** Whether a directory is `below`, or a directory that it is in. */
function isOnTheWay(tx: Transaction, inode: number, below: number): boolean {
  const names = namesOf(tx.state);
  for (let at = names.directory(below); at !== undefined; at = names.directory(at.parent)) {
    if (at.number === inode) return true;
    if (at.parent === at.number) return false;
  }
  return false;
}

/** Permissions of both names, and what is mounted or kept there (vfs_rename). */
function renameRefusal(tx: Transaction, old: Side, other: Side, isExchange: boolean): number {
  const isMoved = isDirectory(tx.state, old.inode);
  const isReplaced = other.inode !== 0 && isDirectory(tx.state, other.inode);
  const refused = deletionRefusal(tx, old.directory, old.inode, { isDirectory: isMoved }) ||
    newRefusal(tx, other, isExchange ? isReplaced : isMoved);
  if (refused !== 0) return refused;
  if (old.directory !== other.directory) {
    const isForbidden = isMoved && !mayWrite(tx, old.inode) ||
      isExchange && isReplaced && !mayWrite(tx, other.inode);
    if (isForbidden) return -EACCES;
  }
  const busy = mountRefusal(tx, old.inode) || mountRefusal(tx, other.inode);
  if (busy !== 0) return -EBUSY;
  const isFull = isReplaced && namesOf(tx.state).directory(other.inode)!.size > 0;
  return !isExchange && isFull ? -ENOTEMPTY : 0;
}

function newRefusal(tx: Transaction, { directory, name, inode }: Side, isDirectory: boolean): number {
  if (inode !== 0) return deletionRefusal(tx, directory, inode, { isDirectory });
  const place = creationPlace(tx, { directory, name, kind: "name", hasSlash: false });
  return typeof place === "number" ? place : 0;
}

function mayWrite(tx: Transaction, inode: number): boolean {
  return permission(tx.state, subjectOf(tx.process.credentials), inode, MAY_WRITE) === 0;
}
