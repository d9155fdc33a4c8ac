/**
 * Pages that page tables take (mm_pgtables_bytes): one for each 2 MiB block with entries, and those of the levels above.
 */

import { PAGE_SIZE, type Space } from "@palimpsest/kernel";

/** Entries of a table, of every level. */
const TABLE_ENTRIES = 512;

/** Bytes of the page tables of an address space, the topmost one not counted. */
export function tableBytes(space: Space): number {
  let level = new Set(space.tables.numbers());
  let pages = level.size;
  for (let step = 0; step < 2; step++) {
    level = new Set([...level].map((block) => Math.floor(block / TABLE_ENTRIES)));
    pages += level.size;
  }
  return pages * PAGE_SIZE;
}
