/**
 * Removing mappings (mm/vma.c: vms_gather_munmap_vmas, vms_complete_munmap_vmas).
 *
 * Gathering finds what is to go, and what stays of the VMAs at both ends. Linux splits those right away, and they stay split
 * even when a sealed VMA or a limit then stops it; here they are only split where that happens (splitGathered), and else
 * trimmed when the rest goes.
 */

import { TASK_SIZE_PAGES } from "../address.ts";
import { EINVAL, ENOMEM, EPERM } from "../errno.ts";
import { MAX_MAP_COUNT } from "../limits.ts";
import type { Space } from "../state/space.ts";
import type { Transaction } from "../transaction.ts";
import { type Vma, vmaPageCount } from "./vma.ts";
import { partOf, putVma, removeVma, splitVma } from "./vma_edit.ts";
import { VM } from "./vma_flags.ts";

/** What a range is made free of. */
export interface Gathered {
  /** The VMAs, the first and the last only as far as they lie in the range. */
  readonly parts: readonly Vma[];
  /** The VMA that begins below the range, whole. */
  readonly first: Vma | undefined;
  /** What stays of the VMA that ends above the range. */
  readonly above: Vma | undefined;
  readonly pageCount: number;
  readonly accountedPages: number;
}

/**
 * Lists what lies in [startPage, endPage); changes nothing, unless it fails.
 *
 * @returns What was found, or -EPERM (a sealed VMA) or -ENOMEM (the map count).
 */
export function gatherVmas(
  tx: Transaction,
  space: Space,
  startPage: number,
  endPage: number,
): Gathered | number {
  let vma = space.vmaFrom(startPage);
  const first = vma !== undefined && vma.startPage < startPage ? vma : undefined;
  if (first !== undefined) {
    if (endPage < first.endPage && space.vmaCount >= MAX_MAP_COUNT) return -ENOMEM;
    if ((first.flags & VM.SEALED) !== 0) return -EPERM;
  }
  const parts: Vma[] = [];
  let above: Vma | undefined;
  let pageCount = 0;
  let accountedPages = 0;
  for (; vma !== undefined && vma.startPage < endPage; vma = space.vmas.next(vma.endPage)) {
    if ((vma.flags & VM.SEALED) !== 0) {
      if (first !== undefined) splitVma(tx, first, startPage);
      return -EPERM;
    }
    if (vma.endPage > endPage) above = partOf(vma, endPage, vma.endPage);
    const isWhole = vma !== first && above === undefined;
    const part = isWhole
      ? vma
      : partOf(vma, Math.max(startPage, vma.startPage), Math.min(endPage, vma.endPage));
    parts.push(part);
    pageCount += vmaPageCount(part);
    if ((vma.flags & VM.ACCOUNT) !== 0) accountedPages += vmaPageCount(part);
  }
  return { parts, first, above, pageCount, accountedPages };
}

/** Leaves what was gathered in place, split at both ends of the range. */
export function splitGathered(tx: Transaction, { parts, first, above }: Gathered): void {
  if (above !== undefined) {
    putVma(tx, above);
    putVma(tx, parts[parts.length - 1]);
  }
  if (first === undefined) return;
  if (parts.length > 1 || above === undefined) putVma(tx, parts[0]);
  putVma(tx, partOf(first, first.startPage, parts[0].startPage));
}

/** Unmaps the pages of what was gathered, and removes it. */
export function removeGathered(tx: Transaction, space: Space, { parts, first, above }: Gathered): void {
  for (const part of parts) unmapPages(tx, space.id, part.startPage, part.endPage);
  if (above !== undefined) putVma(tx, above);
  if (first !== undefined) putVma(tx, partOf(first, first.startPage, parts[0].startPage));
  for (const part of parts) if (first === undefined || part !== parts[0]) removeVma(tx, part);
}

/** Makes every entry of a range absent, guards included; nothing when there is none. */
export function unmapPages(tx: Transaction, spaceId: number, startPage: number, endPage: number): void {
  const first = tx.state.space(spaceId).pages.nextLeaf(startPage, endPage);
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
