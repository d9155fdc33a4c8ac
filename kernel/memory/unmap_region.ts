/**
 * Removing mappings (mm/vma.c: vms_gather_munmap_vmas, vms_complete_munmap_vmas).
 *
 * Gathering splits the VMAs at both ends and finds what is to go; splits stay even when a sealed VMA then stops it.
 * Only completing removes anything.
 */

import { TASK_SIZE_PAGES } from "../address.ts";
import { EINVAL, ENOMEM, EPERM } from "../errno.ts";
import { MAX_MAP_COUNT } from "../limits.ts";
import type { Space } from "../state/space.ts";
import type { Transaction } from "../transaction.ts";
import { type Vma, vmaPageCount } from "./vma.ts";
import { removeVma, splitVma } from "./vma_edit.ts";
import { VM } from "./vma_flags.ts";

/** The VMAs that a range is made free of. */
export interface Gathered {
  readonly vmas: readonly Vma[];
  readonly pageCount: number;
  readonly accountedPages: number;
}

/**
 * Splits VMAs at the ends of [startPage, endPage) and lists those within.
 *
 * @returns What was found, or -EPERM (a sealed VMA) or -ENOMEM (the map count).
 */
export function gatherVmas(
  tx: Transaction,
  space: Space,
  startPage: number,
  endPage: number,
): Gathered | number {
  const first = space.vmaFrom(startPage);
  const vmas: Vma[] = [];
  if (first === undefined || first.startPage >= endPage) return { vmas, pageCount: 0, accountedPages: 0 };
  if (first.startPage < startPage) {
    if (endPage < first.endPage && space.vmaCount >= MAX_MAP_COUNT) return -ENOMEM;
    if ((first.flags & VM.SEALED) !== 0) return -EPERM;
    splitVma(tx, first, startPage);
  }
  let pageCount = 0;
  let accountedPages = 0;
  for (
    let vma = tx.state.space(space.id).vmas.next(startPage);
    vma !== undefined && vma.startPage < endPage;
  ) {
    if ((vma.flags & VM.SEALED) !== 0) return -EPERM;
    if (vma.endPage > endPage) vma = splitVma(tx, vma, endPage).below;
    vmas.push(vma);
    pageCount += vmaPageCount(vma);
    if ((vma.flags & VM.ACCOUNT) !== 0) accountedPages += vmaPageCount(vma);
    vma = tx.state.space(space.id).vmas.next(vma.endPage);
  }
  return { vmas, pageCount, accountedPages };
}

/** Unmaps the pages of gathered VMAs and removes them. */
export function removeGathered(tx: Transaction, space: Space, { vmas }: Gathered): void {
  for (const vma of vmas) unmapPages(tx, space.id, vma.startPage, vma.endPage);
  for (const vma of vmas) removeVma(tx, vma);
}

/** Makes every entry of a range absent, guards included; nothing when there is none. */
export function unmapPages(tx: Transaction, spaceId: number, startPage: number, endPage: number): void {
  const first = tx.state.space(spaceId).pages.nextLeaf(startPage);
  if (first < 0 || first >= endPage) return;
  tx.frequent.pagesUnmap({ space: spaceId, page: startPage, count: endPage - startPage });
}

/** Removes all mappings of a range (do_vmi_align_munmap). 0 or a negated errno. */
export function unmapRegion(tx: Transaction, space: Space, startPage: number, endPage: number): number {
  const gathered = gatherVmas(tx, space, startPage, endPage);
  if (typeof gathered === "number") return gathered;
  removeGathered(tx, space, gathered);
  return 0;
}

/** The same with the checks of munmap on the range: -EINVAL where it is empty or leaves user space (do_vmi_munmap). */
export function unmapChecked(tx: Transaction, space: Space, startPage: number, endPage: number): number {
  if (endPage > TASK_SIZE_PAGES || endPage <= startPage) return -EINVAL;
  return unmapRegion(tx, space, startPage, endPage);
}
