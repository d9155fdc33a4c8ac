/**
 * How many pages of an address space are in memory (VmRSS of /proc/PID/status).
 */

import { isPresent, isZeroPage, type Space } from "@palimpsest/kernel";

/** Pages that are present; the zero page does not count. Walks the page table. */
export function residentPages(space: Space): number {
  const { pages } = space;
  let count = 0;
  for (let first = pages.nextLeaf(0); first >= 0; first = pages.nextLeaf(first + pages.leafRecords)) {
    for (let page = first; page < first + pages.leafRecords; page++) {
      const pte = space.pte(page);
      if (isPresent(pte) && !isZeroPage(pte)) count++;
    }
  }
  return count;
}
