/**
 * What a mapping may cost: RLIMIT_AS, RLIMIT_DATA, RLIMIT_MEMLOCK and the overcommit heuristic.
 */

import { PAGE_SIZE } from "../address.ts";
import { type Process, RLIMIT } from "../state/process.ts";
import type { Space } from "../state/space.ts";
import type { Transaction } from "../transaction.ts";
import { isDataMapping } from "./vma.ts";
import { VM } from "./vma_flags.ts";

function limitPages(process: Process, resource: number): number {
  return Math.floor(process.limits[resource].soft / PAGE_SIZE);
}

/** Whether `pageCount` more pages of a mapping with `flags` stay within RLIMIT_AS and RLIMIT_DATA (may_expand_vm). */
export function mayExpand(process: Process, space: Space, flags: number, pageCount: number): boolean {
  if (space.totalPages + pageCount > limitPages(process, RLIMIT.AS)) return false;
  return !isDataMapping(flags) || mayExpandData(process, space.dataPages + pageCount);
}

/** RLIMIT_DATA of 0 is taken as its hard limit, for old valgrinds (may_expand_vm's workaround). */
function mayExpandData(process: Process, dataPages: number): boolean {
  const { soft, hard } = process.limits[RLIMIT.DATA];
  if (dataPages <= Math.floor(soft / PAGE_SIZE)) return true;
  return soft === 0 && dataPages <= Math.floor(hard / PAGE_SIZE);
}

/** Whether `pageCount` more locked pages stay within RLIMIT_MEMLOCK (mlock_future_ok); true when they are not locked. */
export function mayLockMore(process: Process, space: Space, flags: number, pageCount: number): boolean {
  if ((flags & VM.LOCKED) === 0) return true;
  return space.lockedPages + pageCount <= limitPages(process, RLIMIT.MEMLOCK);
}

/** Whether the process may lock memory at all (can_do_mlock). */
export function mayLock(process: Process): boolean {
  return process.limits[RLIMIT.MEMLOCK].soft !== 0;
}

/** Whether one request of `pageCount` accounted pages passes overcommit_memory = 0 (__vm_enough_memory). */
export function isEnoughMemory(tx: Transaction, pageCount: number): boolean {
  return pageCount <= tx.config.ramPages + tx.config.swapSlotCount;
}

/** Whether a mapping's pages are charged (accountable_mapping). */
export function isAccountable(flags: number): boolean {
  return (flags & (VM.NORESERVE | VM.SHARED | VM.WRITE)) === VM.WRITE;
}
