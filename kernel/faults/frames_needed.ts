/**
 * How many frames a page fault needs, before it is served: so that they can be made free first, by events of their own.
 *
 *     absent     anonymous     read 0 (the zero page), write 1
 *                file          1 when the page is not cached; 1 for the copy of a private write
 *     present    private write 1, unless nobody else has the page
 *     swapped                  1 when it is not in the swap cache; 1 when a write must copy it
 *
 *   FN1  With as many free frames the fault does not run out of memory. Reading ahead takes what is free beyond that.
 */

import { F_ANON, F_EXCLUSIVE, F_SWAP_CACHE, FLAGS, MAPS } from "../memory/frame.ts";
import {
  isPresent,
  isSwapExclusive,
  isWritable,
  isZeroPage,
  PTE_ABSENT,
  PTE_SWAPPED,
  pteFrame,
  pteKind,
} from "../memory/pte.ts";
import { isAnonymous, pageIndexIn, type Vma } from "../memory/vma.ts";
import { VM, VM_ACCESS } from "../memory/vma_flags.ts";
import { pagesSpanning } from "../address.ts";
import type { Space } from "../state/space.ts";
import type { State } from "../state/state.ts";

/** The frames that an access to a page may need; 0 when it does not fault, or faults in vain. */
export function framesNeeded(state: State, space: Space, page: number, isWrite: boolean): number {
  const vma = space.vmaFrom(page);
  if (vma === undefined || (vma.flags & (isWrite ? VM.WRITE : VM_ACCESS)) === 0) return 0;
  if (vma.startPage > page) return (vma.flags & VM.GROWSDOWN) !== 0 && isWrite ? 1 : 0;
  const pte = space.pte(page);
  const isShared = (vma.flags & (VM.SHARED | VM.MAYSHARE)) !== 0;
  if (isPresent(pte)) return isWrite && !isShared && !isWritable(pte) && copies(state, pte) ? 1 : 0;
  if (pteKind(pte) === PTE_SWAPPED) return neededToSwapIn(state, pte, isWrite);
  if (pteKind(pte) !== PTE_ABSENT) return 0;
  if (isAnonymous(vma)) return isWrite ? 1 : 0;
  return neededForFile(state, vma, page) + (isWrite && (vma.flags & VM.SHARED) === 0 ? 1 : 0);
}

/** Whether a write to a present page of a private mapping makes a copy (or the first page of its own). */
function copies(state: State, pte: number): boolean {
  if (isZeroPage(pte)) return true;
  const flags = state.frameWord(pteFrame(pte), FLAGS);
  if ((flags & F_ANON) === 0) return true;
  if ((flags & F_EXCLUSIVE) !== 0) return false;
  return (flags & F_SWAP_CACHE) !== 0 || state.frameWord(pteFrame(pte), MAPS) !== 1;
}

function neededToSwapIn(state: State, pte: number, isWrite: boolean): number {
  const slot = state.slots.get(pteFrame(pte))!;
  const isMapped = slot.frame >= 0 && state.frameWord(slot.frame, MAPS) > 0;
  const isOnly = slot.references === 1 && !isMapped;
  const mustCopy = isWrite && !isSwapExclusive(pte) && !isOnly;
  return (slot.frame < 0 ? 1 : 0) + (mustCopy ? 1 : 0);
}

function neededForFile(state: State, vma: Vma, page: number): number {
  const inode = state.inode(vma.inode);
  const index = pageIndexIn(vma, page);
  if (index >= pagesSpanning(inode.sizeBytes) || inode.cachedFrame(index) >= 0) return 0;
  const slot = inode.swapSlot(index);
  return slot >= 0 && state.slots.get(slot)!.frame >= 0 ? 0 : 1;
}
