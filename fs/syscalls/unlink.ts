/**
 * unlink(path), unlinkat(directoryFd, path, flags): remove a name.                                       unlink(2)
 *
 *  Errors, first match wins (fs/namei.c: do_unlinkat):
 *    EINVAL        unlinkat: flags other than AT_REMOVEDIR
 *    ENOENT        an empty path, or no such name;  ENAMETOOLONG
 *    EISDIR        a directory · ENOTDIR: not one, with AT_REMOVEDIR
 *  The file itself goes with its last name and open file.
 */

import {
  defineCall,
  dropInode,
  EINVAL,
  EISDIR,
  ENOENT,
  ENOTDIR,
  FILE_DIRECTORY,
  text,
  type Transaction,
} from "@palimpsest/kernel";
import { namesOf } from "../names/names.ts";
import { flatPlace } from "../names/flat_path.ts";

const AT_REMOVEDIR = 0x200;

/** unlink(2). */
export const unlink = defineCall("unlink", {
  id: 131,
  doc: "Remove a name of a file.",
  arguments: { path: text() },
  decide: (tx, { path }) => removeName(tx, path),
});

/** unlinkat(2). */
export const unlinkat = defineCall("unlinkat", {
  id: 132,
  doc: "Remove a name of a file relative to a directory.",
  arguments: { directoryFd: "fd", path: text(), flags: "hex" },
  decide(tx, { path, flags }) {
    if ((flags & ~AT_REMOVEDIR) !== 0) return -EINVAL;
    return flags === 0 ? removeName(tx, path) : -ENOTDIR;
  },
});

function removeName(tx: Transaction, path: string): number {
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
