/**
 * A write to a present, read-only page of a shared mapping (mm/memory.c: wp_page_shared): a disk file is told
 * (page_mkwrite), the page becomes dirty, and the entry writable.
 */

import { FAULT_OUTCOME } from "../event/events.ts";
import { F_DIRTY } from "../memory/frame.ts";
import { pteFrame } from "../memory/pte.ts";
import type { Vma } from "../memory/vma.ts";
import type { Transaction } from "../transaction.ts";
import type { FaultResult } from "./handle_fault.ts";

/** Serves a write fault on a present page of a shared mapping. */
export function writeNotifyFault(tx: Transaction, vma: Vma, page: number, pte: number): FaultResult {
  const frame = pteFrame(pte);
  tx.emit({ kind: "framesMark", frame, count: 1, set: F_DIRTY, clear: 0 });
  tx.emit({ kind: "pagesMap", space: vma.space, page, count: 1, frame, writable: true, dirty: true });
  return FAULT_OUTCOME.minor;
}
