/**
 * A page of private anonymous memory that was never there (mm/memory.c: do_anonymous_page).
 *
 * A read maps the zero page, and needs no anon_vma; a write takes a zeroed frame.
 */

import { FAULT_OUTCOME } from "../event/events.ts";
import { allocateFrame } from "../memory/frame_allocation.ts";
import { pageIndexIn, type Vma } from "../memory/vma.ts";
import type { Transaction } from "../transaction.ts";
import { prepareAnonVma } from "./anon_vma_prepare.ts";
import type { FaultResult } from "./handle_fault.ts";
import { frameBefore } from "./neighbour.ts";

/** Serves a fault on an absent anonymous page. */
export function anonymousFault(tx: Transaction, vma: Vma, page: number, isWrite: boolean): FaultResult {
  if (!isWrite) {
    tx.frequent.pagesZero({ space: vma.space, page, count: 1 });
    return FAULT_OUTCOME.minor;
  }
  const { anonVma } = prepareAnonVma(tx, vma);
  const frame = allocateFrame(tx, frameBefore(tx, vma, page));
  if (frame < 0) return FAULT_OUTCOME.outOfMemory;
  const indexShift = pageIndexIn(vma, page) - page;
  tx.frequent.pagesFresh({ space: vma.space, page, count: 1, frame, anonVma, indexShift });
  return FAULT_OUTCOME.minor;
}
