/**
 * A page that was swapped out (mm/memory.c: do_swap_page).
 *
 * A page still in the swap cache is mapped again: minor. Else it is read from its slot: major.
 *
 *     exclusive when it was swapped out, and not shared since     exclusive again, writable at once
 *     else, written, and this entry is all that refers to it      likewise
 *     else                                                        read-only; a write copies it in the same fault
 *
 * The page keeps its slot: it need not be written again as long as it does not change. Where that is not worth while it
 * gives the slot up with the last entry that names it (should_try_to_free_swap): the fault is a write and the page
 * mapped nowhere else, or the VMA is locked, or swap is half full.
 */

import { FAULT_OUTCOME } from "../event/events.ts";
import { F_DIRTY, F_EXCLUSIVE, F_SLOT_KEPT, FLAGS, MAPS } from "../memory/frame.ts";
import { allocateFrame } from "../memory/frame_allocation.ts";
import { isSwapExclusive, pteFrame } from "../memory/pte.ts";
import { readSwapAhead, rootAnonVma } from "../memory/swap_readahead.ts";
import { isSwapFull } from "../memory/swap_slot.ts";
import { pageIndexIn, type Vma } from "../memory/vma.ts";
import { VM } from "../memory/vma_flags.ts";
import type { Transaction } from "../transaction.ts";
import { copyOnWriteFault } from "./copy_on_write.ts";
import type { FaultResult } from "./handle_fault.ts";
import { frameBefore } from "./neighbour.ts";
import { prepareAnonVma } from "./anon_vma_prepare.ts";

/** Serves a fault on a swapped-out page. */
export function swapInFault(
  tx: Transaction,
  vma: Vma,
  page: number,
  pte: number,
  isWrite: boolean,
): FaultResult {
  const slot = pteFrame(pte);
  const prepared = prepareAnonVma(tx, vma);
  const cached = tx.state.slots.get(slot)!.frame;
  const frame = cached >= 0 ? cached : allocateFrame(tx, frameBefore(tx, vma, page));
  if (frame < 0) return FAULT_OUTCOME.outOfMemory;
  const isMapped = cached >= 0 && tx.state.frameWord(frame, MAPS) > 0;
  const isLast = tx.state.slots.get(slot)!.references === 1;
  const exclusive = isSwapExclusive(pte) || (isWrite && isLast && !isMapped);
  if (cached < 0) {
    const anonVma = exclusive ? prepared.anonVma : rootAnonVma(tx, prepared);
    tx.emit({ kind: "swapIn", frame, slot, anonVma, inode: 0, index: pageIndexIn(vma, page) });
  }
  const givesUp = (isWrite && !isMapped) || (vma.flags & VM.LOCKED) !== 0 || isSwapFull(tx);
  markSwappedIn(tx, frame, exclusive, !givesUp || !isLast);
  const writable = exclusive && (vma.flags & VM.WRITE) !== 0;
  tx.frequent.pagesMap({ space: vma.space, page, count: 1, frame, writable, dirty: isWrite });
  if (isWrite && (tx.state.frameWord(frame, FLAGS) & F_EXCLUSIVE) === 0) {
    copyOnWriteFault(tx, vma, page, tx.state.space(vma.space).pte(page));
  }
  if (cached >= 0) return FAULT_OUTCOME.minor;
  if (tx.config.pageCluster > 0) readSwapAhead(tx, prepared, page);
  return FAULT_OUTCOME.major;
}

/** A frame of the swap cache is about to be mapped. With its slot it is as it was written there, else changed. */
function markSwappedIn(tx: Transaction, frame: number, isExclusive: boolean, keepsSlot: boolean): void {
  const flags = tx.state.frameWord(frame, FLAGS);
  const set = (isExclusive ? F_EXCLUSIVE : 0) | (keepsSlot ? F_SLOT_KEPT : F_DIRTY);
  const clear = keepsSlot ? F_DIRTY : F_SLOT_KEPT;
  if (((flags | set) & ~clear) !== flags) tx.frequent.framesMark({ frame, count: 1, set, clear });
}
