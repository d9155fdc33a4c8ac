/**
 * dup(fd): another descriptor, the lowest free one, for the same open file.                                  dup(2)
 * dup2(fd, newFd), dup3(fd, newFd, flags): make newFd that descriptor, closing what it was.
 *
 *  Errors, first match wins (fs/file.c: ksys_dup3):
 *    EINVAL  dup3: flags other than O_CLOEXEC · the descriptors are the same
 *    EBADF   newFd at or above RLIMIT_NOFILE · fd is not open
 *    EMFILE  dup: no free descriptor
 *  dup2 of a descriptor to itself only checks that it is open.
 */

import { EBADF, EINVAL } from "../errno.ts";
import { anyFileAt, installDescriptor, releaseFile } from "../process/descriptors.ts";
import { OPEN } from "../state/open_file.ts";
import { RLIMIT } from "../state/process.ts";
import type { Transaction } from "../transaction.ts";
import { defineCall } from "./call.ts";

/** dup(2). */
export const dup = defineCall("dup", {
  id: 57,
  doc: "Open another descriptor for the same open file.",
  arguments: { fd: "fd" },
  decide(tx, { fd }) {
    const file = anyFileAt(tx, fd);
    return file === undefined ? -EBADF : installDescriptor(tx, file.id, false);
  },
});

/** dup2(2). */
export const dup2 = defineCall("dup2", {
  id: 58,
  doc: "Make a descriptor stand for the same open file as another.",
  arguments: { fd: "fd", newFd: "fd" },
  decide(tx, { fd, newFd }) {
    if (fd === newFd) return anyFileAt(tx, fd) === undefined ? -EBADF : newFd;
    return replaceDescriptor(tx, fd, newFd, false);
  },
});

/** dup3(2). */
export const dup3 = defineCall("dup3", {
  id: 59,
  doc: "Make a descriptor stand for the same open file as another, with flags.",
  arguments: { fd: "fd", newFd: "fd", flags: "openFlags" },
  decide(tx, { fd, newFd, flags }) {
    if ((flags & ~OPEN.CLOEXEC) !== 0 || fd === newFd) return -EINVAL;
    return replaceDescriptor(tx, fd, newFd, flags !== 0);
  },
});

function replaceDescriptor(tx: Transaction, fd: number, newFd: number, closeOnExec: boolean): number {
  if (newFd < 0 || newFd >= tx.process.limits[RLIMIT.NOFILE].soft) return -EBADF;
  const file = anyFileAt(tx, fd);
  if (file === undefined) return -EBADF;
  const replaced = anyFileAt(tx, newFd);
  tx.emit({ kind: "descriptorPut", process: tx.pid, descriptor: newFd, file: file.id, closeOnExec });
  if (replaced !== undefined) releaseFile(tx, replaced.id);
  return newFd;
}
