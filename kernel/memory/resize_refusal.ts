/**
 * Whether a file may get another size (fs/attr.c: inode_newsize_ok; mm/shmem.c: shmem_setattr): one rule for ftruncate, truncate
 * and O_TRUNC.
 *
 *   RR1  Only growth meets RLIMIT_FSIZE, and only that sends SIGXFSZ: the largest file of the file system does not.
 */

import { EFBIG, EPERM } from "../errno.ts";
import { RLIM_INFINITY } from "../limits.ts";
import { SIGNAL } from "../process/signal.ts";
import type { Inode } from "../state/inode.ts";
import { RLIMIT } from "../state/process.ts";
import type { Transaction } from "../transaction.ts";
import { largestSize } from "./file_size.ts";
import { isResizeSealed } from "./seals.ts";

/** Why the acting process may not give a regular file this size: -EFBIG, -EPERM; or 0. */
export function resizeRefusal(tx: Transaction, inode: Inode, sizeBytes: number): number {
  const { soft } = tx.process.limits[RLIMIT.FSIZE];
  const isOverLimit = soft !== RLIM_INFINITY && sizeBytes > soft && sizeBytes > inode.sizeBytes;
  if (isOverLimit) tx.raise(SIGNAL.SIGXFSZ);
  if (isOverLimit || sizeBytes > largestSize(inode)) return -EFBIG;
  return isResizeSealed(inode, sizeBytes) ? -EPERM : 0;
}
