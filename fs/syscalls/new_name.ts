/**
 * Making and taking away one name: what mkdir, mknod, symlink, link, unlink, rmdir and rename check in common (fs/namei.c:
 * filename_create, may_create, may_delete).
 *
 *  newName: errors, first match wins
 *    …             the path's (path_lookup.ts)
 *    EEXIST        the last component is `.`, `..` or the root
 *    ENAMETOOLONG, EEXIST   the name
 *    ENOENT        slashes follow the name, and no directory is made · the directory is dead
 *    ENOENT        the directory's names are made up (/proc)
 *    EACCES        no permission to write to the directory
 *  deletionRefusal: errors, first match wins
 *    EACCES        no permission to write to the directory
 *    EPERM         it is sticky, and neither it nor what is deleted belongs to the process's user
 *    ENOTDIR, EISDIR        no directory, or one, where the other is asked for
 *    EBUSY         something is mounted there
 */

import {
  EBUSY,
  EEXIST,
  EISDIR,
  ENAMETOOLONG,
  ENOENT,
  ENOTDIR,
  FILE_DIRECTORY,
  type Transaction,
} from "@palimpsest/kernel";
import { kindOfFileSystem } from "../names/file_system_kind.ts";
import { mountOver } from "../names/mount.ts";
import type { NamePlace } from "../names/name_changes.ts";
import { namesOf } from "../names/names.ts";
import type { Node } from "../names/node.ts";
import { isTooLongName } from "../names/path_text.ts";
import { MAY_EXECUTE, MAY_WRITE, permission, stickyRefusal, subjectOf } from "../names/permission.ts";
import type { Parent } from "../names/walk.ts";
import { findParent, type PathRequest } from "./path_lookup.ts";

/** Where a new name goes, or a negated errno. */
export function newName(
  tx: Transaction,
  request: PathRequest,
  { isDirectory }: { readonly isDirectory: boolean },
): NamePlace | number {
  const parent = findParent(tx, request);
  if (typeof parent === "number") return parent;
  if (parent.kind !== "name") return -EEXIST;
  const found = entryInode(tx, parent);
  if (found < 0) return found;
  if (found > 0 || isMadeUp(parent)) return -EEXIST;
  if (parent.hasSlash && !isDirectory) return -ENOENT;
  return creationPlace(tx, parent);
}

function isMadeUp(
  { walk, directory, name }: Parent & { walk: { lookup(directory: Node, name: string): unknown } },
) {
  return typeof walk.lookup(directory, name) === "object";
}

/** The directory as one that names are made in, or a negated errno (may_create). */
export function creationPlace(tx: Transaction, { directory, name }: Parent): NamePlace | number {
  if (typeof directory !== "number") return -ENOENT;
  const { tree } = kindOfFileSystem(tx.state.inode(directory).making.fileSystem);
  if (tree !== undefined) return -ENOENT;
  if (tx.state.inode(directory).links === 0) return -ENOENT;
  const refused = permission(tx.state, subjectOf(tx.process.credentials), directory, MAY_WRITE | MAY_EXECUTE);
  return refused !== 0 ? refused : { directory, name };
}

/**
 * The inode that a name stands for, not what is mounted over it; 0 when there is none, -ENOENT when the directory is dead, or
 * -ENAMETOOLONG.
 */
export function entryInode(tx: Transaction, { directory, name }: Parent): number {
  if (typeof directory === "number" && tx.state.inode(directory).links === 0) return -ENOENT;
  if (isTooLongName(name)) return -ENAMETOOLONG;
  if (typeof directory !== "number") return 0;
  return namesOf(tx.state).find(directory, name)?.inode ?? 0;
}

/** Why a name may not be taken away, or 0 (may_delete). */
export function deletionRefusal(
  tx: Transaction,
  directory: number,
  victim: number,
  { isDirectory }: { readonly isDirectory: boolean },
): number {
  const { state } = tx;
  const subject = subjectOf(tx.process.credentials);
  const refused = permission(state, subject, directory, MAY_WRITE | MAY_EXECUTE) ||
    stickyRefusal(state, subject, directory, victim);
  if (refused !== 0) return refused;
  const isVictimDirectory = state.inode(victim).making.fileKind === FILE_DIRECTORY;
  if (isDirectory && !isVictimDirectory) return -ENOTDIR;
  if (!isDirectory && isVictimDirectory) return -EISDIR;
  return 0;
}

/** -EBUSY when something is mounted over a directory, else 0. */
export function mountRefusal(tx: Transaction, inode: number): number {
  return mountOver(namesOf(tx.state), inode) !== undefined ? -EBUSY : 0;
}
