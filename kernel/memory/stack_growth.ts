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

/**
 * Grows `vma`, which starts above `page`, down to it.
 *
 * @returns The VMA as it stands then, or undefined when it may not. One that only a limit stopped has an anon_vma
 *   already, as in Linux.
 */
export function growDown(tx: Transaction, vma: Vma, page: number): Vma | undefined {
  if ((vma.flags & VM.GROWSDOWN) === 0 || page < LOWEST_CHOSEN_PAGE) return undefined;
  if (isTooNear(tx.state.space(vma.space), vma, page)) return undefined;
  const prepared = prepareAnonVma(tx, vma);
  if (!isWithinLimits(tx, prepared, page)) return undefined;
  const pageOffset = prepared.pageOffset - (prepared.startPage - page);
  const grown = putVma(tx, { ...prepared, startPage: page, pageOffset });
  removeVma(tx, prepared);
  return grown;
}

/** Whether the VMA below, if it can be accessed, would come within stack_guard_gap. */
function isTooNear(space: Space, vma: Vma, page: number): boolean {
  const prev = space.vmas.previous(vma.startPage);
  if (prev === undefined || (prev.flags & VM.GROWSDOWN) !== 0 || (prev.flags & VM_ACCESS) === 0) return false;
  return page - prev.endPage < STACK_GUARD_GAP_PAGES;
}

/** acct_stack_growth. */
function isWithinLimits(tx: Transaction, vma: Vma, page: number): boolean {
  const space = tx.state.space(vma.space);
  const growth = vma.startPage - page;
  if (growth > vma.pageOffset || !mayExpand(tx.process, space, vma.flags, growth)) return false;
  if (addressOf(vma.endPage - page) > tx.process.limits[RLIMIT.STACK].soft) return false;
  return mayLockMore(tx.process, space, vma.flags, growth) && isEnoughMemory(tx, growth);
}
