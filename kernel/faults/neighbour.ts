/**
 * The frame of the page below, so that a mapping gets contiguous frames where it can.
 */

import { isPresent, pteFrame } from "../memory/pte.ts";
import type { Vma } from "../memory/vma.ts";
import type { Transaction } from "../transaction.ts";

/** The frame that the page before `page` of the VMA is mapped to, or -1. */
export function frameBefore(tx: Transaction, vma: Vma, page: number): number {
  if (page === vma.startPage) return -1;
  const pte = tx.state.space(vma.space).pte(page - 1);
  return isPresent(pte) && pteFrame(pte) !== 0 ? pteFrame(pte) : -1;
}
