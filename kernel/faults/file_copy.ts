/**
 * A write to a file page of a private mapping that is not mapped (mm/memory.c: do_cow_fault): the cached page is copied
 * to a frame of the process's own in one fault.
 */

import { FAULT_OUTCOME } from "../event/events.ts";
import { allocateFrame } from "../memory/frame_allocation.ts";
import { pageIndexIn, type Vma } from "../memory/vma.ts";
import type { Transaction } from "../transaction.ts";
import { prepareAnonVma } from "./anon_vma_prepare.ts";
import { faultFilePage } from "./file_page.ts";
import type { FaultResult } from "./handle_fault.ts";
import { frameBefore } from "./neighbour.ts";

/** Serves a write fault on an absent page of a private file mapping. */
export function fileCopyFault(
  tx: Transaction,
  vma: Vma,
  page: number,
  repeatIsMajor: boolean,
): FaultResult {
  const { anonVma } = prepareAnonVma(tx, vma);
  const { frame: source, result } = faultFilePage(tx, vma, page, repeatIsMajor);
  if (source < 0) return result;
  const frame = allocateFrame(tx, frameBefore(tx, vma, page));
  if (frame < 0) return FAULT_OUTCOME.outOfMemory;
  const indexShift = pageIndexIn(vma, page) - page;
  tx.frequent.pageCopy({ space: vma.space, page, source, frame, anonVma, indexShift, readOnly: false });
  return result;
}
