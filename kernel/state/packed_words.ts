/**
 * Word tables packed into bytes: a few bytes a record, where a table in use takes its words and the nodes above them.
 *
 *      record = [ gap to the record before × 4^words + a code of two bits a word | the words that no code foretells ]
 *
 *      code 0   the word is that of the record before
 *           1   … has changed by as much as the last time that it was foretold so, or said (page after page, frame after frame)
 *           2   … is what it was before it last changed
 *           3   … is said: the difference follows
 *
 *   PW1  Records of zeros are left out. So an unpacked table has no leaf of zeros.
 *   PW2  Both directions keep the same history of each word (Foresight): what one side foretells, the other does.
 */

import { assertThat } from "../assert.ts";
import { PackReader, PackWriter } from "./pack_bytes.ts";
import type { WordTable } from "./word_table.ts";

/** What both directions know of the records so far, a number a word. */
class Foresight {
  /** The record before. */
  readonly last: Int32Array;
  /** What each word was before it last changed. */
  readonly other: Int32Array;
  /** By how much each last changed, where that was said or foretold. */
  readonly step: Int32Array;

  constructor(recordWords: number) {
    this.last = new Int32Array(recordWords);
    this.other = new Int32Array(recordWords);
    this.step = new Int32Array(recordWords);
  }

  /** The code of a word's new value. */
  codeOf(word: number, value: number): number {
    if (value === this.last[word]) return 0;
    if (value === ((this.last[word] + this.step[word]) | 0)) return 1;
    return value === this.other[word] ? 2 : 3;
  }

  /** The word has a new value, which its code told. */
  note(word: number, code: number, value: number): void {
    if (code === 0) return;
    if (code !== 2) this.step[word] = value - this.last[word];
    this.other[word] = this.last[word];
    this.last[word] = value;
  }
}

/** Changes the words of a record before they are packed: those that are known from elsewhere become `last`. */
export type HideWords = (index: number, record: Int32Array, last: Int32Array) => void;
/** Changes the words of a record that was unpacked at `offset`: the hidden ones become what they were. */
export type RestoreWords = (index: number, words: Int32Array, offset: number) => void;

/** Packs the records of a table that are not all zero. */
export function packWords(table: WordTable, hide?: HideWords): Uint8Array {
  const { recordWords, leafRecords } = table;
  const writer = new PackWriter();
  const foresight = new Foresight(recordWords);
  const record = new Int32Array(recordWords);
  const codeLimit = codeLimitOf(recordWords);
  let next = 0;
  for (let leaf = table.nextLeaf(0); leaf >= 0; leaf = table.nextLeaf(leaf + leafRecords)) {
    for (let index = leaf; index < leaf + leafRecords; index++) {
      if (!takeRecord(table, index, record)) continue;
      hide?.(index, record, foresight.last);
      packRecord(writer, foresight, record, (index - next) * codeLimit);
      next = index + 1;
    }
  }
  return writer.take();
}

/** Puts the records in `packed` into an empty table that `epoch` owns. */
export function unpackWords(
  epoch: number,
  table: WordTable,
  packed: Uint8Array,
  restore?: RestoreWords,
): WordTable {
  const { recordWords } = table;
  const reader = new PackReader(packed);
  const foresight = new Foresight(recordWords);
  const { last } = foresight;
  const codeLimit = codeLimitOf(recordWords);
  for (let next = 0; reader.hasMore;) {
    const head = reader.number();
    const gap = Math.floor(head / codeLimit);
    const index = next + gap;
    unpackRecord(reader, foresight, head - gap * codeLimit);
    const words = table.own(epoch, index);
    const offset = table.offset(index);
    for (let word = 0; word < recordWords; word++) words[offset + word] = last[word];
    restore?.(index, words, offset);
    next = index + 1;
  }
  return table;
}

/** Codes of a record are below this. */
function codeLimitOf(recordWords: number): number {
  assertThat(recordWords <= 8, () => `packed words: records of ${recordWords} words`);
  return 1 << (2 * recordWords);
}

/** Copies a record out of a table; whether it is not all zero. */
function takeRecord(table: WordTable, index: number, record: Int32Array): boolean {
  const words = table.peek(index);
  const offset = table.offset(index);
  let all = 0;
  for (let word = 0; word < record.length; word++) all |= record[word] = words[offset + word];
  return all !== 0;
}

function packRecord(writer: PackWriter, foresight: Foresight, record: Int32Array, gapCode: number): void {
  let codes = 0;
  for (let word = 0; word < record.length; word++) {
    codes |= foresight.codeOf(word, record[word]) << (2 * word);
  }
  writer.number(gapCode + codes);
  for (let word = 0, rest = codes; rest !== 0; word++, rest >>>= 2) {
    const code = rest & 3;
    const value = record[word];
    if (code === 3) writer.word((value - foresight.last[word]) | 0);
    foresight.note(word, code, value);
  }
}

function unpackRecord(reader: PackReader, foresight: Foresight, codes: number): void {
  const { last, other, step } = foresight;
  for (let word = 0, rest = codes; rest !== 0; word++, rest >>>= 2) {
    const code = rest & 3;
    if (code === 0) continue;
    const value = code === 3
      ? last[word] + reader.word()
      : code === 1
      ? last[word] + step[word]
      : other[word];
    foresight.note(word, code, value | 0);
  }
}
