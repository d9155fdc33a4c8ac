/**
 * Which pages of a folio were changed since they were written back: each block has its own bit (buffer_head), and a block
 * is a page.
 */

import type { Inode } from "../state/inode.ts";
import type { State } from "../state/state.ts";
import type { Transaction } from "../transaction.ts";
import { filePageCount } from "./file_size.ts";
import { folioAt } from "./folio.ts";
import { F_DIRTY, FLAGS } from "./frame.ts";

/** Whether a cached page is dirty. */
export function isPageDirty(state: State, inode: Inode, index: number): boolean {
  return (state.frameWord(inode.cachedFrame(index), FLAGS) & F_DIRTY) !== 0;
}

/** Whether any of the cached pages [first, end) is dirty. */
export function isAnyDirty(state: State, inode: Inode, first: number, end: number): boolean {
  for (let index = first; index < end; index++) if (isPageDirty(state, inode, index)) return true;
  return false;
}

/** Whether any cached page of a disk file is dirty and has no block in the storage yet (delayed allocation). */
export function hasNewPages(state: State, inode: Inode): boolean {
  for (const index of dirtyPages(state, inode)) if (inode.storage.get(index) === undefined) return true;
  return false;
}

/** The cached pages of a disk file that are dirty, from `first` on, before `end`; ascending. */
export function* dirtyPages(state: State, inode: Inode, first = 0, end = Infinity): Generator<number> {
  const { maybeDirty } = inode;
  for (let index = maybeDirty.next(first); index >= 0 && index < end; index = maybeDirty.next(index + 1)) {
    if (inode.cachedFrame(index) >= 0 && isPageDirty(state, inode, index)) yield index;
  }
}

/** Makes the folio of a cached page dirty, as far as the file reaches (page_mkwrite of a disk file). */
export function dirtyFolio(tx: Transaction, inode: Inode, index: number): void {
  const folio = folioAt(tx.state, inode, index);
  const end = Math.max(index + 1, Math.min(folio.index + folio.pageCount, filePageCount(inode)));
  markPages(tx, inode, folio.index, end, true);
}

/** Makes the cached pages [first, end) dirty. */
export function makeDirty(tx: Transaction, inode: Inode, first: number, end: number): void {
  markPages(tx, inode, first, end, true);
}

/** The pages [first, end) are not dirty any more; what they were is forgotten. */
export function forgetDirty(tx: Transaction, inode: Inode, first: number, end: number): void {
  markPages(tx, inode, first, end, false);
}

/** Gives cached pages their dirty bit, or takes it, a run of frames at a time; those that are so already are left out. */
function markPages(tx: Transaction, inode: Inode, first: number, end: number, dirty: boolean): void {
  for (let at = first; at < end;) {
    if (isPageDirty(tx.state, inode, at) === dirty) {
      at++;
      continue;
    }
    const frame = inode.cachedFrame(at);
    let count = 1;
    while (
      at + count < end && inode.cachedFrame(at + count) === frame + count &&
      isPageDirty(tx.state, inode, at + count) !== dirty
    ) count++;
    tx.frequent.framesMark({ frame, count, set: dirty ? F_DIRTY : 0, clear: dirty ? 0 : F_DIRTY });
    at += count;
  }
}
