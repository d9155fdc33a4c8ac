/**
 * The page fault, by what the entry holds (mm/memory.c: handle_pte_fault).
 *
 *     entry      mapping              access   file
 *     absent     anonymous            any      anonymous.ts
 *     absent     file                 read     file_read.ts     (fault-around)
 *     absent     file, private        write    file_copy.ts     (do_cow_fault)
 *     absent     file, shared         write    file_shared.ts
 *     present    shared               write    write_notify.ts
 *     present    private              write    copy_on_write.ts
 *     swapped                         any      swap_in.ts
 *     guard                           any      SIGSEGV
 *
 * The caller has checked that the VMA permits the access. A fault makes progress: the access succeeds afterwards, or
 * faults again for another reason (a page swapped in read-only, then written).
 */

import { FAULT_OUTCOME } from "../event/events.ts";
import { isAnonymous, type Vma } from "../memory/vma.ts";
import { VM } from "../memory/vma_flags.ts";
import { PTE_GUARD, PTE_SWAPPED, pteKind } from "../memory/pte.ts";
import type { Transaction } from "../transaction.ts";
import { anonymousFault } from "./anonymous.ts";
import { copyOnWriteFault } from "./copy_on_write.ts";
import { fileCopyFault } from "./file_copy.ts";
import { fileReadFault } from "./file_read.ts";
import { fileSharedFault } from "./file_shared.ts";
import { swapInFault } from "./swap_in.ts";
import { forgetBytes } from "./unseen_stores.ts";
import { writeNotifyFault } from "./write_notify.ts";

/** How a page fault ended: one of FAULT_OUTCOME. */
export type FaultResult = (typeof FAULT_OUTCOME)[keyof typeof FAULT_OUTCOME];

/**
 * Serves the fault of an access to `page` of `vma`.
 *
 * @param repeatIsMajor Whether a fault that started again counts as major though nothing had to be read from storage: the
 *   kernel's own accesses, which take the whole address space's lock (FAULT_FLAG_TRIED).
 */
export function handleFault(
  tx: Transaction,
  vma: Vma,
  page: number,
  isWrite: boolean,
  repeatIsMajor = false,
): FaultResult {
  return serveFault(tx, vma, page, tx.state.space(vma.space).pte(page), isWrite, repeatIsMajor);
}

/** The same for a page whose entry is at hand. */
export function serveFault(
  tx: Transaction,
  vma: Vma,
  page: number,
  pte: number,
  isWrite: boolean,
  repeatIsMajor: boolean,
): FaultResult {
  const result = pte === 0
    ? serveAbsent(tx, vma, page, isWrite, repeatIsMajor)
    : serveEntry(tx, vma, page, pte, isWrite);
  if (tx.config.storesAreUnseen) forgetBytes(tx, vma, page);
  return result;
}

function serveAbsent(
  tx: Transaction,
  vma: Vma,
  page: number,
  isWrite: boolean,
  repeatIsMajor: boolean,
): FaultResult {
  if (isAnonymous(vma)) return anonymousFault(tx, vma, page, isWrite);
  if (!isWrite) return fileReadFault(tx, vma, page, repeatIsMajor);
  const serve = (vma.flags & VM.SHARED) !== 0 ? fileSharedFault : fileCopyFault;
  return serve(tx, vma, page, repeatIsMajor);
}

function serveEntry(tx: Transaction, vma: Vma, page: number, pte: number, isWrite: boolean): FaultResult {
  switch (pteKind(pte)) {
    case PTE_SWAPPED:
      return swapInFault(tx, vma, page, pte, isWrite);
    case PTE_GUARD:
      return FAULT_OUTCOME.segvMapErr;
    default:
      if (!isWrite) return FAULT_OUTCOME.minor;
      return (vma.flags & (VM.SHARED | VM.MAYSHARE)) !== 0
        ? writeNotifyFault(tx, vma, page, pte)
        : copyOnWriteFault(tx, vma, page, pte);
  }
}
