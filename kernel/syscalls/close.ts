/**
 * close(fd): close a descriptor.                                                                           close(2)
 *
 *  Errors (fs/open.c):
 *    EBADF  fd is not open
 *  The open file goes with its last descriptor and mapping, the file with its last name and open file.
 */

import { closeDescriptor } from "../process/descriptors.ts";
import { defineCall } from "./call.ts";

/** close(2). */
export const close = defineCall("close", {
  id: 56,
  doc: "Close a descriptor.",
  arguments: { fd: "fd" },
  decide: (tx, { fd }) => closeDescriptor(tx, tx.pid, fd),
});
