/**
 * chdir(path), fchdir(fd): relative paths start from another directory.                                     chdir(2)
 *
 *  Errors, first match wins (fs/open.c):
 *    EBADF    fchdir: fd is not open
 *    …        the path's (path_lookup.ts)
 *    ENOTDIR  no directory
 *    EACCES   no permission to search it
 */

import { anyFileAt, defineCall, EBADF, ENOTDIR, setPlace, text, type Transaction } from "@palimpsest/kernel";
import { isDirectory, isErrno, type Node } from "../names/node.ts";
import { nodeInode } from "../names/node_inode.ts";
import { MAY_EXECUTE, permission, subjectOf } from "../names/permission.ts";
import { AT, findNode } from "./path_lookup.ts";

/** chdir(2). */
export const chdir = defineCall("chdir", {
  id: 168,
  doc: "Change the working directory.",
  arguments: { path: text() },
  decide: (tx, { path }) => moveTo(tx, findNode(tx, { directoryFd: AT.FDCWD, path })),
});

/** fchdir(2). */
export const fchdir = defineCall("fchdir", {
  id: 169,
  doc: "Make an open directory the working directory.",
  arguments: { fd: "fd" },
  decide(tx, { fd }) {
    const file = anyFileAt(tx, fd);
    return file === undefined ? -EBADF : moveTo(tx, file.inode);
  },
});

function moveTo(tx: Transaction, node: Node | number): number {
  if (isErrno(node)) return node;
  if (!isDirectory(tx.state, node)) return -ENOTDIR;
  const refused = permission(tx.state, subjectOf(tx.process.credentials), node, MAY_EXECUTE);
  if (refused !== 0) return refused;
  const { umask } = tx.process.place;
  setPlace(tx, tx.pid, { workingDirectory: nodeInode(tx, node), umask });
  return 0;
}
