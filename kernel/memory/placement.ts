/**
 * Where the kernel puts a mapping that does not say, or only hints (get_unmapped_area; arch/x86/kernel/sys_x86_64.c,
 * mm/huge_memory.c).
 *
 *     MAP_FIXED                      the address as it is
 *     MAP_32BIT                      bottom-up in [1 GiB, 2 GiB)
 *     a hint that is free            the hint, rounded down to a page (mmap raises it first)
 *     private anonymous, no hint, a multiple of 2 MiB      aligned to 2 MiB, top-down
 *     ext4 file of 2 MiB or more     address and file offset agree mod 2 MiB, top-down
 *     else                           the highest gap below the space's top page; when there is none, bottom-up
 *
 *   PL1  A gap below a growing VMA keeps stack_guard_gap free.
 */

import { TASK_SIZE_PAGES } from "../address.ts";
import { EINVAL, ENOMEM, EPERM } from "../errno.ts";
import {
  HUGE_BLOCK_PAGES,
  LOW_SEARCH_END_PAGE,
  LOW_SEARCH_START_PAGE,
  LOWEST_CHOSEN_PAGE,
  MMAP_MIN_PAGE,
  STACK_GUARD_GAP_PAGES,
} from "../limits.ts";
import type { Space } from "../state/space.ts";
import type { Vma } from "./vma.ts";
import { VM } from "./vma_flags.ts";

/** What is to be placed. */
export interface Placement {
  /** The address asked for, in bytes: a hint, or with `fixed` the place. */
  readonly address: number;
  readonly pageCount: number;
  readonly fixed: boolean;
  /** MAP_32BIT. */
  readonly low: boolean;
  /** How address and backing are to agree: "anonymous" (private, 2 MiB multiples), "file" (by offset), or not at all. */
  readonly alignment: "anonymous" | "file" | "none";
  /** File page of the first page, for "file". */
  readonly pageOffset: number;
}

/** mmap_legacy_base without randomization: where a bottom-up search starts (TASK_UNMAPPED_BASE). */
const LEGACY_BASE_PAGE = Math.ceil(TASK_SIZE_PAGES / 3);

/** The first page that a VMA leaves free below it ends here (vm_start_gap). */
export function startGapPage(vma: Vma): number {
  if ((vma.flags & VM.GROWSDOWN) === 0) return vma.startPage;
  return Math.max(0, vma.startPage - STACK_GUARD_GAP_PAGES);
}

/**
 * Chooses the page that a mapping starts at.
 *
 * @returns The page, or -ENOMEM (no room), -EINVAL (a fixed address off page bounds), -EPERM (below mmap_min_addr).
 */
export function placeMapping(space: Space, placement: Placement): number {
  const { address, pageCount } = placement;
  if (pageCount > TASK_SIZE_PAGES) return -ENOMEM;
  const page = choosePage(space, placement);
  if (page < 0) return page;
  // A fixed address in the last 4095 bytes reads as an error number on the way back (IS_ERR_VALUE).
  if (placement.fixed && address < 0) return address >= -4095 ? address : -ENOMEM;
  if (page > TASK_SIZE_PAGES - pageCount) return -ENOMEM;
  if (page !== Math.floor(page)) return -EINVAL;
  return page < MMAP_MIN_PAGE ? -EPERM : page;
}

function choosePage(space: Space, placement: Placement): number {
  const { alignment, pageCount, address } = placement;
  if (placement.fixed) return address < 0 ? TASK_SIZE_PAGES : address / 4096;
  const wantsBlock = alignment === "file" || (alignment === "anonymous" && hintPage(address) === 0);
  if (wantsBlock && (alignment === "file" || pageCount % HUGE_BLOCK_PAGES === 0)) {
    const aligned = alignedPage(space, placement);
    if (aligned >= 0) return aligned;
  }
  return searchPage(space, placement, pageCount);
}

/** The page a hint stands for, rounded down; 0 is no hint. */
function hintPage(address: number): number {
  return address < 0 ? Number.MAX_SAFE_INTEGER : Math.floor(address / 4096);
}

/** The page at byte 2^63 of a file, where offsets turn negative. */
const OFFSET_SIGN_PAGE = 2 ** 51;

/** The search with room for alignment, moved so that address and offset agree (__thp_get_unmapped_area); -1: not so. */
function alignedPage(space: Space, placement: Placement): number {
  const { pageCount, pageOffset } = placement;
  const offset = placement.alignment === "file" ? pageOffset : 0;
  const firstBlock = Math.ceil(offset / HUGE_BLOCK_PAGES) * HUGE_BLOCK_PAGES;
  const end = offset + pageCount;
  // Linux rounds up in signed arithmetic: a block that begins at byte 2^63 counts as one far below.
  const wraps = firstBlock >= OFFSET_SIGN_PAGE;
  if (!wraps && end - firstBlock < HUGE_BLOCK_PAGES) return -1;
  const page = searchPage(space, placement, pageCount + HUGE_BLOCK_PAGES);
  if (page < 0) return -1;
  if (page === hintPage(placement.address)) return page;
  const shift = (((offset - page) % HUGE_BLOCK_PAGES) + HUGE_BLOCK_PAGES) % HUGE_BLOCK_PAGES;
  return shift === 0 ? page + HUGE_BLOCK_PAGES : page + shift;
}

/** arch_get_unmapped_area_topdown. */
function searchPage(space: Space, placement: Placement, pageCount: number): number {
  if (pageCount > TASK_SIZE_PAGES) return -ENOMEM;
  const hint = hintPage(placement.address);
  if (placement.low) return searchUp(space, hint, pageCount, LOW_SEARCH_START_PAGE, LOW_SEARCH_END_PAGE);
  if (hint !== 0 && isHintFree(space, hint, pageCount, TASK_SIZE_PAGES)) return hint;
  const page = searchDown(space, pageCount);
  return page >= 0 ? page : searchUp(space, hint, pageCount, LEGACY_BASE_PAGE, TASK_SIZE_PAGES);
}

function isHintFree(space: Space, page: number, pageCount: number, endPage: number): boolean {
  if (endPage - pageCount < page) return false;
  const vma = space.vmaFrom(page);
  return vma === undefined || page + pageCount <= startGapPage(vma);
}

/** The highest gap below the top page (unmapped_area_topdown). */
function searchDown(space: Space, pageCount: number): number {
  let high = space.layout.topPage;
  for (;;) {
    const page = space.vmas.highestGap(pageCount, LOWEST_CHOSEN_PAGE, high);
    if (page < 0) return -ENOMEM;
    const next = space.vmas.next(page + pageCount);
    if (next === undefined || startGapPage(next) >= page + pageCount) return page;
    high = startGapPage(next);
  }
}

/** The lowest gap of a range (unmapped_area), or the hint when it is free there. */
function searchUp(space: Space, hint: number, pageCount: number, startPage: number, endPage: number): number {
  if (pageCount > endPage) return -ENOMEM;
  if (hint !== 0 && isHintFree(space, hint, pageCount, endPage)) return hint;
  let low = startPage;
  for (;;) {
    const page = space.vmas.lowestGap(pageCount, low, endPage);
    if (page < 0) return -ENOMEM;
    const next = space.vmas.next(page + pageCount);
    if (next === undefined || startGapPage(next) >= page + pageCount) return page;
    low = next.endPage;
  }
}
