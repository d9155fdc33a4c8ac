/**
 * What open, openat and creat ask for, and the open file that comes of it (fs/open.c: build_open_flags, ACC_MODE).
 */

import { installDescriptor, OPEN, type Transaction } from "@palimpsest/kernel";
import { MAY_READ, MAY_WRITE } from "../names/permission.ts";

/** What to open, and how. */
export interface OpenRequest {
  /** Where relative paths start: a descriptor, or AT_FDCWD. */
  readonly directoryFd: number;
  readonly path: string;
  /** O_* of open(2). */
  readonly flags: number;
  /** Permission bits of a file that is created. */
  readonly mode: number;
  /** What a recording says: 0 nothing, positive that the file was opened, a negated errno that it was not. */
  readonly given: number;
}

/** The flags that open(2) knows (VALID_OPEN_FLAGS); it passes over all others. */
export const KNOWN_FLAGS = 0x7fffc3;
/** Flags that only matter while opening. */
const OPENING_FLAGS = OPEN.CREAT | OPEN.EXCL | OPEN.NOCTTY | OPEN.TRUNC | OPEN.CLOEXEC;

/** The permission bits that opening with `flags` takes (ACC_MODE). */
export function accessWanted(flags: number): number {
  if ((flags & OPEN.PATH) !== 0) return 0;
  const access = flags & OPEN.ACCMODE;
  const wanted = access === OPEN.RDONLY
    ? MAY_READ
    : access === OPEN.WRONLY
    ? MAY_WRITE
    : MAY_READ | MAY_WRITE;
  return (flags & OPEN.TRUNC) !== 0 ? wanted | MAY_WRITE : wanted;
}

/** Opens an inode at the lowest free descriptor; the descriptor. */
export function openInode(tx: Transaction, inode: number, flags: number): number {
  const file = tx.state.counters.file + 1;
  const kept = flags & ~OPENING_FLAGS;
  tx.emit({ kind: "fileNew", file, inode, flags: (flags & OPEN.PATH) !== 0 ? kept : kept | OPEN.LARGEFILE });
  return installDescriptor(tx, file, (flags & OPEN.CLOEXEC) !== 0);
}
