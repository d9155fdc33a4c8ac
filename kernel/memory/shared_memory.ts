/**
 * Shared anonymous memory: every mmap(MAP_SHARED | MAP_ANONYMOUS) makes a tmpfs file without a name (shmem_zero_setup).
 */

import { PAGE_SIZE } from "../address.ts";
import { ENOMEM } from "../errno.ts";
import { FILE_REGULAR, FS_SHMEM } from "../state/inode.ts";
import { OPEN } from "../state/open_file.ts";
import type { Transaction } from "../transaction.ts";
import { isEnoughMemory } from "./address_limits.ts";

/** A fresh shared-memory object of `pageCount` pages; -ENOMEM when the request passes the overcommit heuristic. */
export function newSharedMemory(
  tx: Transaction,
  pageCount: number,
  accounted: boolean,
): { file: number; inode: number } | number {
  if (accounted && !isEnoughMemory(tx, pageCount)) return -ENOMEM;
  const inode = tx.state.counters.inode + 1;
  tx.emit({
    kind: "inodeNew",
    inode,
    fileKind: FILE_REGULAR,
    fileSystem: FS_SHMEM,
    sizeBytes: pageCount * PAGE_SIZE,
    mode: 0o777,
    links: 0,
    unknownStorage: false,
    name: "/dev/zero (deleted)",
  });
  const file = tx.state.counters.file + 1;
  tx.emit({ kind: "fileNew", file, inode, flags: OPEN.RDWR });
  return { file, inode };
}
