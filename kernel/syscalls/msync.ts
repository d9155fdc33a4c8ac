/**
 * msync(address, lengthBytes, flags): write back what a range of file mappings changed.                     msync(2)
 *
 *  Errors, first match wins (mm/msync.c):
 *    EINVAL  unknown flags · address not page-aligned · MS_ASYNC with MS_SYNC
 *    ENOMEM  the range wraps
 *    0       length 0
 *    then for each VMA in order: EBUSY MS_INVALIDATE of a locked VMA
 *    ENOMEM  holes: at once for MS_ASYNC alone, otherwise after the work is done
 *  Only MS_SYNC of a shared mapping does anything: it writes back the pages of the range, and makes the file durable.
 */

import { isPageAligned, pageRange } from "../address.ts";
import { EBUSY, EINVAL, ENOMEM } from "../errno.ts";
import { MS } from "../memory/mmap_flags.ts";
import { pageIndexIn, type Vma } from "../memory/vma.ts";
import { VM } from "../memory/vma_flags.ts";
import { writeBack } from "../memory/write_back.ts";
import type { Transaction } from "../transaction.ts";
import { defineCall } from "./call.ts";

/** msync(2). */
export const msync = defineCall("msync", {
  id: 22,
  doc: "Write back changes of file mappings.",
  arguments: { address: "address", lengthBytes: "size", flags: "msyncFlags" },
  addressRegister: "page",
  decide(tx, { address, lengthBytes, flags }) {
    if ((flags & ~(MS.ASYNC | MS.INVALIDATE | MS.SYNC)) !== 0 || !isPageAligned(address)) return -EINVAL;
    if ((flags & MS.ASYNC) !== 0 && (flags & MS.SYNC) !== 0) return -EINVAL;
    const { startPage, endPage, endWraps, lengthWraps } = pageRange(address, lengthBytes);
    if (lengthWraps) return 0;
    if (endWraps) return -ENOMEM;
    return endPage === startPage ? 0 : syncRange(tx, startPage, endPage, flags);
  },
});

function syncRange(tx: Transaction, startPage: number, endPage: number, flags: number): number {
  let holes = 0;
  let page = startPage;
  for (;;) {
    const vma = tx.space.vmaFrom(page);
    if (vma === undefined) return -ENOMEM;
    if (page < vma.startPage) {
      if (flags === MS.ASYNC || vma.startPage >= endPage) return -ENOMEM;
      page = vma.startPage;
      holes = -ENOMEM;
    }
    if ((flags & MS.INVALIDATE) !== 0 && (vma.flags & VM.LOCKED) !== 0) return -EBUSY;
    const partEnd = Math.min(vma.endPage, endPage);
    if ((flags & MS.SYNC) !== 0) syncPart(tx, vma, page, partEnd);
    page = vma.endPage;
    if (page >= endPage) return holes;
  }
}

function syncPart(tx: Transaction, vma: Vma, startPage: number, endPage: number): void {
  if (vma.file === 0 || (vma.flags & VM.SHARED) === 0) return;
  writeBack(tx, vma.inode, pageIndexIn(vma, startPage), endPage - startPage);
  tx.disk.sync(tx, vma.inode, false);
}
