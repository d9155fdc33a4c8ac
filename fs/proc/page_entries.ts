/**
 * The page-table entries of a mapping that hold something, in order: what smaps, status and pagemap walk.
 *
 *   PE1  Only leaves of the page table that exist are walked: an empty mapping of a terabyte is one step.
 *   PE2  A mapping of device memory (VM_PFNMAP) has no page structures behind it, and shows none (vm_normal_page).
 */

import { type Space, VM, type Vma } from "@palimpsest/kernel";

/** An entry that is not absent. */
export interface PageEntry {
  /** The virtual page. */
  readonly page: number;
  /** The packed entry. */
  readonly pte: number;
}

/** The entries of the pages [first, end) of a mapping; its own pages unless told otherwise. */
export function* pageEntries(
  space: Space,
  vma: Vma,
  first: number = vma.startPage,
  end: number = vma.endPage,
): Generator<PageEntry> {
  if ((vma.flags & VM.PFNMAP) !== 0) return;
  const { pages } = space;
  for (let next = pages.nextLeaf(first); next >= 0 && next < end;) {
    const leafEnd = (Math.floor(next / pages.leafRecords) + 1) * pages.leafRecords;
    for (let page = next; page < Math.min(leafEnd, end); page++) {
      const pte = space.pte(page);
      if (pte !== 0) yield { page, pte };
    }
    next = pages.nextLeaf(leafEnd);
  }
}
