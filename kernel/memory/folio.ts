/**
 * Folios: the runs of cached pages that Linux handles as one. Disk files have large ones since 6.16; tmpfs and shmem
 * pages are folios of one page.
 *
 *      order 0   | 0 | 1 | 2 | 3 | 4 | 5 |…       a page's order stands in its frame's flags (ORDER_SHIFT);
 *      order 1   |   0   |   2   |   4   |…       a folio of order n starts at an index that is a multiple
 *      order 2   |       0       |   4   |…       of 2^n, so order and index name the folio
 *
 *   FO1  Every page of a folio is cached and has the folio's order. Frames need not be neighbours.
 *   FO2  Write-back, write protection (page_mkclean) and dirtiness are the folio's: one dirty page makes it dirty.
 *   FO3  A fault that finds a page of a large folio maps the whole folio when it may (mm/memory.c finish_fault,
 *        mm/filemap.c filemap_map_folio_range; 6.18). Faults that only change rights (wp_page_shared) stay with one page.
 *   FO4  Cutting a file or a hole within a folio splits it into pages.
 */

import { PAGES_PER_TABLE, type VirtPage } from "../address.ts";
import type { Inode } from "../state/inode.ts";
import type { State } from "../state/state.ts";
import type { CachedRuns } from "./cached_runs.ts";
import { filePageCount } from "./file_size.ts";
import { F_READAHEAD, F_UNREAD, FLAGS, folioOrder } from "./frame.ts";
import { pageIndexIn, type Vma } from "./vma.ts";

/** Consecutive pages of a file. */
export interface FolioExtent {
  /** Index of the first page. */
  readonly index: number;
  readonly pageCount: number;
}

/** The folio that page `index` of a file lies in; the page is cached. */
export function folioAt(state: State, inode: Inode, index: number): FolioExtent {
  const order = folioOrder(state.frameWord(inode.cachedFrame(index), FLAGS));
  const pageCount = 1 << order;
  return { index: index - (index & (pageCount - 1)), pageCount };
}

/** Consecutive pages of an address space. */
export interface PageRun {
  readonly page: VirtPage;
  readonly count: number;
}

/**
 * The pages to map together when a fault on `page` found it cached (finish_fault): its whole folio when file, VMA and
 * page table hold it and none of its entries is taken; else `page` alone.
 */
export function faultRun(state: State, vma: Vma, inode: Inode, page: VirtPage): PageRun {
  const run = folioRun(state, vma, inode, page);
  const alone = { page, count: 1 };
  if (run === undefined || pageIndexIn(vma, run.page) + run.count > filePageCount(inode)) return alone;
  const space = state.space(vma.space);
  for (let at = run.page; at < run.page + run.count; at++) if (space.pte(at) !== 0) return alone;
  return run;
}

/**
 * Gathers the pages that fault-around maps (filemap_map_pages): those of the window [first, end) that are cached, read and
 * not mapped, and the rest of their folios where VMA and page table hold them and the file goes on behind them. Folios with
 * the readahead mark are passed over. Where the block has no page table yet, nothing is mapped when the first folio found
 * reaches the end of a disk file: installing the table was skipped with what maps huge folios.
 */
export function gatherAround(
  runs: CachedRuns,
  state: State,
  vma: Vma,
  inode: Inode,
  first: VirtPage,
  end: VirtPage,
): void {
  runs.clear();
  const space = state.space(vma.space);
  const shift = pageIndexIn(vma, first) - first;
  const fileEnd = filePageCount(inode);
  for (let page = first; page < end;) {
    const index = page + shift;
    const frame = inode.cachedFrame(index);
    if (frame < 0) {
      page++;
      continue;
    }
    const flags = state.frameWord(frame, FLAGS);
    const pageCount = 1 << folioOrder(flags);
    const head = index - (index & (pageCount - 1));
    const headFlags = head === index ? flags : state.frameWord(inode.cachedFrame(head), FLAGS);
    const next = Math.min(head + pageCount - shift, end);
    if ((headFlags & (F_READAHEAD | F_UNREAD)) === 0) {
      const goesOn = fileEnd > head + pageCount;
      if (runs.isEmpty && !goesOn && !inode.isMemoryBacked && !space.hasTable(page)) return;
      const isWhole = pageCount > 1 && goesOn && isWithin(vma, head - shift, pageCount);
      const last = isWhole ? head - shift + pageCount : next;
      for (let at = isWhole ? head - shift : page; at < last; at++) {
        if (space.pte(at) === 0) runs.add(at, at === page ? frame : inode.cachedFrame(at + shift));
      }
    }
    page = next;
  }
}

/** Whether a VMA and one page table hold all pages of a folio. */
function isWithin(vma: Vma, first: VirtPage, pageCount: number): boolean {
  const end = first + pageCount;
  const inTable = Math.floor(first / PAGES_PER_TABLE) === Math.floor((end - 1) / PAGES_PER_TABLE);
  return inTable && first >= vma.startPage && end <= vma.endPage;
}

/** Where the folio of `page` lies in a VMA; undefined when VMA or page table do not hold all of it. */
function folioRun(state: State, vma: Vma, inode: Inode, page: VirtPage): PageRun | undefined {
  const index = pageIndexIn(vma, page);
  const { index: head, pageCount } = folioAt(state, inode, index);
  const first = page - (index - head);
  return isWithin(vma, first, pageCount) ? { page: first, count: pageCount } : undefined;
}

/** Gathers the pages to map together when a fault on `page` found it cached (faultRun()). */
export function gatherFolio(runs: CachedRuns, state: State, vma: Vma, inode: Inode, page: VirtPage): void {
  runs.clear();
  const run = faultRun(state, vma, inode, page);
  for (let at = run.page; at < run.page + run.count; at++) {
    runs.add(at, inode.cachedFrame(pageIndexIn(vma, at)));
  }
}
