/**
 * Pages in which little is not zero: what a few stores left in pages of zeros. Most pages of anonymous memory that hold
 * anything hold a word or two, for which the smallest object is too large, and lives too long for the engine's collector.
 *
 *      frame ──▶ leaf [ e0 | e1 | … | e9 | two words unused ]
 *
 *      entry of three words     1 + unit                    low word   high word     one unit: 8 bytes of the page
 *                               ~(first + end × 1024)       word       0             units first … end - 1, the word twice in each
 *                               0                           0          0             none, nor any behind it
 *
 * Leaves lie in a WordTable: what the epoch owns is written in place, and checkpoints share the rest.
 *
 *   SZ1  Entries stand without gaps. A page that is kept here has one at least; the others have no leaf.
 *   SZ2  A unit has one entry of its own at most, and lies within one fill at most; its own entry says what it holds, else
 *        the fill does, else it is zero.
 *   SZ3  All bytes are known. A page that gets more, or a fill over what is there, is no page of this table any more: the
 *        caller keeps a Content (content.ts), and drops it here.
 *   SZ4  The content's hash stands in the frame's record (CH1); a write says by how much it changes.
 *
 * Measured (state_bench.ts; frames scattered): the first 8 bytes of a page and its end take 95 ns together, 64 bytes 140 ns;
 * 8 bytes where some are already 45 ns; a content of its own 350 ns.
 */

import { type Content, fillBytes, writeBytes } from "./content.ts";
import * as hashes from "./content_hash.ts";
import * as digests from "./digest.ts";
import { WordTable } from "./word_table.ts";

// Bound here because the engine folds a module's own constants, but looks imported ones up each time.
const { mixTerm } = digests;
const { HIGH_FACTORS, HIGH_SUMS, LOW_FACTORS, LOW_SUMS } = hashes;

const UNIT_BITS = 3;
/** Bytes of a unit. */
export const UNIT_BYTES: number = 1 << UNIT_BITS;
const ENTRY_WORDS = 3;
const LEAF_WORDS = 32;
/** Entries that a page may have. */
export const MOST_ENTRIES = 10;
const ENTRIES_END = MOST_ENTRIES * ENTRY_WORDS;
const FILL_END_BITS = 10;
const FILL_FIRST_MASK = (1 << FILL_END_BITS) - 1;
const NO_WORDS = new Int32Array(0);
/** Units that follow each other, as words and as bytes. */
const runWords = new Int32Array(2 * MOST_ENTRIES);
const runBytes = new Uint8Array(runWords.buffer);

/** What stands in a range of units of a sparse page. */
export interface SparseEntry {
  /** The first unit of 8 bytes, 0 … 511. */
  readonly first: number;
  /** The unit behind the last one. */
  readonly end: number;
  /** What each unit holds: its first word. */
  readonly low: number;
  /** Its second word. */
  readonly high: number;
  /** Whether it is a fill, which yields to the entries of single units. */
  readonly isFill: boolean;
}

/** Sparse pages by frame. */
export class SparsePages {
  /** By how much the last write or fill changed the hash of the content, first lane. */
  changeLo = 0;
  /** The same, second lane. */
  changeHi = 0;
  /** Where seek() or locate() stopped: an entry among `words`, or behind the last (`limit`) when all are in use. */
  private words: Int32Array = NO_WORDS;
  private at = 0;
  private limit = 0;
  /** What the unit that locate() looked for holds. */
  private low = 0;
  private high = 0;

  private constructor(
    /** A leaf a frame. To count, to compact; only this class writes. */
    readonly table: WordTable,
  ) {}

  /** No pages, owned by `epoch`. */
  static create(epoch: number): SparsePages {
    return new SparsePages(new WordTable(epoch, LEAF_WORDS, LEAF_WORDS));
  }

  /** The same pages owned by `epoch`, sharing everything. */
  clone(epoch: number): SparsePages {
    // Words that are kept in mind would stay in memory after their table has moved (table_compaction.ts).
    this.words = NO_WORDS;
    return new SparsePages(this.table.clone(epoch));
  }

  /** Whether a frame's page is kept here. */
  has(frame: number): boolean {
    return this.table.word(frame) !== 0;
  }

  /** The frames whose pages are kept here, in order. */
  *frames(): Generator<number> {
    const { table } = this;
    for (let frame = table.nextLeaf(0); frame >= 0; frame = table.nextLeaf(frame + 1)) yield frame;
  }

  /** What is kept of a frame's page: at most ten entries, those of single units and fills mixed. */
  entries(frame: number): SparseEntry[] {
    const entries: SparseEntry[] = [];
    const words = this.table.peek(frame);
    const start = this.table.at;
    for (let at = start; at < start + ENTRIES_END && words[at] !== 0; at += ENTRY_WORDS) {
      const head = words[at];
      const isFill = head < 0;
      entries.push({
        first: isFill ? ~head & FILL_FIRST_MASK : head - 1,
        end: isFill ? ~head >>> FILL_END_BITS : head,
        low: words[at + 1],
        high: isFill ? words[at + 1] : words[at + 2],
        isFill,
      });
    }
    return entries;
  }

  /** A frame's page as a content of its own, which `epoch` owns; 0 is nobody's. */
  content(epoch: number, frame: number): Content {
    const entries = this.entries(frame);
    let content: Content = 0;
    for (const { first, end, low, isFill } of entries) {
      if (!isFill) continue;
      content = fillBytes(epoch, content, first * UNIT_BYTES, (end - first) * UNIT_BYTES, low & 0xff);
    }
    const units = entries.filter(({ isFill }) => !isFill);
    for (let from = 0, to = 0; from < units.length; from = to) {
      const { first } = units[from];
      // Units that follow each other are written at once.
      for (to = from; to < units.length && units[to].first - first === to - from; to++) {
        runWords[2 * (to - from)] = units[to].low;
        runWords[2 * (to - from) + 1] = units[to].high;
      }
      content = writeBytes(epoch, content, first * UNIT_BYTES, runBytes, 0, (to - from) * UNIT_BYTES);
    }
    return content;
  }

  /**
   * Writes known bytes into a page, which is one of zeros when it is not kept here; the change of its hash is in `changeLo`
   * and `changeHi`.
   *
   * @returns Whether all of it was written: else some of it may have been, and the page must be dropped (SZ3).
   */
  write(epoch: number, frame: number, offset: number, source: Uint8Array): boolean {
    const lengthBytes = source.length;
    const first = offset >>> UNIT_BITS;
    const end = (offset + lengthBytes + UNIT_BYTES - 1) >>> UNIT_BITS;
    this.changeLo = 0;
    this.changeHi = 0;
    if (end - first > MOST_ENTRIES || lengthBytes === 0) return false;
    const isWhole = ((offset | lengthBytes) & (UNIT_BYTES - 1)) === 0;
    if (isWhole && this.seek(epoch, frame, first, end)) return this.append(first, source);
    return this.merge(epoch, frame, offset, source);
  }

  /**
   * Fills a range of a page, which is one of zeros when it is not kept here, with a byte value: like write(). Only what is
   * not zero and covers whole units, all of them zeros so far, is done.
   */
  fill(epoch: number, frame: number, offset: number, lengthBytes: number, value: number): boolean {
    this.changeLo = 0;
    this.changeHi = 0;
    if (value <= 0 || ((offset | lengthBytes) & (UNIT_BYTES - 1)) !== 0 || lengthBytes === 0) return false;
    const first = offset >>> UNIT_BITS;
    const end = (offset + lengthBytes) >>> UNIT_BITS;
    if (!this.seek(epoch, frame, first, end) || this.at === this.limit) return false;
    const word = Math.imul(value, 0x01010101);
    const { words, at } = this;
    words[at] = ~(first | end << FILL_END_BITS);
    words[at + 1] = word;
    const term = mixTerm(word);
    this.changeLo = Math.imul(term, LOW_SUMS[2 * end] - LOW_SUMS[2 * first]);
    this.changeHi = Math.imul(term, HIGH_SUMS[2 * end] - HIGH_SUMS[2 * first]);
    return true;
  }

  /** Gives a frame whose page is one of zeros the page of another, which is kept here. */
  copy(epoch: number, source: number, frame: number): void {
    const { table } = this;
    const from = table.peek(source);
    const start = table.at;
    const to = table.own(epoch, frame);
    const shift = table.at - start;
    for (let at = start; at < start + ENTRIES_END; at++) to[at + shift] = from[at];
  }

  /** Gives up the page of a frame, which is kept here: it is one of zeros again. */
  drop(epoch: number, frame: number): void {
    this.table.dropLeaf(epoch, frame);
  }

  /** Goes to the first entry that is not in use; false when one on the way touches the units from `first` to `end`. */
  private seek(epoch: number, frame: number, first: number, end: number): boolean {
    this.enter(epoch, frame);
    const { words, limit } = this;
    let { at } = this;
    for (; at < limit; at += ENTRY_WORDS) {
      const head = words[at];
      if (head === 0) break;
      const isApart = head > 0
        ? head <= first || head > end
        : (~head & FILL_FIRST_MASK) >= end || ~head >>> FILL_END_BITS <= first;
      if (!isApart) return false;
    }
    this.at = at;
    return true;
  }

  /** Puts the units of the bytes into the entries from `at` on, if there are enough. */
  private append(first: number, source: Uint8Array): boolean {
    const { words, limit } = this;
    let { at } = this;
    if (at + source.length / UNIT_BYTES * ENTRY_WORDS > limit) return false;
    let lo = 0;
    let hi = 0;
    let unit = first;
    for (let from = 0; from < source.length; from += UNIT_BYTES, unit++, at += ENTRY_WORDS) {
      const low = source[from] | source[from + 1] << 8 | source[from + 2] << 16 | source[from + 3] << 24;
      const high = source[from + 4] | source[from + 5] << 8 | source[from + 6] << 16 | source[from + 7] << 24;
      words[at] = unit + 1;
      words[at + 1] = low;
      words[at + 2] = high;
      const lowTerm = mixTerm(low);
      const highTerm = mixTerm(high);
      lo += Math.imul(lowTerm, LOW_FACTORS[2 * unit]) + Math.imul(highTerm, LOW_FACTORS[2 * unit + 1]) | 0;
      hi += Math.imul(lowTerm, HIGH_FACTORS[2 * unit]) + Math.imul(highTerm, HIGH_FACTORS[2 * unit + 1]) | 0;
    }
    this.changeLo = lo | 0;
    this.changeHi = hi | 0;
    return true;
  }

  /** Writes bytes unit by unit, over what is there. */
  private merge(epoch: number, frame: number, offset: number, source: Uint8Array): boolean {
    const end = offset + source.length;
    for (let at = offset; at < end;) {
      const unit = at >>> UNIT_BITS;
      if (!this.locate(epoch, frame, unit)) return false;
      runWords[0] = this.low;
      runWords[1] = this.high;
      for (const stop = Math.min(end, (unit + 1) << UNIT_BITS); at < stop; at++) {
        runBytes[at & (UNIT_BYTES - 1)] = source[at - offset];
      }
      this.replace(unit, runWords[0], runWords[1]);
    }
    return true;
  }

  /** Goes to the entry of a unit, or the first that is not in use; false when there is none. */
  private locate(epoch: number, frame: number, unit: number): boolean {
    this.enter(epoch, frame);
    this.low = 0;
    this.high = 0;
    const { words, limit } = this;
    for (let at = this.at; at < limit; at += ENTRY_WORDS) {
      const head = words[at];
      this.at = at;
      if (head === 0) return true;
      if (head === unit + 1) {
        this.low = words[at + 1];
        this.high = words[at + 2];
        return true;
      }
      if (head < 0 && (~head & FILL_FIRST_MASK) <= unit && unit < ~head >>> FILL_END_BITS) {
        this.low = words[at + 1];
        this.high = this.low;
      }
    }
    return false;
  }

  /** Writes what a unit holds now to the entry that locate() found. */
  private replace(unit: number, low: number, high: number): void {
    const { words, at } = this;
    words[at] = unit + 1;
    words[at + 1] = low;
    words[at + 2] = high;
    const lowTerm = mixTerm(low) - mixTerm(this.low) | 0;
    const highTerm = mixTerm(high) - mixTerm(this.high) | 0;
    this.changeLo = this.changeLo + Math.imul(lowTerm, LOW_FACTORS[2 * unit]) +
        Math.imul(highTerm, LOW_FACTORS[2 * unit + 1]) | 0;
    this.changeHi = this.changeHi + Math.imul(lowTerm, HIGH_FACTORS[2 * unit]) +
        Math.imul(highTerm, HIGH_FACTORS[2 * unit + 1]) | 0;
  }

  /** Owns the leaf of a frame, and goes to its first entry. */
  private enter(epoch: number, frame: number): void {
    this.words = this.table.own(epoch, frame);
    this.at = this.table.at;
    this.limit = this.at + ENTRIES_END;
  }
}
