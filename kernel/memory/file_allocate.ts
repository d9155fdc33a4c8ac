/**
 * Allocating pages of a memory-backed file ahead of their use (mm/shmem.c: shmem_fallocate).
 *
 *     not there              takes its place, unread: not in memory for mincore, a hole for read()
 *     allocated before       becomes a page of zeros like any other
 *     in memory, swapped     stays
 *
 * Disk files allocate blocks, which nothing here can see.
 */

import { pageOf, pagesSpanning } from "../address.ts";
import { ENOMEM, ENOSPC } from "../errno.ts";
import type { Transaction } from "../transaction.ts";
import { absentRun, CONTENT, insertPages } from "./cache_insert.ts";
import { F_DIRTY, F_UNREAD } from "./frame.ts";
import { NO_FRAME } from "./frame_allocation.ts";
import { readUnread } from "./page_cache.ts";

/** Allocates the pages of [startByte, endByte); 0, -ENOSPC with nothing done, or -ENOMEM with a part of them done. */
export function allocatePages(tx: Transaction, inodeId: number, startByte: number, endByte: number): number {
  const end = pagesSpanning(endByte);
  const pageCount = end - pageOf(startByte);
  const { frameCount, swapSlotCount, ramPages } = tx.config;
  if (pageCount >= Math.min(ramPages, frameCount + swapSlotCount)) return -ENOSPC;
  for (let index = pageOf(startByte); index < end;) {
    const inode = tx.state.inode(inodeId);
    let count = absentRun(inode, index, end);
    if (count > 0) {
      if (!tx.reserve(1)) return -ENOMEM;
      count = Math.min(count, tx.state.frameMap.freeCount);
      insertUnread(tx, inodeId, index, count);
    } else if (inode.cachedFrame(index) >= 0) {
      readUnread(tx, inode.cachedFrame(index));
    }
    index += Math.max(count, 1);
  }
  return 0;
}

function insertUnread(tx: Transaction, inodeId: number, index: number, count: number): void {
  if (insertPages(tx, { inode: inodeId, index, count, content: CONTENT.zeros }) === NO_FRAME) return;
  const inode = tx.state.inode(inodeId);
  for (let done = 0; done < count;) {
    const frame = inode.cachedFrame(index + done);
    let run = 1;
    while (done + run < count && inode.cachedFrame(index + done + run) === frame + run) run++;
    tx.emit({ kind: "framesMark", frame, count: run, set: F_UNREAD | F_DIRTY, clear: 0 });
    done += run;
  }
}
