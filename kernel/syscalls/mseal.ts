/**
 * mseal(address, lengthBytes, flags): seal the mappings of a range against change.                          mseal(2)
 *
 *  Errors, first match wins (mm/mseal.c):
 *    EINVAL  flags · address not page-aligned · length wraps to 0 · the range wraps
 *    0       length 0
 *    ENOMEM  a hole (nothing is sealed) · the map count
 */

import { isPageAligned, pageRange } from "../address.ts";
import { EINVAL, ENOMEM } from "../errno.ts";
import { VM } from "../memory/vma_flags.ts";
import { modifyVma } from "../memory/vma_merge.ts";
import type { Transaction } from "../transaction.ts";
import type { Space } from "../state/space.ts";
import { defineCall } from "./call.ts";

/** mseal(2). */
export const mseal = defineCall("mseal", {
  id: 27,
  doc: "Seal the mappings of a range.",
  arguments: { address: "address", lengthBytes: "size", flags: "hex" },
  decide(tx, { address, lengthBytes, flags }) {
    if (flags !== 0 || !isPageAligned(address)) return -EINVAL;
    const { startPage, endPage, lengthWraps, endWraps } = pageRange(address, lengthBytes);
    if (lengthWraps || endWraps) return -EINVAL;
    if (endPage === startPage) return 0;
    return hasHole(tx.space, startPage, endPage) ? -ENOMEM : sealRange(tx, startPage, endPage);
  },
});

function hasHole(space: Space, startPage: number, endPage: number): boolean {
  for (let page = startPage; page < endPage;) {
    const vma = space.vmaAt(page);
    if (vma === undefined) return true;
    page = vma.endPage;
  }
  return false;
}

function sealRange(tx: Transaction, startPage: number, endPage: number): number {
  for (let page = startPage; page < endPage;) {
    const vma = tx.space.vmaAt(page)!;
    const partEnd = Math.min(vma.endPage, endPage);
    if ((vma.flags & VM.SEALED) === 0) {
      const sealed = modifyVma(tx, vma, page, partEnd, vma.flags | VM.SEALED);
      if (typeof sealed === "number") return sealed;
    }
    page = partEnd;
  }
  return 0;
}
