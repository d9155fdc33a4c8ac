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
import { FLAGS, folioOrder } from "./frame.ts";
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
  const pageCount = 2 ** order;
  return { index: index - index % pageCount, pageCount };
}

/** Consecutive pages of an address space. */
export interface PageRun {
  readonly page: VirtPage;
  readonly count: number;
}

/**
 * The pages to map together when a fault on `page` found it cached: its whole folio when VMA and page table hold it,
 * else `page` alone.
 *
 * A fault (finish_fault) maps `page` alone, too, when any other entry of the run is not absent; fault-around leaves such
 * entries as they are and maps the others.
 */
export function folioRun(state: State, vma: Vma, inode: Inode, page: VirtPage): PageRun {
  const index = pageIndexIn(vma, page);
  const folio = folioAt(state, inode, index);
  const first = page - (index - folio.index);
  const end = first + folio.pageCount;
  const inTable = Math.floor(first / PAGES_PER_TABLE) === Math.floor((end - 1) / PAGES_PER_TABLE);
  const whole = inTable && first >= vma.startPage && end <= vma.endPage;
  return whole ? { page: first, count: folio.pageCount } : { page, count: 1 };
}
