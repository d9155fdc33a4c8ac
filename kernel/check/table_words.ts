/**
 * Walking word tables: the records of one word that are not zero.
 */

import type { WordTable } from "../state/word_table.ts";

/** Every [index, word] of a table of one-word records whose word is not zero, by ascending index. */
export function* wordsOf(table: WordTable): Generator<[index: number, word: number]> {
  const { leafRecords } = table;
  for (let first = table.nextLeaf(0); first >= 0; first = table.nextLeaf(first + leafRecords)) {
    for (let index = first; index < first + leafRecords; index++) {
      const word = table.peek(index)[table.offset(index)];
      if (word !== 0) yield [index, word];
    }
  }
}
