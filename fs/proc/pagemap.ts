/**
 * /proc/PID/pagemap: a word of 64 bits for each page of an address space (fs/proc/task_mmu.c: pte_to_pagemap_entry).
 *
 *     63  present          62  swapped          61  a page of a file, or shared anonymous memory
 *     58  a guard marker   57  write-protected by userfaultfd: never
 *     56  no other page table maps it            55  soft-dirty: never, as in a kernel without CONFIG_MEM_SOFT_DIRTY
 *     54 … 0               the frame, or of a swapped page 5 bits of swap area and 50 of slot
 *
 *   PM1  Who is not the superuser sees no frames and no slots: those bits are 0.
 *   PM2  Device memory (VM_PFNMAP) and what is not mapped is 0.
 */

import {
  F_ANON,
  FLAGS,
  isZeroPage,
  MAPS,
  PTE_GUARD,
  PTE_PRESENT,
  PTE_SWAPPED,
  pteFrame,
  pteKind,
  type Space,
  type State,
} from "@palimpsest/kernel";
import { pageEntries } from "./page_entries.ts";

/** Bytes of an entry. */
export const PAGEMAP_ENTRY_BYTES = 8;
/** Bits of the upper half of an entry. */
const PRESENT = 2 ** 31;
const SWAPPED = 2 ** 30;
const FILE = 2 ** 29;
const GUARD = 2 ** 26;
const EXCLUSIVE = 2 ** 24;
/** Bits below the slot of a swapped page. */
const AREA_UNIT = 2 ** 5;

/** The entries of pages [first, first + count), as bytes. */
export function pagemapBytes(
  state: State,
  space: Space,
  first: number,
  count: number,
  showsFrames = true,
): Uint8Array {
  const view = new DataView(new ArrayBuffer(count * PAGEMAP_ENTRY_BYTES));
  const end = first + count;
  for (let vma = space.vmaFrom(first); vma !== undefined && vma.startPage < end;) {
    const entries = pageEntries(space, vma, Math.max(first, vma.startPage), Math.min(end, vma.endPage));
    for (const { page, pte } of entries) {
      const [high, low] = pagemapEntry(state, pte, showsFrames);
      view.setUint32((page - first) * PAGEMAP_ENTRY_BYTES, low, true);
      view.setUint32((page - first) * PAGEMAP_ENTRY_BYTES + 4, high, true);
    }
    vma = space.vmas.next(vma.endPage);
  }
  return new Uint8Array(view.buffer);
}

/** The upper and the lower half of the entry for a packed PTE. */
function pagemapEntry(state: State, pte: number, showsFrames: boolean): [high: number, low: number] {
  const place = showsFrames ? pteFrame(pte) : 0;
  switch (pteKind(pte)) {
    case PTE_PRESENT:
      return [PRESENT + (isZeroPage(pte) ? 0 : frameBits(state, pteFrame(pte))), place];
    case PTE_SWAPPED:
      return [SWAPPED, place * AREA_UNIT];
    case PTE_GUARD:
      return [GUARD, 0];
    default:
      return [0, 0];
  }
}

function frameBits(state: State, frame: number): number {
  const isFile = (state.frameWord(frame, FLAGS) & F_ANON) === 0;
  return (isFile ? FILE : 0) + (state.frameWord(frame, MAPS) === 1 ? EXCLUSIVE : 0);
}
