/**
 * Single edits of the VMA list, as effects: put, remove, split.
 *
 * A split VMA keeps its anon_vma and chain in both halves (anon_vma_clone), which is what lets them merge again.
 */

import { releaseFile } from "../process/descriptors.ts";
import type { Transaction } from "../transaction.ts";
import type { Vma } from "./vma.ts";

/** Puts a VMA as it stands now, in place of the one that starts at the same page. */
export function putVma(tx: Transaction, vma: Vma): Vma {
  const { space, startPage, endPage, flags, file, inode, pageOffset, anonVma, anonChain, name } = vma;
  tx.emit({
    kind: "vmaPut",
    space,
    startPage,
    endPage,
    flags,
    file,
    inode,
    pageOffset,
    anonVma,
    anonChain,
    name,
  });
  return vma;
}

/** Takes a VMA out of its space; its file is released when that was the last reference. */
export function removeVma(tx: Transaction, vma: Vma): void {
  tx.emit({ kind: "vmaRemove", space: vma.space, startPage: vma.startPage });
  if (vma.file !== 0) releaseFile(tx, vma.file);
}

/** A VMA's part from `startPage` to `endPage`, with the page offset that belongs to it. */
export function partOf(vma: Vma, startPage: number, endPage: number): Vma {
  return { ...vma, startPage, endPage, pageOffset: vma.pageOffset + startPage - vma.startPage };
}

/**
 * Cuts a VMA in two at `page`, without a look at the map count (__split_vma). The part above comes first: what a VMA shrinks
 * by is nobody's then, and its page tables would go (reduce/tables.ts).
 */
export function splitVma(tx: Transaction, vma: Vma, page: number): void {
  putVma(tx, partOf(vma, page, vma.endPage));
  putVma(tx, partOf(vma, vma.startPage, page));
}

/** A new anon_vma; parent 0 makes it a root. Returns its id. */
export function newAnonVma(tx: Transaction, parent: number): number {
  const anonVma = tx.state.counters.anonVma + 1;
  tx.emit({ kind: "anonVmaNew", anonVma, parent });
  return anonVma;
}
