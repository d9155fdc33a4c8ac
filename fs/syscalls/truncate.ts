/**
 * truncate(path, lengthBytes): give a file another size.                                                truncate(2)
 *
 *  Errors, first match wins (fs/open.c: do_sys_truncate, vfs_truncate; fs/attr.c: inode_newsize_ok):
 *    EINVAL  a negative length
 *    …       the path's (path_lookup.ts)
 *    EISDIR  a directory · EINVAL: no regular file
 *    EACCES  no permission to write
 *    EFBIG   more than RLIMIT_FSIZE, or than the largest file of the file system
 */

import {
  defineCall,
  EFBIG,
  EINVAL,
  EISDIR,
  FILE_DIRECTORY,
  FILE_REGULAR,
  largestSize,
  RLIM_INFINITY,
  RLIMIT,
  text,
  type Transaction,
} from "@palimpsest/kernel";
import { cutFile } from "../names/cut_file.ts";
import { fileKindOf, isErrno } from "../names/node.ts";
import { MAY_WRITE, permission, subjectOf } from "../names/permission.ts";
import { AT, findNode } from "./path_lookup.ts";

/** truncate(2). */
export const truncate = defineCall("truncate", {
  id: 165,
  doc: "Give a file another size.",
  arguments: { path: text(), lengthBytes: "size" },
  decide(tx, { path, lengthBytes }) {
    if (lengthBytes < 0) return -EINVAL;
    const node = findNode(tx, { directoryFd: AT.FDCWD, path });
    if (isErrno(node)) return node;
    const fileKind = fileKindOf(tx.state, node);
    if (fileKind === FILE_DIRECTORY) return -EISDIR;
    if (fileKind !== FILE_REGULAR || typeof node !== "number") return -EINVAL;
    const subject = subjectOf(tx.process.credentials);
    const refused = permission(tx.state, subject, node, MAY_WRITE) || sizeRefusal(tx, node, lengthBytes);
    if (refused !== 0) return refused;
    cutFile(tx, node, lengthBytes, { isOpening: false });
    return 0;
  },
});

function sizeRefusal(tx: Transaction, id: number, lengthBytes: number): number {
  const inode = tx.state.inode(id);
  const { soft } = tx.process.limits[RLIMIT.FSIZE];
  const isOverLimit = soft !== RLIM_INFINITY && lengthBytes > soft && lengthBytes > inode.sizeBytes;
  return isOverLimit || lengthBytes > largestSize(inode) ? -EFBIG : 0;
}
