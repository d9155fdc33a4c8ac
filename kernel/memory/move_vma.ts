/**
 * Moving a VMA, or part of one, with its pages (mm/mremap.c: move_vma; mm/vma.c: copy_vma).
 *
 * The copy keeps the page offset, so that the pages keep their index; only an anonymous VMA that never had a page takes
 * the offset of its new place, and may merge there.
 */

import type { Transaction } from "../transaction.ts";
import { unmapRegion } from "./unmap_region.ts";
import { isAnonymous, type Vma, vmaPageCount } from "./vma.ts";
import { putVma } from "./vma_edit.ts";
import { VM, VM_LOCKED_MASK } from "./vma_flags.ts";
import { mergeNewRange } from "./vma_merge.ts";

/** A move, in pages. */
export interface VmaMove {
  readonly page: number;
  readonly oldCount: number;
  readonly newCount: number;
  readonly newPage: number;
  /** MREMAP_DONTUNMAP: the source stays, empty. */
  readonly keepSource: boolean;
}

/** Moves [page, page + oldCount) of `vma` to newPage, where it is newCount pages long; nothing is in the way there. */
export function moveVma(tx: Transaction, vma: Vma, move: VmaMove): void {
  const { page, oldCount, newCount, newPage } = move;
  const neverFaulted = isAnonymous(vma) && vma.anonVma === 0;
  const copy: Vma = {
    ...vma,
    startPage: newPage,
    endPage: newPage + newCount,
    pageOffset: neverFaulted ? newPage : vma.pageOffset + page - vma.startPage,
  };
  if (mergeNewRange(tx, tx.space, { ...copy, copiedFrom: vma }) === undefined) putVma(tx, copy);
  movePages(tx, vma.space, page, oldCount, newPage);
  if (move.keepSource) emptySource(tx, page, oldCount);
  else if (oldCount > 0) unmapRegion(tx, tx.space, page, page + oldCount);
}

function movePages(tx: Transaction, space: number, page: number, count: number, toPage: number): void {
  const first = tx.state.space(space).pages.nextLeaf(page, page + count);
  if (first < 0 || first >= page + count) return;
  tx.emit({ kind: "pagesMove", space, page, toPage, count });
}

/**
 * dontunmap_complete: the whole source VMA is not locked any more, though its pages stay counted as locked; moved whole, it
 * is as if it never had a page.
 */
function emptySource(tx: Transaction, page: number, count: number): void {
  const source = tx.space.vmaAt(page);
  if (source === undefined) return;
  const flags = source.flags & ~VM_LOCKED_MASK;
  const whole = source.startPage === page && source.endPage === page + count;
  const links = whole ? { anonVma: 0, anonChain: [] } : {};
  putVma(tx, { ...source, flags, ...links });
  if ((source.flags & VM.LOCKED) !== 0) {
    tx.emit({ kind: "spaceLockedLeft", space: source.space, pages: vmaPageCount(source) });
  }
}
