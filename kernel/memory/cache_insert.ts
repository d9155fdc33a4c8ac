/**
 * Taking pages into the page cache: frames are chosen in runs, so that one effect takes many pages.
 *
 *   CI1  A page that is cached stays as it is.
 *   CI2  When memory is full, what was taken until then stays; of a large folio all pages are taken, or none.
 */

import type { Inode } from "../state/inode.ts";
import type { Transaction } from "../transaction.ts";
import { allocateRun, NO_FRAME } from "./frame_allocation.ts";

/** What a page holds when it enters the cache (cacheInsert's `content`). */
export const CONTENT = { zeros: 0, unknown: 1, stored: 2 } as const;

/** One of CONTENT. */
export type InsertedContent = (typeof CONTENT)[keyof typeof CONTENT];

/** Pages to insert. */
export interface Insertion {
  /** The file. */
  readonly inode: number;
  /** The first page. */
  readonly index: number;
  /** How many pages. */
  readonly count: number;
  /** What they hold at first. */
  readonly content: InsertedContent;
  /** Order of the folios they form; 0 when left out. */
  readonly order?: number;
}

/** Inserts pages none of which is cached; the frame of the first, or NO_FRAME when memory is full. */
export function insertPages(tx: Transaction, { inode, index, count, content, order = 0 }: Insertion): number {
  if (order > 0 && tx.state.frameMap.freeCount < count) return NO_FRAME;
  let first = NO_FRAME;
  let near = index > 0 ? tx.state.inode(inode).cachedFrame(index - 1) : NO_FRAME;
  for (let done = 0; done < count;) {
    const run = allocateRun(tx, count - done, near);
    if (run.count === 0) return done === 0 ? NO_FRAME : first;
    const { frame } = run;
    tx.emit({ kind: "cacheInsert", inode, index: index + done, count: run.count, frame, content, order });
    if (done === 0) first = frame;
    done += run.count;
    near = frame + run.count - 1;
  }
  return first;
}

/** Inserts those of the pages [first, end) that are not cached, one folio each, with what the storage holds. */
export function insertAbsent(tx: Transaction, inodeId: number, first: number, end: number): void {
  for (let index = first; index < end;) {
    const inode = tx.state.inode(inodeId);
    const count = absentRun(inode, index, end);
    if (count === 0) index++;
    else if (insertPages(tx, { inode: inodeId, index, count, content: CONTENT.stored }) === NO_FRAME) return;
    else index += count;
  }
}

/** How many pages from `index` on, up to `end`, are neither cached nor swapped out. */
export function absentRun(inode: Inode, index: number, end: number): number {
  let next = index;
  while (next < end && inode.cachedFrame(next) < 0 && inode.swapSlot(next) < 0) next++;
  return next - index;
}
