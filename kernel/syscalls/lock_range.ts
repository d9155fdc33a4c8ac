/**
 * Setting and clearing VM_LOCKED over a range (mm/mlock.c: apply_vma_lock_flags, mlock_fixup), for mlock, mlock2 and
 * munlock. VMAs before a hole are changed; then ENOMEM.
 */

import { EINVAL, ENOMEM } from "../errno.ts";
import type { Vma } from "../memory/vma.ts";
import { VM_LOCKED_MASK, VM_SPECIAL } from "../memory/vma_flags.ts";
import { VM } from "../memory/vma_flags.ts";
import { modifyVma } from "../memory/vma_merge.ts";
import { offsetInPage, PAGE_SIZE, type PageRange, pageRange } from "../address.ts";
import type { Transaction } from "../transaction.ts";

/** The pages of [address, address + length) with the start rounded down and the end up. */
export function spannedPages(address: number, lengthBytes: number): PageRange {
  const offset = ((offsetInPage(address) % PAGE_SIZE) + PAGE_SIZE) % PAGE_SIZE;
  return pageRange(address - offset, lengthBytes + offset);
}

/** Gives every VMA of the range the lock bits `bits` (0 to unlock); 0 or a negated errno. */
export function lockRange(
  tx: Transaction,
  { startPage, endPage, lengthWraps, endWraps }: PageRange,
  bits: number,
): number {
  if (lengthWraps || endPage === startPage) return 0;
  if (endWraps) return -EINVAL;
  let page = startPage;
  let vma = tx.space.vmaAt(page);
  if (vma === undefined) return -ENOMEM;
  for (; vma !== undefined && page < endPage; vma = tx.space.vmaAt(page)) {
    const partEnd = Math.min(vma.endPage, endPage);
    const changed = lockPart(tx, vma, page, partEnd, (vma.flags & ~VM_LOCKED_MASK) | bits);
    if (typeof changed === "number") return changed;
    page = Math.max(partEnd, changed.endPage);
  }
  return page < endPage ? -ENOMEM : 0;
}

function lockPart(
  tx: Transaction,
  vma: Vma,
  startPage: number,
  endPage: number,
  flags: number,
): Vma | number {
  const unlockable = (vma.flags & (VM_SPECIAL | VM.DROPPABLE)) !== 0;
  return flags === vma.flags || unlockable ? vma : modifyVma(tx, vma, startPage, endPage, flags);
}
