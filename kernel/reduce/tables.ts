/**
 * Last-level page tables: which of the 2 MiB blocks of an address space have one.
 *
 *   TB1  A block gets its table with the first entry in it, and keeps it when the entries go. Special mappings
 *        (VM_PFNMAP: the vDSO) have theirs from the start.
 *   TB2  The table goes when no VMA lies in the block any more (mm/memory.c: free_pgtables): when one goes, or ends lower
 *        than before. So what is to take its place there is put first.
 *   TB3  A leaf of Space.pages exists only where its block has a table: who makes a leaf makes the table, and who clears
 *        the last entry of a leaf drops it. So most entries ask nothing of the tables. No leaf is beyond user space.
 *
 * It can be seen: fault-around at the end of a disk file maps nothing where there is no table yet (folio.ts).
 */

import * as addresses from "../address.ts";
import { assertThat } from "../assert.ts";
import { RECORD } from "../state/record_kind.ts";
import type { Space } from "../state/space.ts";
import type { State } from "../state/state.ts";
import type { DigestSum } from "./digest_sum.ts";

// Bound here because the engine folds a module's own constants, but looks imported ones up each time.
const { PAGES_PER_TABLE, TASK_SIZE_PAGES } = addresses;

const TABLE_KIND = RECORD.table;

/**
 * The leaf of the entry of a page, to write to, in which it stands at `space.pages.at`; something other than absent must
 * be written there.
 */
export function ownEntry(state: State, space: Space, page: number): Int32Array {
  const { pages } = space;
  const { leafCount } = pages;
  const leaf = pages.own(state.epoch, page);
  if (pages.leafCount !== leafCount) {
    if (page >= TASK_SIZE_PAGES) refusePage(space, page);
    ensureTables(state, space, page, 1);
  }
  return leaf;
}

function refusePage(space: Space, page: number): never {
  assertThat(false, `page ${page} of space ${space.id} is beyond user space, which has ${TASK_SIZE_PAGES}`);
}

/** The number of a page's block. Pages have 36 bits, so that it can be cut to 32. */
function tableOf(page: number): number {
  return page * (1 / PAGES_PER_TABLE) | 0;
}

/** The blocks of a run of pages have tables from now on. */
export function ensureTables(state: State, space: Space, page: number, count: number): void {
  const last = tableOf(page + count - 1);
  for (let table = tableOf(page); table <= last; table++) {
    if (space.tables.has(table)) continue;
    space.tables.add(state.epoch, table);
    addTable(state, space.id, table, 1);
  }
}

/**
 * Adds a table to the digest (sign 1), or takes it out again (sign -1). It has no fields: its record is the factors of its
 * key.
 */
export function addTable({ hasher, digest }: DigestSum, spaceId: number, table: number, sign: number): void {
  hasher.hashKey(TABLE_KIND, table, spaceId);
  digest.add(Math.imul(hasher.lo, sign), Math.imul(hasher.hi, sign));
}

/** The tables of a run of pages that a VMA has left go, where no VMA lies in their blocks. */
export function freeTables(state: State, space: Space, startPage: number, endPage: number): void {
  let first = tableOf(startPage);
  let last = tableOf(endPage - 1);
  const below = space.vmas.previous(startPage);
  const above = space.vmas.next(startPage);
  if (below !== undefined && tableOf(below.endPage - 1) >= first) first = tableOf(below.endPage - 1) + 1;
  if (above !== undefined && tableOf(above.startPage) <= last) last = tableOf(above.startPage) - 1;
  // Mostly a neighbour lies in the same block.
  if (first > last) return;
  for (
    let table = space.tables.next(first);
    table >= 0 && table <= last;
    table = space.tables.next(table + 1)
  ) {
    space.tables.remove(state.epoch, table);
    addTable(state, space.id, table, -1);
  }
}
