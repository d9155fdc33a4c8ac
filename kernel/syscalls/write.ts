/**
 * write(fd, buffer, lengthBytes): write at the position of an open file, which moves on.                   write(2)
 * pwrite64(fd, buffer, lengthBytes, position): write at a position of the caller's.                      pwrite(2)
 *
 *  Errors, first match wins (fs/read_write.c: ksys_write, ksys_pwrite64, vfs_write; generic_write_checks):
 *    EINVAL  pwrite64 at a negative position
 *    EBADF   fd is not open
 *    ESPIPE  pwrite64 to a pipe
 *    EBADF   not open for writing
 *    EFAULT  the buffer is no user memory
 *    EINVAL  position and length beyond the largest offset; a file that cannot be written
 *    0       length 0
 *    EFBIG   the position is at RLIMIT_FSIZE (SIGXFSZ comes too) or at the largest size of the file system
 *    EPERM   a seal of the file forbids it
 *    EFAULT  the first byte could not be copied; when a later one could not, the result is how many were
 *    EPIPE   a pipe that nobody reads (SIGPIPE comes too);  EAGAIN  a full one, with O_NONBLOCK
 *  O_APPEND writes at the end of the file, pwrite64 too. O_DSYNC writes back what was written.
 */

import { bytes } from "../event/field.ts";
import { defineCall } from "./call.ts";
import { decideWrite } from "./file_transfer.ts";

/** write(2). */
export const write = defineCall("write", {
  id: 62,
  doc: "Write to an open file.",
  arguments: {
    fd: "fd",
    buffer: "address",
    lengthBytes: "size",
    outside: "none",
    given: "none",
    bytes: bytes({ print: "none" }),
  },
  decide: (tx, args) => decideWrite(tx, args),
});

/** pwrite64(2). */
export const pwrite64 = defineCall("pwrite64", {
  id: 64,
  doc: "Write to an open file at a position.",
  arguments: {
    fd: "fd",
    buffer: "address",
    lengthBytes: "size",
    position: "size",
    outside: "none",
    given: "none",
    bytes: bytes({ print: "none" }),
  },
  decide: (tx, args) => decideWrite(tx, args, args.position),
});
