/**
 * truncate(path, lengthBytes): give a file another size.                                                truncate(2)
 *
 *  Errors, first match wins (fs/open.c: do_sys_truncate, vfs_truncate; fs/attr.c: inode_newsize_ok):
 *    EINVAL  a negative length
 *    …       the path's (path_lookup.ts)
 *    EISDIR  a directory · EINVAL: no regular file
 *    EACCES  no permission to write
 *    EFBIG   more than RLIMIT_FSIZE (SIGXFSZ comes too), or than the largest file of the file system
 *    EPERM   a seal of the file forbids it
 *  A file of /proc stays as it is.
 */

import {
  defineCall,
  EINVAL,
  EISDIR,
  FILE_DIRECTORY,
  FILE_REGULAR,
  FILE_TOLD,
  resizeRefusal,
  text,
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
    const subject = subjectOf(tx.process.credentials);
    if (fileKind === FILE_TOLD) return permission(tx.state, subject, node, MAY_WRITE);
    if (fileKind !== FILE_REGULAR || typeof node !== "number") return -EINVAL;
    const refused = permission(tx.state, subject, node, MAY_WRITE) ||
      resizeRefusal(tx, tx.state.inode(node), lengthBytes);
    if (refused !== 0) return refused;
    cutFile(tx, node, lengthBytes, { isOpening: false });
    return 0;
  },
});
