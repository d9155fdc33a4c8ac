/**
 * A read of a file page that is not mapped (mm/memory.c: do_read_fault; mm/filemap.c: filemap_map_pages).
 *
 * Fault-around first: a window of 16 pages around the fault, cut at the VMA, at the page table (2 MiB) and at the end of
 * the file, gets all pages that are cached and not mapped yet, with the rest of their folios. When the faulting page is
 * among them, that is all; else it is brought into the cache. When that took reading, the fault starts again, with
 * fault-around; else the page is mapped with its folio.
 */

import { PAGES_PER_TABLE, pagesSpanning } from "../address.ts";
import { FAULT_OUTCOME } from "../event/events.ts";
import { FAULT_AROUND_PAGES } from "../limits.ts";
import { FILE_DEVICE, type Inode } from "../state/inode.ts";
import { CachedRuns } from "../memory/cached_runs.ts";
import { gatherAround, gatherFolio } from "../memory/folio.ts";
import { presumeCached } from "../memory/page_cache.ts";
import { pageIndexIn, type Vma } from "../memory/vma.ts";
import { VM } from "../memory/vma_flags.ts";
import type { Transaction } from "../transaction.ts";
import { faultFilePage } from "./file_page.ts";
import type { FaultResult } from "./handle_fault.ts";

/** What a fault maps; empty between two faults. */
const found = new CachedRuns();

/** Whether a read fault maps its page writable: shared memory-backed files have no write-notify. */
function mapsWritable(vma: Vma, inode: Inode): boolean {
  return (vma.flags & (VM.SHARED | VM.WRITE)) === (VM.SHARED | VM.WRITE) && inode.isMemoryBacked;
}

/** Serves a read fault on an absent file page. */
export function fileReadFault(
  tx: Transaction,
  vma: Vma,
  page: number,
  repeatIsMajor: boolean,
): FaultResult {
  const inode = tx.state.inode(vma.inode);
  const around = inode.making.fileKind !== FILE_DEVICE;
  if (around) {
    faultAround(tx, vma, page);
    if (tx.state.space(vma.space).pte(page) !== 0) return FAULT_OUTCOME.minor;
  }
  const { frame, result, startsAgain } = faultFilePage(tx, vma, page, repeatIsMajor);
  if (frame < 0) return result;
  if (around && startsAgain) {
    faultAround(tx, vma, page);
    if (tx.state.space(vma.space).pte(page) !== 0) return result;
  }
  const cached = tx.state.inode(vma.inode);
  gatherFolio(found, tx.state, vma, cached, page);
  found.map(tx, vma, mapsWritable(vma, cached));
  return result;
}

/** do_fault_around's window: first page and the page after the last. */
function aroundWindow(vma: Vma, page: number, inode: Inode): [number, number] {
  const first = Math.max(page - page % FAULT_AROUND_PAGES, vma.startPage);
  const tableEnd = (Math.floor(page / PAGES_PER_TABLE) + 1) * PAGES_PER_TABLE;
  const fileEnd = page - pageIndexIn(vma, page) + pagesSpanning(inode.sizeBytes);
  return [first, Math.min(first + FAULT_AROUND_PAGES, tableEnd, vma.endPage, fileEnd)];
}

/** Maps the cached pages of the window that are not mapped, in runs of contiguous frames. */
function faultAround(tx: Transaction, vma: Vma, page: number): void {
  const [first, end] = aroundWindow(vma, page, tx.state.inode(vma.inode));
  presumeCached(tx, tx.state.inode(vma.inode), pageIndexIn(vma, first), end - first);
  const inode = tx.state.inode(vma.inode);
  gatherAround(found, tx.state, vma, inode, first, end);
  found.map(tx, vma, mapsWritable(vma, inode));
}
