/**
 * A persistent set of numbers, as bits in a word table: which 2 MiB blocks of an address space have a page table.
 *
 *      word n of the table = numbers 32 n … 32 n + 31; a leaf of it = 2048 of them, 4 GiB of address space
 *
 *   NS1  A leaf of zeros is dropped: so next() finds a number in any leaf that exists.
 */

import { WordTable } from "./word_table.ts";

/** Words of a leaf: so many that the heap, the mappings and the file pages of a small program have one leaf. */
const LEAF_WORDS = 64;

/** Numbers 0 … 2^31 - 1. */
export class NumberSet {
  /** The bits. */
  readonly words: WordTable;

  /** The numbers whose bits `words` has. */
  constructor(words: WordTable) {
    this.words = words;
  }

  /** An empty set owned by `epoch`. */
  static create(epoch: number): NumberSet {
    return new NumberSet(new WordTable(epoch, 1, LEAF_WORDS));
  }

  /** A copy owned by `epoch`, sharing everything. */
  clone(epoch: number): NumberSet {
    return new NumberSet(this.words.clone(epoch));
  }

  /** Whether a number is in the set. */
  has(number: number): boolean {
    return (this.words.word(number >>> 5) & (1 << (number & 31))) !== 0;
  }

  /** Puts a number into the set. */
  add(epoch: number, number: number): void {
    const leaf = this.words.own(epoch, number >>> 5);
    leaf[this.words.at] |= 1 << (number & 31);
  }

  /** Takes a number out of the set. */
  remove(epoch: number, number: number): void {
    if (!this.has(number)) return;
    const { words } = this;
    const leaf = words.own(epoch, number >>> 5);
    leaf[words.at] &= ~(1 << (number & 31));
    if (leaf[words.at] === 0 && words.isLeafZero(number >>> 5)) words.dropLeaf(epoch, number >>> 5);
  }

  /** The least number of the set that is at least `number`, or -1. */
  next(number: number): number {
    const { words } = this;
    let least = number;
    for (let word = words.nextLeaf(least >>> 5); word >= 0; word = words.nextLeaf(least >>> 5)) {
      least = Math.max(least, word * 32);
      const bits = words.word(word) & (-1 << (least & 31));
      if (bits !== 0) return word * 32 + 31 - Math.clz32(bits & -bits);
      least = (word + 1) * 32;
    }
    return -1;
  }

  /** The numbers of the set, ascending. */
  *numbers(): Generator<number> {
    for (let number = this.next(0); number >= 0; number = this.next(number + 1)) yield number;
  }
}
