/**
 * A growing VMA reaches down to a page below it (mm/vma.c: expand_downwards, acct_stack_growth).
 *
 * There is no limit on the distance; a VMA that can be accessed keeps stack_guard_gap pages away.
 */

import { addressOf } from "../address.ts";
import { LOWEST_CHOSEN_PAGE, STACK_GUARD_GAP_PAGES } from "../limits.ts";
import { RLIMIT } from "../state/process.ts";
import type { Space } from "../state/space.ts";
import type { Transaction } from "../transaction.ts";
import { prepareAnonVma } from "../faults/anon_vma_prepare.ts";
import { isEnoughMemory, mayExpand, mayLockMore } from "./address_limits.ts";
import type { Vma } from "./vma.ts";
import { putVma, removeVma } from "./vma_edit.ts";
import { VM, VM_ACCESS } from "./vma_flags.ts";

/** Whether `vma`, which starts above `page`, may grow down to it. */
export function mayGrowDown(tx: Transaction, space: Space, vma: Vma, page: number): boolean {
  if ((vma.flags & VM.GROWSDOWN) === 0 || page < LOWEST_CHOSEN_PAGE) return false;
  const prev = space.vmas.previous(vma.startPage);
  const nearby = prev !== undefined && (prev.flags & VM.GROWSDOWN) === 0 && (prev.flags & VM_ACCESS) !== 0;
  if (nearby && page - prev.endPage < STACK_GUARD_GAP_PAGES) return false;
  const growth = vma.startPage - page;
  if (growth > vma.pageOffset || !mayExpand(tx.process, space, vma.flags, growth)) return false;
  if (addressOf(vma.endPage - page) > tx.process.limits[RLIMIT.STACK].soft) return false;
  return mayLockMore(tx.process, space, vma.flags, growth) && isEnoughMemory(tx, growth);
}

/** Grows `vma` down to `page`; the VMA as it stands then. */
export function growDown(tx: Transaction, vma: Vma, page: number): Vma {
  const prepared = prepareAnonVma(tx, vma);
  const pageOffset = prepared.pageOffset - (prepared.startPage - page);
  const grown = putVma(tx, { ...prepared, startPage: page, pageOffset });
  removeVma(tx, prepared);
  return grown;
}
