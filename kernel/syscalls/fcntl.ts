/**
 * fcntl(fd, command, argument): duplicate a descriptor, read and change its flags.                          fcntl(2)
 *
 *     F_DUPFD, F_DUPFD_CLOEXEC   the lowest free descriptor from `argument` on
 *     F_GETFD, F_SETFD           FD_CLOEXEC of the descriptor
 *     F_GETFL, F_SETFL           flags of the open file; only O_APPEND, O_NONBLOCK, O_DIRECT and O_NOATIME change
 *     F_GETPIPE_SZ               bytes that a pipe has room for
 *     F_ADD_SEALS, F_GET_SEALS   what may never be done again with a file in memory (memory/seals.ts)
 *
 *  Errors, first match wins (fs/fcntl.c):
 *    EBADF   fd is not open; opened with O_PATH, where flags are not read; F_GETPIPE_SZ of no pipe
 *    EPERM   F_ADD_SEALS: not open for writing, or sealed against further seals
 *    EINVAL  F_ADD_SEALS: seals that do not exist, a file that knows none
 *    EBUSY   F_ADD_SEALS of F_SEAL_WRITE: a shared mapping may write
 *    EINVAL  F_DUPFD at or above RLIMIT_NOFILE; other commands
 *    EMFILE  no free descriptor
 */

import { EBADF, EINVAL } from "../errno.ts";
import { PIPE_CAPACITY_BYTES } from "../limits.ts";
import { addSeals, sealsOf } from "../memory/seals.ts";
import { anyFileAt, installDescriptor } from "../process/descriptors.ts";
import { isPipeKind } from "../state/inode.ts";
import { OPEN, type OpenFile } from "../state/open_file.ts";
import { RLIMIT } from "../state/process.ts";
import type { Transaction } from "../transaction.ts";
import { defineCall } from "./call.ts";

/** Commands of fcntl that are known here, by their Linux values. */
export const FCNTL = {
  DUPFD: 0,
  GETFD: 1,
  SETFD: 2,
  GETFL: 3,
  SETFL: 4,
  DUPFD_CLOEXEC: 1030,
  GETPIPE_SZ: 1032,
  ADD_SEALS: 1033,
  GET_SEALS: 1034,
} as const;

const FD_CLOEXEC = 1;
/** What may be done with a descriptor that was opened with O_PATH (check_fcntl_cmd). */
const OF_PATHS: readonly number[] = [FCNTL.DUPFD, FCNTL.DUPFD_CLOEXEC, FCNTL.GETFD, FCNTL.SETFD, FCNTL.GETFL];
const CHANGEABLE_FLAGS = OPEN.APPEND | OPEN.NONBLOCK | OPEN.DIRECT | OPEN.NOATIME;

/** fcntl(2). */
export const fcntl = defineCall("fcntl", {
  id: 60,
  doc: "Duplicate a descriptor, read and change its flags.",
  arguments: { fd: "fd", command: "fcntlCommand", argument: "hex" },
  decide(tx, { fd, command, argument }) {
    const file = anyFileAt(tx, fd);
    if (file === undefined) return -EBADF;
    if ((file.flags & OPEN.PATH) !== 0 && !OF_PATHS.includes(command)) return -EBADF;
    switch (command) {
      case FCNTL.DUPFD:
      case FCNTL.DUPFD_CLOEXEC:
        return duplicate(tx, file, argument, command === FCNTL.DUPFD_CLOEXEC);
      case FCNTL.GETFD:
        return tx.process.descriptors.get(fd)!.closeOnExec ? FD_CLOEXEC : 0;
      case FCNTL.SETFD:
        return setCloseOnExec(tx, fd, file, (argument & FD_CLOEXEC) !== 0);
      case FCNTL.GETFL:
        return file.flags;
      case FCNTL.SETFL:
        return setFlags(tx, file, argument);
      case FCNTL.ADD_SEALS:
        return addSeals(tx, file, argument);
      case FCNTL.GET_SEALS:
        return sealsOf(tx.state.inode(file.inode));
      case FCNTL.GETPIPE_SZ:
        return isPipeKind(tx.state.inode(file.inode).making.fileKind) ? PIPE_CAPACITY_BYTES : -EBADF;
      default:
        return -EINVAL;
    }
  },
});

function duplicate(tx: Transaction, file: OpenFile, from: number, closeOnExec: boolean): number {
  if (from < 0 || from >= tx.process.limits[RLIMIT.NOFILE].soft) return -EINVAL;
  return installDescriptor(tx, file.id, closeOnExec, from);
}

function setCloseOnExec(tx: Transaction, descriptor: number, file: OpenFile, closeOnExec: boolean): number {
  if (tx.process.descriptors.get(descriptor)!.closeOnExec !== closeOnExec) {
    tx.emit({ kind: "descriptorPut", process: tx.pid, descriptor, file: file.id, closeOnExec });
  }
  return 0;
}

function setFlags(tx: Transaction, file: OpenFile, argument: number): number {
  const flags = (argument & CHANGEABLE_FLAGS) | (file.flags & ~CHANGEABLE_FLAGS);
  if (flags !== file.flags) tx.emit({ kind: "fileFlags", file: file.id, flags });
  return 0;
}
