/**
 * A write to a present page of a private mapping (mm/memory.c: do_wp_page, wp_can_reuse_anon_folio).
 *
 *     anonymous, exclusive          made writable
 *     anonymous, last reference     taken over (its anon_vma becomes the VMA's) and made writable; not when the swap
 *                                   cache has it: another entry names its slot then (SW1)
 *     the zero page                 a fresh zeroed frame
 *     else                          copied to a frame of its own
 */

import { FAULT_OUTCOME } from "../event/events.ts";
import { F_ANON, F_DIRTY, F_EXCLUSIVE, F_SWAP_CACHE, FLAGS, MAPS } from "../memory/frame.ts";
import { allocateFrame } from "../memory/frame_allocation.ts";
import { isZeroPage, pteFrame } from "../memory/pte.ts";
import { giveUpSlot } from "../memory/swap_slot.ts";
import { pageIndexIn, type Vma } from "../memory/vma.ts";
import type { Transaction } from "../transaction.ts";
import { prepareAnonVma } from "./anon_vma_prepare.ts";
import type { FaultResult } from "./handle_fault.ts";
import { frameBefore } from "./neighbour.ts";

/** Serves a write fault on a present page of a private mapping. */
export function copyOnWriteFault(tx: Transaction, vma: Vma, page: number, pte: number): FaultResult {
  const space = vma.space;
  const source = pteFrame(pte);
  if (!isZeroPage(pte) && canReuse(tx, source)) {
    if ((tx.state.frameWord(source, FLAGS) & F_EXCLUSIVE) !== 0) {
      tx.emit({ kind: "pagesWritable", space, page, count: 1 });
      tx.frequent.framesMark({ frame: source, count: 1, set: F_DIRTY, clear: 0 });
    } else {
      if (tx.state.frameSlot(source) >= 0) giveUpSlot(tx, source);
      tx.frequent.pageReuse({ space, page, anonVma: vma.anonVma });
    }
    return FAULT_OUTCOME.minor;
  }
  const { anonVma } = prepareAnonVma(tx, vma);
  const frame = allocateFrame(tx, frameBefore(tx, vma, page));
  if (frame < 0) return FAULT_OUTCOME.outOfMemory;
  const indexShift = pageIndexIn(vma, page) - page;
  if (isZeroPage(pte)) tx.frequent.pagesFresh({ space, page, count: 1, frame, anonVma, indexShift });
  else tx.frequent.pageCopy({ space, page, source, frame, anonVma, indexShift, readOnly: false });
  return FAULT_OUTCOME.minor;
}

/** Whether nobody else refers to an anonymous frame, by an entry or by a swap entry. */
function canReuse(tx: Transaction, frame: number): boolean {
  const flags = tx.state.frameWord(frame, FLAGS);
  if ((flags & F_ANON) === 0) return false;
  if ((flags & F_EXCLUSIVE) !== 0) return true;
  return (flags & F_SWAP_CACHE) === 0 && tx.state.frameWord(frame, MAPS) === 1;
}
