/**
 * unlink(path), unlinkat(directoryFd, path, flags): remove a name; rmdir(path): remove a directory.   unlink(2), rmdir(2)
 *
 *  Errors, first match wins (fs/namei.c: do_unlinkat, do_rmdir, may_delete):
 *    EINVAL  unlinkat: flags other than AT_REMOVEDIR
 *    …       the path's (path_lookup.ts)
 *    EISDIR  unlink of `.`, `..` or the root; rmdir: EINVAL, ENOTEMPTY, EBUSY
 *    ENAMETOOLONG, ENOENT   the name
 *    ENOTDIR, EISDIR        unlink of a name that slashes follow
 *    …       the directory's and the sticky bit's (new_name.ts)
 *    EISDIR  unlink of a directory · ENOTDIR: rmdir of something else
 *    EBUSY   something is mounted there · ENOTEMPTY: rmdir of a directory with names
 *  The file itself goes with its last name and open file. A machine with flat names knows no directories.
 */

import {
  defineCall,
  dropInode,
  EBUSY,
  EINVAL,
  EISDIR,
  ENOENT,
  ENOTDIR,
  ENOTEMPTY,
  EPERM,
  FILE_DIRECTORY,
  text,
  type Transaction,
} from "@palimpsest/kernel";
import { flatPlace } from "../names/flat_path.ts";
import { removeName } from "../names/name_changes.ts";
import { namesOf } from "../names/names.ts";
import { isDirectory } from "../names/node.ts";
import { MAY_EXECUTE, MAY_WRITE, permission, subjectOf } from "../names/permission.ts";
import type { LastKind } from "../names/walk.ts";
import { deletionRefusal, entryInode, mountRefusal } from "./new_name.ts";
import { AT, findParent, type FoundParent, isFlat } from "./path_lookup.ts";

/** What rmdir says of a last component that is no name. */
const RMDIR_ERRORS: Readonly<Record<Exclude<LastKind, "name">, number>> = {
  dot: EINVAL,
  dotdot: ENOTEMPTY,
  root: EBUSY,
};

/** unlink(2). */
export const unlink = defineCall("unlink", {
  id: 131,
  doc: "Remove a name of a file.",
  arguments: { path: text() },
  decide: (tx, { path }) => isFlat(tx.state) ? unlinkFlat(tx, path) : unlinkFile(tx, AT.FDCWD, path),
});

/** unlinkat(2). */
export const unlinkat = defineCall("unlinkat", {
  id: 132,
  doc: "Remove a name of a file relative to a directory.",
  arguments: { directoryFd: "fd", path: text(), flags: "hex" },
  decide(tx, { directoryFd, path, flags }) {
    if ((flags & ~AT.REMOVEDIR) !== 0) return -EINVAL;
    if (isFlat(tx.state)) return flags === 0 ? unlinkFlat(tx, path) : -ENOTDIR;
    return flags === 0 ? unlinkFile(tx, directoryFd, path) : removeDirectory(tx, directoryFd, path);
  },
});

/** rmdir(2). */
export const rmdir = defineCall("rmdir", {
  id: 143,
  doc: "Remove a directory.",
  arguments: { path: text() },
  decide: (tx, { path }) => removeDirectory(tx, AT.FDCWD, path),
});

function unlinkFile(tx: Transaction, directoryFd: number, path: string): number {
  const parent = findParent(tx, { directoryFd, path });
  if (typeof parent === "number") return parent;
  if (parent.kind !== "name") return -EISDIR;
  const { directory, name } = parent;
  const victim = entryInode(tx, parent);
  if (victim < 0) return victim;
  if (victim === 0 || typeof directory !== "number") return madeUpRefusal(tx, parent, { isDirectory: false });
  if (parent.hasSlash) return isDirectory(tx.state, victim) ? -EISDIR : -ENOTDIR;
  const refused = deletionRefusal(tx, directory, victim, { isDirectory: false }) || mountRefusal(tx, victim);
  if (refused !== 0) return refused;
  removeName(tx, directory, name);
  return 0;
}

function removeDirectory(tx: Transaction, directoryFd: number, path: string): number {
  const parent = findParent(tx, { directoryFd, path });
  if (typeof parent === "number") return parent;
  if (parent.kind !== "name") return -RMDIR_ERRORS[parent.kind];
  const { directory, name } = parent;
  const victim = entryInode(tx, parent);
  if (victim < 0) return victim;
  if (victim === 0 || typeof directory !== "number") return madeUpRefusal(tx, parent, { isDirectory: true });
  const refused = deletionRefusal(tx, directory, victim, { isDirectory: true }) || mountRefusal(tx, victim);
  if (refused !== 0) return refused;
  if (namesOf(tx.state).directory(victim)!.size > 0) return -ENOTEMPTY;
  removeName(tx, directory, name);
  return 0;
}

/**
 * What is made up cannot be removed; what is not even that does not exist. A process's directory in /proc is immutable, with all
 * that is in it: that comes before any permission.
 */
function madeUpRefusal(
  tx: Transaction,
  { walk, directory, name, hasSlash }: FoundParent,
  asked: { readonly isDirectory: boolean },
): number {
  const victim = walk.lookup(directory, name);
  if (typeof victim !== "object") return -ENOENT;
  const isVictimDirectory = victim.fileKind === FILE_DIRECTORY;
  if (hasSlash && !asked.isDirectory) return isVictimDirectory ? -EISDIR : -ENOTDIR;
  if (typeof directory !== "number") return -EPERM;
  const subject = subjectOf(tx.process.credentials);
  const refused = permission(tx.state, subject, directory, MAY_WRITE | MAY_EXECUTE);
  if (refused !== 0) return refused;
  return asked.isDirectory && !isVictimDirectory ? -ENOTDIR : -EPERM;
}

function unlinkFlat(tx: Transaction, path: string): number {
  const where = flatPlace(path);
  if (typeof where === "number") return where;
  const entry = namesOf(tx.state).find(where.directory, where.name);
  if (entry === undefined) return -ENOENT;
  const inode = tx.state.inode(entry.inode);
  if (inode.making.fileKind === FILE_DIRECTORY) return -EISDIR;
  tx.emitForeign({ kind: "entryRemove", directory: where.directory, name: where.name });
  tx.emit({ kind: "inodeLinks", inode: inode.id, links: inode.links - 1 });
  dropInode(tx, inode.id);
  return 0;
}
