/**
 * Mapping cached pages of a file, a run of frames at a time.
 */

import type { PageRun } from "../memory/folio.ts";
import { pageIndexIn, type Vma } from "../memory/vma.ts";
import type { Transaction } from "../transaction.ts";

/** The pages of a run, one by one. */
export function runPages({ page, count }: PageRun): number[] {
  return Array.from({ length: count }, (_, step) => page + step);
}

/** Maps pages (ascending, none of them mapped) to the frames that cache them. */
export function mapCached(
  tx: Transaction,
  vma: Vma,
  pages: readonly number[],
  writable: boolean,
  dirty = false,
): void {
  const inode = tx.state.inode(vma.inode);
  const frameOf = (page: number) => inode.cachedFrame(pageIndexIn(vma, page));
  for (let at = 0; at < pages.length;) {
    const page = pages[at];
    const frame = frameOf(page);
    let count = 1;
    while (pages[at + count] === page + count && frameOf(page + count) === frame + count) count++;
    tx.frequent.pagesMap({ space: vma.space, page, count, frame, writable, dirty });
    at += count;
  }
}
