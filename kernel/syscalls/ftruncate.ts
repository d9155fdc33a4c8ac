/**
 * ftruncate(fd, lengthBytes): give a file another size.                                                truncate(2)
 *
 *  Errors, first match wins (fs/open.c: do_sys_ftruncate; fs/attr.c: inode_newsize_ok):
 *    EINVAL  a negative length
 *    EBADF   fd is not open
 *    EINVAL  not a regular file, or not open for writing
 *    EFBIG   more than RLIMIT_FSIZE (SIGXFSZ comes too), or than the largest file of the file system
 *    EPERM   a seal of the file forbids it
 */

import { EBADF, EINVAL } from "../errno.ts";
import { setFileSize } from "../memory/file_truncate.ts";
import { touchInode } from "../memory/inode_times.ts";
import { dropRunningAs } from "../memory/running_as.ts";
import { resizeRefusal } from "../memory/resize_refusal.ts";
import { fileAt } from "../process/descriptors.ts";
import { FILE_REGULAR } from "../state/inode.ts";
import { defineCall } from "./call.ts";

/** ftruncate(2). */
export const ftruncate = defineCall("ftruncate", {
  id: 68,
  doc: "Give a file another size.",
  arguments: { fd: "fd", lengthBytes: "size" },
  decide(tx, { fd, lengthBytes }) {
    if (lengthBytes < 0) return -EINVAL;
    const file = fileAt(tx, fd);
    if (file === undefined) return -EBADF;
    const inode = tx.state.inode(file.inode);
    if (inode.making.fileKind !== FILE_REGULAR || !file.isWritable) return -EINVAL;
    const refused = resizeRefusal(tx, inode, lengthBytes);
    if (refused !== 0) return refused;
    const before = inode.sizeBytes;
    dropRunningAs(tx, inode);
    setFileSize(tx, inode.id, lengthBytes);
    if (lengthBytes !== before) touchInode(tx, inode.id, ["modified", "changed"]);
    return 0;
  },
});
