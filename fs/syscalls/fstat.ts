/**
 * fstat(fd, status): what is known of an open file, as struct stat (status.ts).                             stat(2)
 *
 *  Errors, first match wins (fs/stat.c):
 *    EBADF   fd is not open
 *    EFAULT  the status cannot be written
 *  A status `outside` the modelled memory is not written: the caller looks at the inode itself.
 */

import { anyFileAt, defineCall, EBADF, EFAULT, writeUserBytes } from "@palimpsest/kernel";
import { statusOf } from "./status.ts";

/** fstat(2). */
export const fstat = defineCall("fstat", {
  id: 137,
  doc: "Tell what is known of an open file.",
  arguments: { fd: "fd", status: "address", outside: "none" },
  decide(tx, { fd, status, outside }) {
    const file = anyFileAt(tx, fd);
    if (file === undefined) return -EBADF;
    if (outside !== 0) return 0;
    return writeUserBytes(tx, status, statusOf(tx.state, file.inode)) ? 0 : -EFAULT;
  },
});
