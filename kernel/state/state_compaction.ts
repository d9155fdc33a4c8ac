/**
 * Giving back the memory of states that are not kept any more: the word tables of those that are move to new pools
 * (table_compaction.ts). Everything else is freed by itself.
 */

import type { State } from "./state.ts";
import { compactTables, type MovedTable } from "./table_compaction.ts";

/**
 * Moves the word tables of `states`, so that nothing is kept of others; O(what they reach).
 *
 * @param states States of one history, older before younger. States that are left out stay right, and keep their memory
 *   as long as they are used.
 * @param base A state that all of them descend from, and that stays; what they share with it is not copied.
 */
export function compactStates(states: readonly State[], base?: State): void {
  compactTables(tablesOf(states), base === undefined ? [] : tablesOf([base]));
}

function* tablesOf(states: readonly State[]): Generator<MovedTable> {
  for (const state of states) {
    yield state.frames;
    for (const [, space] of state.spaces.entries()) {
      yield space.pages;
      yield space.tables.words;
    }
    for (const [, inode] of state.inodes.entries()) yield inode.cache;
  }
}
