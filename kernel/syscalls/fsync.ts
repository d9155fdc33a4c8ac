/**
 * fsync(fd), fdatasync(fd): write back what was changed of a file, and make it durable.                   fsync(2)
 *
 *  Errors, first match wins (fs/sync.c):
 *    EBADF   fd is not open
 *    EINVAL  a file that has nothing to be written back to: a pipe, a terminal
 *  Memory-backed files succeed and do nothing.
 */

import { EBADF, EINVAL } from "../errno.ts";
import { cacheEnd } from "../memory/file_size.ts";
import { writeBack } from "../memory/write_back.ts";
import { fileAt } from "../process/descriptors.ts";
import { FILE_DIRECTORY, FILE_REGULAR } from "../state/inode.ts";
import type { Transaction } from "../transaction.ts";
import { defineCall } from "./call.ts";

/** fsync(2). */
export const fsync = defineCall("fsync", {
  id: 69,
  doc: "Write back a file.",
  arguments: { fd: "fd" },
  decide: (tx, { fd }) => syncFile(tx, fd, false),
});

/** fdatasync(2). */
export const fdatasync = defineCall("fdatasync", {
  id: 70,
  doc: "Write back the data of a file.",
  arguments: { fd: "fd" },
  decide: (tx, { fd }) => syncFile(tx, fd, true),
});

function syncFile(tx: Transaction, fd: number, isDataOnly: boolean): number {
  const file = fileAt(tx, fd);
  if (file === undefined) return -EBADF;
  const inode = tx.state.inode(file.inode);
  const { fileKind } = inode.making;
  if (fileKind !== FILE_REGULAR && fileKind !== FILE_DIRECTORY) return -EINVAL;
  writeBack(tx, inode.id, 0, cacheEnd(inode));
  tx.disk.sync(tx, inode.id, isDataOnly);
  return 0;
}
