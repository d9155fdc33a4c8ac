/**
 * What the pages of a mapping amount to (fs/proc/task_mmu.c: mem_size_stats, smaps_account).
 *
 *   MU1  A page that n entries map counts as 1/n of a page in the proportional sums; they are kept in 1/4096 bytes.
 *   MU2  The zero page and device memory have no page structure, and count nowhere.
 *   MU3  Of a mapping of shared memory, pages of the file that are swapped out count as swapped too.
 */

import {
  F_ANON,
  F_DIRTY,
  F_LAZY_FREE,
  FILE_REGULAR,
  FLAGS,
  type Inode,
  isPresent,
  isZeroPage,
  MAPS,
  PAGE_SIZE,
  pageIndexIn,
  PTE_ACCESSED,
  PTE_DIRTY,
  PTE_SWAPPED,
  pteFrame,
  pteKind,
  type Space,
  type State,
  VM,
  type Vma,
} from "@palimpsest/kernel";
import { pageEntries } from "./page_entries.ts";

/** Bytes, and shares of bytes where a page is mapped more than once. */
export interface MemoryUsage {
  resident: number;
  /** The share of pages that are mapped more than once, added up in 1/4096 bytes. */
  proportional: number;
  proportionalDirty: number;
  proportionalLocked: number;
  sharedClean: number;
  sharedDirty: number;
  privateClean: number;
  privateDirty: number;
  referenced: number;
  anonymous: number;
  /** Given up by madvise(MADV_FREE) and not written since. */
  lazyFree: number;
  /** Pages of files in memory alone: tmpfs, shared memory. */
  sharedMemory: number;
  swapped: number;
  proportionalSwapped: number;
  /** Swapped-out pages that entries of the process name. */
  swapEntries: number;
}

/** Units of the proportional sums in a byte (PSS_SHIFT). */
export const SHARES_PER_BYTE = 4096;

/** Nothing. */
export function noUsage(): MemoryUsage {
  return {
    resident: 0,
    proportional: 0,
    proportionalDirty: 0,
    proportionalLocked: 0,
    sharedClean: 0,
    sharedDirty: 0,
    privateClean: 0,
    privateDirty: 0,
    referenced: 0,
    anonymous: 0,
    lazyFree: 0,
    sharedMemory: 0,
    swapped: 0,
    proportionalSwapped: 0,
    swapEntries: 0,
  };
}

/** What a mapping uses. */
export function vmaUsage(state: State, space: Space, vma: Vma): MemoryUsage {
  const usage = noUsage();
  for (const { pte } of pageEntries(space, vma)) {
    if (pteKind(pte) === PTE_SWAPPED) addSwapped(state, usage, pteFrame(pte));
    else if (isPresent(pte) && !isZeroPage(pte)) addPage(state, usage, vma, pte);
  }
  if (vma.file !== 0) addSwappedFile(usage, state.inode(vma.inode), vma, space);
  return usage;
}

/** What a whole address space uses. */
export function spaceUsage(state: State, space: Space): MemoryUsage {
  const sum = noUsage();
  for (const vma of space.vmas.items()) {
    const usage = vmaUsage(state, space, vma);
    for (const key of Object.keys(sum) as (keyof MemoryUsage)[]) sum[key] += usage[key];
  }
  return sum;
}

function addPage(state: State, usage: MemoryUsage, vma: Vma, pte: number): void {
  const frame = pteFrame(pte);
  const flags = state.frameWord(frame, FLAGS);
  const mapCount = state.frameWord(frame, MAPS);
  const isAnonymous = (flags & F_ANON) !== 0;
  // MADV_FREE leaves the entry's bit: the frame's says whether the page was written since.
  const isGivenUp = isAnonymous && (flags & F_LAZY_FREE) !== 0;
  const isDirty = (flags & F_DIRTY) !== 0 || !isGivenUp && (pte & PTE_DIRTY) !== 0;
  usage.resident += PAGE_SIZE;
  if ((pte & PTE_ACCESSED) !== 0) usage.referenced += PAGE_SIZE;
  if (isAnonymous) usage.anonymous += PAGE_SIZE;
  else if (state.inode(vma.inode).isMemoryBacked) usage.sharedMemory += PAGE_SIZE;
  if (isGivenUp && !isDirty) usage.lazyFree += PAGE_SIZE;
  const share = Math.floor(PAGE_SIZE * SHARES_PER_BYTE / mapCount);
  usage.proportional += share;
  if ((vma.flags & VM.LOCKED) !== 0) usage.proportionalLocked += share;
  if (isDirty) usage.proportionalDirty += share;
  const isPrivate = mapCount < 2;
  if (isDirty) usage[isPrivate ? "privateDirty" : "sharedDirty"] += PAGE_SIZE;
  else usage[isPrivate ? "privateClean" : "sharedClean"] += PAGE_SIZE;
}

function addSwapped(state: State, usage: MemoryUsage, slot: number): void {
  const { references } = state.slots.get(slot)!;
  usage.swapped += PAGE_SIZE;
  usage.swapEntries++;
  usage.proportionalSwapped += Math.floor(PAGE_SIZE * SHARES_PER_BYTE / Math.max(1, references));
}

function addSwappedFile(usage: MemoryUsage, inode: Inode, vma: Vma, space: Space): void {
  if (!inode.isMemoryBacked || inode.making.fileKind !== FILE_REGULAR) return;
  const isWhole = (vma.flags & VM.SHARED) !== 0 || (vma.flags & VM.WRITE) === 0;
  const { cache } = inode;
  const first = pageIndexIn(vma, vma.startPage);
  const end = first + vma.endPage - vma.startPage;
  for (let index = cache.nextLeaf(first); index >= 0 && index < end;) {
    const leafEnd = (Math.floor(index / cache.leafRecords) + 1) * cache.leafRecords;
    for (; index < Math.min(leafEnd, end); index++) {
      const isAbsent = isWhole || space.pte(vma.startPage + index - first) === 0;
      if (isAbsent && inode.swapSlot(index) >= 0) usage.swapped += PAGE_SIZE;
    }
    index = cache.nextLeaf(leafEnd);
  }
}
