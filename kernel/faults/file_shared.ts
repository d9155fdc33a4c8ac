/**
 * A write to a file page of a shared mapping that is not mapped (mm/memory.c: do_shared_fault): the cached page is
 * mapped writable and dirty, with its folio; for a disk file page_mkwrite happens within the same fault.
 */

import { CachedRuns } from "../memory/cached_runs.ts";
import { gatherFolio } from "../memory/folio.ts";
import { dirtyFolio } from "../memory/folio_dirty.ts";
import { pageIndexIn, type Vma } from "../memory/vma.ts";
import type { Transaction } from "../transaction.ts";
import { faultFilePage } from "./file_page.ts";
import type { FaultResult } from "./handle_fault.ts";

/** What a fault maps; empty between two faults. */
const found = new CachedRuns();

/** Serves a write fault on an absent page of a shared mapping. */
export function fileSharedFault(
  tx: Transaction,
  vma: Vma,
  page: number,
  repeatIsMajor: boolean,
): FaultResult {
  const { frame, result } = faultFilePage(tx, vma, page, repeatIsMajor);
  if (frame < 0) return result;
  dirtyFolio(tx, tx.state.inode(vma.inode), pageIndexIn(vma, page));
  gatherFolio(found, tx.state, vma, tx.state.inode(vma.inode), page);
  found.map(tx, vma, true, true);
  return result;
}
