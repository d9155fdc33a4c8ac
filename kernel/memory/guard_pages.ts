/**
 * Guard pages: markers in the page table that fault for ever (mm/madvise.c: madvise_guard_install, _remove).
 */

import { prepareAnonVma } from "../faults/anon_vma_prepare.ts";
import type { Transaction } from "../transaction.ts";
import { forEachRun } from "./protect_pages.ts";
import { PTE_GUARD, pteKind } from "./pte.ts";
import { isAnonymous, type Vma } from "./vma.ts";
import { putVma } from "./vma_edit.ts";
import { VM } from "./vma_flags.ts";

/** Installs markers over a part of a VMA; what was mapped there goes. The VMA keeps VM_MAYBE_GUARD for ever. */
export function installGuards(tx: Transaction, vma: Vma, startPage: number, endPage: number): void {
  const prepared = isAnonymous(vma) ? prepareAnonVma(tx, vma) : vma;
  if ((prepared.flags & VM.MAYBE_GUARD) === 0) {
    putVma(tx, { ...prepared, flags: prepared.flags | VM.MAYBE_GUARD });
  }
  const { space } = vma;
  const isMapped = (pte: number) => pte !== 0 && pteKind(pte) !== PTE_GUARD;
  forEachRun(tx.state.space(space), startPage, endPage, isMapped, (page, count) => {
    tx.emit({ kind: "pagesUnmap", space, page, count });
  });
  let from = startPage;
  forEachRun(
    tx.state.space(space),
    startPage,
    endPage,
    (pte) => pteKind(pte) === PTE_GUARD,
    (page, count) => {
      if (page > from) tx.emit({ kind: "pagesGuard", space, page: from, count: page - from });
      from = page + count;
    },
  );
  if (from < endPage) tx.emit({ kind: "pagesGuard", space, page: from, count: endPage - from });
}

/** Removes the markers of a part of a VMA; other entries stay. */
export function removeGuards(tx: Transaction, vma: Vma, startPage: number, endPage: number): void {
  const isGuard = (pte: number) => pteKind(pte) === PTE_GUARD;
  forEachRun(tx.state.space(vma.space), startPage, endPage, isGuard, (page, count) => {
    tx.emit({ kind: "pagesUnmap", space: vma.space, page, count });
  });
}
