/**
 * mprotect(address, lengthBytes, prot): set the rights of a range.                                     mprotect(2)
 *
 *  Errors, first match wins (mm/mprotect.c: do_mprotect_pkey, mprotect_fixup):
 *    EINVAL  PROT_GROWSDOWN with PROT_GROWSUP; address not page-aligned
 *    0       length 0
 *    ENOMEM  the range wraps
 *    EINVAL  unknown bits of prot
 *    ENOMEM  nothing mapped at the start (PROT_GROWSDOWN: in the range); EINVAL PROT_GROWS* on a VMA that does not grow
 *    then for each VMA in order, those before it being changed already:
 *    ENOMEM  a hole · EACCES rights that the file's mode forbids · EPERM sealed
 *    ENOMEM  RLIMIT_DATA, the overcommit heuristic, the map count
 *
 *  A private mapping that becomes writable is accounted from then on (VM_ACCOUNT), and not any more when it loses the
 *  right before it had any page.
 */

import { isPageAligned, pageRange } from "../address.ts";
import { EACCES, EINVAL, ENOMEM, EPERM } from "../errno.ts";
import { isEnoughMemory, mayExpand } from "../memory/address_limits.ts";
import { PROT } from "../memory/mmap_flags.ts";
import { populateVma } from "../memory/populate.ts";
import { protectPages } from "../memory/protect_pages.ts";
import { isAnonymous, type Vma } from "../memory/vma.ts";
import { VM, VM_ACCESS } from "../memory/vma_flags.ts";
import { modifyVma } from "../memory/vma_merge.ts";
import type { Transaction } from "../transaction.ts";
import { defineCall } from "./call.ts";
import { protFlags } from "./mmap.ts";

const GROWS = PROT.GROWSDOWN | PROT.GROWSUP;

/** mprotect(2). */
export const mprotect = defineCall("mprotect", {
  id: 18,
  doc: "Set the rights of a range.",
  arguments: { address: "address", lengthBytes: "size", prot: "prot" },
  addressRegister: "mapPage",
  decide(tx, { address, lengthBytes, prot }) {
    const grows = prot & GROWS;
    if (grows === GROWS || !isPageAligned(address)) return -EINVAL;
    if (lengthBytes === 0) return 0;
    const { startPage, endPage, lengthWraps, endWraps } = pageRange(address, lengthBytes);
    if (lengthWraps || endWraps) return -ENOMEM;
    const rights = prot & ~GROWS;
    if ((rights & ~(PROT.READ | PROT.WRITE | PROT.EXEC | PROT.SEM)) !== 0 || rights < 0) return -EINVAL;
    const first = tx.space.vmaFrom(startPage);
    if (first === undefined || first.startPage >= endPage) return -ENOMEM;
    if (grows === PROT.GROWSDOWN) {
      return (first.flags & VM.GROWSDOWN) === 0
        ? -EINVAL
        : protectRange(tx, first.startPage, endPage, rights);
    }
    if (first.startPage > startPage) return -ENOMEM;
    return grows === PROT.GROWSUP ? -EINVAL : protectRange(tx, startPage, endPage, rights);
  },
});

function protectRange(tx: Transaction, startPage: number, endPage: number, prot: number): number {
  let page = startPage;
  for (let vma = tx.space.vmaAt(page); vma !== undefined && page < endPage; vma = tx.space.vmaAt(page)) {
    const flags = protFlags(prot) | (vma.flags & ~VM_ACCESS);
    if ((flags & ~(flags >> 4) & VM_ACCESS) !== 0) return -EACCES;
    const partEnd = Math.min(vma.endPage, endPage);
    const changed = protectPart(tx, vma, page, partEnd, flags);
    if (typeof changed === "number") return changed;
    page = Math.max(partEnd, changed.endPage);
  }
  return page < endPage ? -ENOMEM : 0;
}

/** mprotect_fixup: the VMA that holds the part afterwards, or a negated errno. */
function protectPart(
  tx: Transaction,
  vma: Vma,
  startPage: number,
  endPage: number,
  flags: number,
): Vma | number {
  if ((vma.flags & VM.SEALED) !== 0) return -EPERM;
  if (flags === vma.flags) return vma;
  const accounted = accountedFlags(tx, vma, endPage - startPage, flags);
  if (accounted < 0) return accounted;
  const changed = modifyVma(tx, vma, startPage, endPage, accounted);
  if (typeof changed === "number") return changed;
  protectPages(tx, changed, startPage, endPage);
  const lockedReadOnly = (vma.flags & (VM.WRITE | VM.SHARED | VM.LOCKED)) === VM.LOCKED;
  if (lockedReadOnly && (flags & VM.WRITE) !== 0) populateVma(tx, changed, startPage, endPage);
  return changed;
}

/** The new flags with VM_ACCOUNT as the change makes it, or -ENOMEM. */
function accountedFlags(tx: Transaction, vma: Vma, pageCount: number, flags: number): number {
  const { process, space } = tx;
  if ((flags & VM.WRITE) === 0) {
    const neverWritten = isAnonymous(vma) && vma.anonVma === 0;
    return (vma.flags & VM.ACCOUNT) !== 0 && neverWritten ? flags & ~VM.ACCOUNT : flags;
  }
  if (!mayExpand(process, space, flags, pageCount) && mayExpand(process, space, vma.flags, pageCount)) {
    return -ENOMEM;
  }
  if ((vma.flags & (VM.ACCOUNT | VM.WRITE | VM.SHARED | VM.NORESERVE)) !== 0) return flags;
  return isEnoughMemory(tx, pageCount) ? flags | VM.ACCOUNT : -ENOMEM;
}
