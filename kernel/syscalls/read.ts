/**
 * read(fd, buffer, lengthBytes): read from the position of an open file, which moves on.                    read(2)
 * pread64(fd, buffer, lengthBytes, position): read from a position of the caller's.                       pread(2)
 *
 *  Errors, first match wins (fs/read_write.c: ksys_read, ksys_pread64, vfs_read):
 *    EINVAL  pread64 of a negative position
 *    EBADF   fd is not open
 *    ESPIPE  pread64 of a pipe
 *    EBADF   not open for reading
 *    EFAULT  the buffer is no user memory
 *    EINVAL  position and length beyond the largest offset; a file that cannot be read
 *    EISDIR  a directory
 *    EFAULT  the first byte could not be copied; when a later one could not, the result is how many were
 *  At and behind the end of a file the result is 0, and the buffer is not touched.
 */

import { defineCall } from "./call.ts";
import { decideRead } from "./file_transfer.ts";

/** read(2). */
export const read = defineCall("read", {
  id: 61,
  doc: "Read from an open file.",
  arguments: { fd: "fd", buffer: "address", lengthBytes: "size", outside: "none", given: "none" },
  decide: (tx, args) => decideRead(tx, args),
});

/** pread64(2). */
export const pread64 = defineCall("pread64", {
  id: 63,
  doc: "Read from an open file at a position.",
  arguments: {
    fd: "fd",
    buffer: "address",
    lengthBytes: "size",
    position: "size",
    outside: "none",
    given: "none",
  },
  decide: (tx, args) => decideRead(tx, args, args.position),
});
