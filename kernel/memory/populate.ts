/**
 * Faulting pages in ahead of time (mm/gup.c: populate_vma_page_range, __mm_populate).
 *
 * Private writable memory is broken from copy-on-write; everything else is read. The faults count for the process but
 * are no events: they are effects of the call that asked.
 */

import { EAGAIN, EFAULT, ENOMEM } from "../errno.ts";
import { FAULT_OUTCOME } from "../event/events.ts";
import { framesNeeded } from "../faults/frames_needed.ts";
import { type FaultResult, handleFault } from "../faults/handle_fault.ts";
import type { Transaction } from "../transaction.ts";
import { F_ANON, F_DIRTY, FLAGS } from "./frame.ts";
import { isPresent, isWritable, pteFrame } from "./pte.ts";
import type { Vma } from "./vma.ts";
import { VM, VM_ACCESS } from "./vma_flags.ts";

/** How a page is to be there after faulting in. */
export interface Wanted {
  readonly write: boolean;
  /** FOLL_FORCE: the VMA's rights do not matter. */
  readonly force: boolean;
}

/** Faults one page in, unless it is there as wanted; 0 or a negated errno (faultin_page). */
export function faultInPage(tx: Transaction, page: number, wanted: Wanted): number {
  for (;;) {
    if (!reserveFrames(tx, page, wanted.write)) return -ENOMEM;
    const vma = tx.space.vmaAt(page);
    if (vma === undefined) return -ENOMEM;
    const pte = tx.space.pte(page);
    if (wanted.write ? isWritable(pte) : isPresent(pte)) {
      if (wanted.write) touchForWriting(tx, pteFrame(pte));
      return 0;
    }
    // A fault that lets go of its locks to read is made again. madvise says so (FOLL_TRIED) and the fault counts as major;
    // mlock and mmap start afresh, and it is minor.
    const result = handleFault(tx, vma, page, wanted.write, !wanted.force);
    const failure = errnoOf(result);
    if (failure !== 0) return failure;
    tx.countFault(result === FAULT_OUTCOME.major && !wanted.force);
  }
}

/** Memory that is looked up for writing counts as written (FOLL_TOUCH): it needs writing to swap, and is not given up. */
function touchForWriting(tx: Transaction, frame: number): void {
  const isCleanAnonymous = (tx.state.frameWord(frame, FLAGS) & (F_ANON | F_DIRTY)) === F_ANON;
  if (isCleanAnonymous) tx.emit({ kind: "framesMark", frame, count: 1, set: F_DIRTY, clear: 0 });
}

/** Makes the frames free that faulting a page in needs; false when that cannot be. */
function reserveFrames(tx: Transaction, page: number, isWrite: boolean): boolean {
  for (;;) {
    const needed = framesNeeded(tx.state, tx.space, page, isWrite);
    if (needed === 0) return true;
    if (!tx.reserve(needed)) return false;
    // What the fault copies from may have gone meanwhile: then it needs more.
    if (framesNeeded(tx.state, tx.space, page, isWrite) <= needed) return true;
  }
}

function errnoOf(result: FaultResult): number {
  if (result === FAULT_OUTCOME.minor || result === FAULT_OUTCOME.major) return 0;
  return result === FAULT_OUTCOME.outOfMemory ? -ENOMEM : -EFAULT;
}

/** Faults in the pages of one VMA's part as mlock and MAP_POPULATE do; 0 or the errno of the first that failed. */
export function populateVma(tx: Transaction, vma: Vma, startPage: number, endPage: number): number {
  if ((vma.flags & VM.LOCKONFAULT) !== 0) return 0;
  if ((vma.flags & (VM.IO | VM.PFNMAP)) !== 0) return -EFAULT;
  const write = (vma.flags & (VM.WRITE | VM.SHARED)) === VM.WRITE;
  const force = (vma.flags & VM_ACCESS) !== 0;
  if (!force) return -EFAULT;
  for (let page = startPage; page < endPage; page++) {
    const failure = faultInPage(tx, page, { write, force });
    if (failure !== 0) return failure;
  }
  return 0;
}

/**
 * Faults in every VMA of a range (__mm_populate).
 *
 * @param ignoreErrors MAP_POPULATE: a VMA that fails is left, and the next one follows. Without it (mlock) the first
 *   failure ends it.
 */
export function populateRange(
  tx: Transaction,
  startPage: number,
  endPage: number,
  ignoreErrors: boolean,
): number {
  for (let page = startPage; page < endPage;) {
    const vma = tx.space.vmaFrom(page);
    if (vma === undefined || vma.startPage >= endPage) break;
    const end = Math.min(vma.endPage, endPage);
    if ((vma.flags & (VM.IO | VM.PFNMAP)) === 0) {
      const failure = populateVma(tx, vma, Math.max(page, vma.startPage), end);
      if (failure !== 0 && !ignoreErrors) return failure;
    }
    page = end;
  }
  return 0;
}

/** What mlock makes of a failure to fault in (__mlock_posix_error_return). */
export function lockErrno(failure: number): number {
  if (failure === -EFAULT) return -ENOMEM;
  return failure === -ENOMEM ? -EAGAIN : failure;
}
