/**
 * A write to a present, read-only page of a shared mapping (mm/memory.c: wp_page_shared): a disk file is told
 * (page_mkwrite), its folio becomes dirty, and the entry writable.
 */

import { FAULT_OUTCOME } from "../event/events.ts";
import { dirtyFolio } from "../memory/folio_dirty.ts";
import { pteFrame } from "../memory/pte.ts";
import { pageIndexIn, type Vma } from "../memory/vma.ts";
import type { Transaction } from "../transaction.ts";
import type { FaultResult } from "./handle_fault.ts";

/** Serves a write fault on a present page of a shared mapping. */
export function writeNotifyFault(tx: Transaction, vma: Vma, page: number, pte: number): FaultResult {
  const frame = pteFrame(pte);
  dirtyFolio(tx, tx.state.inode(vma.inode), pageIndexIn(vma, page));
  tx.frequent.pagesMap({ space: vma.space, page, count: 1, frame, writable: true, dirty: true });
  return FAULT_OUTCOME.minor;
}
