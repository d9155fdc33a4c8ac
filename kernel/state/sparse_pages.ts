/**
 * Pages in which little is not zero: what a few stores left in pages of zeros. Most pages of anonymous memory that hold
 * anything hold a word or two, for which the smallest object is too large, and lives too long for the engine's collector.
 *
 *      frame's record [ … | SLOT ] ──▶ block [ e0 | e1 | … | 0 … ]
 *
 *      entry of three words     1 + unit                    low word   high word     one unit: 8 bytes of the page
 *                               ~(first + end × 1024)       word       0             units first … end - 1, the word twice in each
 *      end                      0                                                    what follows in the block may be anything
 *
 * Blocks lie among the leaves of the frame table, as large as those, and the record of a frame says which is its page's: so
 * a page costs no search. What the epoch owns is written in place, and checkpoints share the rest.
 *
 *   SZ1  Entries stand without gaps. A page that is kept here has one at least.
 *   SZ2  A unit has one entry of its own at most, and lies within one fill at most; its own entry says what it holds, else
 *        the fill does, else it is zero.
 *   SZ3  All bytes are known. A page that gets more, or a fill over what is there, is no sparse page any more: the caller
 *        keeps a Content (content.ts), and drops it here.
 *   SZ4  The content's hash stands in the frame's record (CH1); a write says by how much it changes.
 *   SZ5  A record with F_SPARSE names the block (SPARSE_BLOCK), and no other record of its version does.
 *   SZ6  Versions that share the leaf of a record share the block that it names. One that has a leaf of its own may share the
 *        block still: it copies that before it writes to it, and keeps a block that it gives up only if it owns that.
 *
 * Measured (state_bench.ts; frames scattered, with the look-up of their records): the first 8 bytes of a page and its end
 * take 60 ns together, 64 bytes 105 ns; 8 bytes where some are already 30 ns; a content of its own 350 ns.
 */

import * as frameTable from "../memory/frame.ts";
import { CHUNK_MASK } from "./block_pool.ts";
import { type Content, fillBytes, writeBytes } from "./content.ts";
import * as hashes from "./content_hash.ts";
import * as digests from "./digest.ts";
import type { FrameTable } from "./frame_table.ts";
import type { MoveBlock } from "./table_compaction.ts";

// Bound here because the engine folds a module's own constants, but looks imported ones up each time.
const { mixTerm } = digests;
const { HIGH_FACTORS, HIGH_SUMS, LOW_FACTORS, LOW_SUMS } = hashes;
const { F_SPARSE, FLAGS, FRAME_LEAF_WORDS, FRAME_WORDS, SPARSE_BLOCK } = frameTable;
const START_MASK = CHUNK_MASK;

const UNIT_BITS = 3;
/** Bytes of a unit. */
export const UNIT_BYTES: number = 1 << UNIT_BITS;
const ENTRY_WORDS = 3;
/** Entries that a page may have: one word of its block, at least, is left for the end. */
export const MOST_ENTRIES = 10;
const ENTRIES_END = MOST_ENTRIES * ENTRY_WORDS;
const FILL_END_BITS = 10;
const FILL_FIRST_MASK = (1 << FILL_END_BITS) - 1;
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

/**
 * The sparse pages of the frames in a table. Who writes to one hands in its frame's record: the words among which that
 * stands, which own() of the table gave, and where it begins. The frame is in no swap cache then (FT6).
 */
export class SparsePages {
  /** By how much the last write or fill changed the hash of the content, first lane. */
  changeLo = 0;
  /** The same, second lane. */
  changeHi = 0;
  /** What the unit that locate() looked for holds. */
  private low = 0;
  private high = 0;

  /** Those of the frames in `frames`, whose blocks they lie in. */
  constructor(private readonly frames: FrameTable) {}

  /** The frames whose pages are kept here, in order; goes through the records of all. */
  *withPage(): Generator<number> {
    for (const frame of this.frames.withLeaf()) if (this.block(frame) !== 0) yield frame;
  }

  /** The block of a frame's page, or 0 when that is not kept here. */
  block(frame: number): number {
    const { frames } = this;
    return (frames.word(frame, FLAGS) & F_SPARSE) === 0 ? 0 : frames.word(frame, SPARSE_BLOCK);
  }

  /** What is kept of a frame's page: at most ten entries, those of single units and fills mixed. */
  entries(frame: number): SparseEntry[] {
    const entries: SparseEntry[] = [];
    const block = this.block(frame);
    if (block === 0) return entries;
    const words = this.frames.blockWords(block);
    for (let entry = block & START_MASK; words[entry] !== 0; entry += ENTRY_WORDS) {
      const head = words[entry];
      const isFill = head < 0;
      entries.push({
        first: isFill ? ~head & FILL_FIRST_MASK : head - 1,
        end: isFill ? ~head >>> FILL_END_BITS : head,
        low: words[entry + 1],
        high: isFill ? words[entry + 1] : words[entry + 2],
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
  write(record: Int32Array, at: number, offset: number, source: Uint8Array): boolean {
    const lengthBytes = source.length;
    const first = offset >>> UNIT_BITS;
    const end = (offset + lengthBytes + UNIT_BYTES - 1) >>> UNIT_BITS;
    this.changeLo = 0;
    this.changeHi = 0;
    if (end - first > MOST_ENTRIES || lengthBytes === 0) return false;
    const isWhole = ((offset | lengthBytes) & (UNIT_BYTES - 1)) === 0;
    const isNew = (record[at + FLAGS] & F_SPARSE) === 0;
    const block = this.own(record, at);
    const words = this.frames.blockWords(block);
    const start = block & START_MASK;
    const entry = !isWhole ? -1 : isNew ? start : seek(words, start, first, end);
    if (entry < 0) return this.merge(words, start, offset, source);
    return entry + (end - first) * ENTRY_WORDS <= start + ENTRIES_END &&
      this.append(words, entry, first, source);
  }

  /**
   * Fills a range of a page, which is one of zeros when it is not kept here, with a byte value: like write(). Only what is
   * not zero and covers whole units, all of them zeros so far, is done.
   */
  fill(record: Int32Array, at: number, offset: number, lengthBytes: number, value: number): boolean {
    this.changeLo = 0;
    this.changeHi = 0;
    if (value <= 0 || ((offset | lengthBytes) & (UNIT_BYTES - 1)) !== 0 || lengthBytes === 0) return false;
    const first = offset >>> UNIT_BITS;
    const end = (offset + lengthBytes) >>> UNIT_BITS;
    const block = this.own(record, at);
    const words = this.frames.blockWords(block);
    const start = block & START_MASK;
    const entry = seek(words, start, first, end);
    if (entry < 0 || entry === start + ENTRIES_END) return false;
    const word = Math.imul(value, 0x01010101);
    words[entry] = ~(first | end << FILL_END_BITS);
    words[entry + 1] = word;
    words[entry + 2] = 0;
    words[entry + ENTRY_WORDS] = 0;
    const term = mixTerm(word);
    this.changeLo = Math.imul(term, LOW_SUMS[2 * end] - LOW_SUMS[2 * first]);
    this.changeHi = Math.imul(term, HIGH_SUMS[2 * end] - HIGH_SUMS[2 * first]);
    return true;
  }

  /** Gives a frame whose page is one of zeros the page of another, which is kept here. */
  copy(source: number, record: Int32Array, at: number): void {
    record[at + SPARSE_BLOCK] = this.frames.takeBlock(this.block(source));
    record[at + FLAGS] |= F_SPARSE;
  }

  /** Gives up the page of a frame, which is kept here: it is one of zeros again. */
  drop(record: Int32Array, at: number): void {
    this.frames.giveBackBlock(record[at + SPARSE_BLOCK]);
    record[at + FLAGS] &= ~F_SPARSE;
    record[at + SPARSE_BLOCK] = 0;
  }

  /** The block of a frame's page, to be written: a new one without entries when it had none. */
  private own(record: Int32Array, at: number): number {
    const { frames } = this;
    const before = (record[at + FLAGS] & F_SPARSE) === 0 ? 0 : record[at + SPARSE_BLOCK];
    if (frames.ownsBlock(before)) return before;
    const block = frames.takeBlock(before);
    record[at + SPARSE_BLOCK] = block;
    if (before === 0) {
      record[at + FLAGS] |= F_SPARSE;
      frames.blockWords(block)[block & START_MASK] = 0;
    }
    return block;
  }

  /** Puts the units of the bytes into the entries from `entry` on, which there is room for. */
  private append(words: Int32Array, entry: number, first: number, source: Uint8Array): true {
    let lo = 0;
    let hi = 0;
    let unit = first;
    let at = entry;
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
    words[at] = 0;
    this.changeLo = lo | 0;
    this.changeHi = hi | 0;
    return true;
  }

  /** Writes bytes unit by unit, over what is there. */
  private merge(words: Int32Array, start: number, offset: number, source: Uint8Array): boolean {
    const end = offset + source.length;
    for (let at = offset; at < end;) {
      const unit = at >>> UNIT_BITS;
      const entry = this.locate(words, start, unit);
      if (entry === start + ENTRIES_END) return false;
      runWords[0] = this.low;
      runWords[1] = this.high;
      for (const stop = Math.min(end, (unit + 1) << UNIT_BITS); at < stop; at++) {
        runBytes[at & (UNIT_BYTES - 1)] = source[at - offset];
      }
      this.replace(words, entry, unit, runWords[0], runWords[1]);
    }
    return true;
  }

  /** The entry of a unit, or the end of the entries. */
  private locate(words: Int32Array, start: number, unit: number): number {
    this.low = 0;
    this.high = 0;
    let entry = start;
    for (; words[entry] !== 0; entry += ENTRY_WORDS) {
      const head = words[entry];
      if (head === unit + 1) {
        this.low = words[entry + 1];
        this.high = words[entry + 2];
        return entry;
      }
      if (head < 0 && (~head & FILL_FIRST_MASK) <= unit && unit < ~head >>> FILL_END_BITS) {
        this.low = words[entry + 1];
        this.high = this.low;
      }
    }
    return entry;
  }

  /** Writes what a unit holds now to the entry that locate() found. */
  private replace(words: Int32Array, entry: number, unit: number, low: number, high: number): void {
    if (words[entry] === 0) words[entry + ENTRY_WORDS] = 0;
    words[entry] = unit + 1;
    words[entry + 1] = low;
    words[entry + 2] = high;
    const lowTerm = mixTerm(low) - mixTerm(this.low) | 0;
    const highTerm = mixTerm(high) - mixTerm(this.high) | 0;
    this.changeLo = this.changeLo + Math.imul(lowTerm, LOW_FACTORS[2 * unit]) +
        Math.imul(highTerm, LOW_FACTORS[2 * unit + 1]) | 0;
    this.changeHi = this.changeHi + Math.imul(lowTerm, HIGH_FACTORS[2 * unit]) +
        Math.imul(highTerm, HIGH_FACTORS[2 * unit + 1]) | 0;
  }
}

/** Where the entries end, or -1 when one of them touches the units from `first` to `end`. */
function seek(words: Int32Array, start: number, first: number, end: number): number {
  for (let entry = start;; entry += ENTRY_WORDS) {
    const head = words[entry];
    if (head === 0) return entry;
    const isApart = head > 0
      ? head <= first || head > end
      : (~head & FILL_FIRST_MASK) >= end || ~head >>> FILL_END_BITS <= first;
    if (!isApart) return -1;
  }
}

/** Moves the blocks that four frames' records name (TC4). */
export function moveSparsePages(words: Int32Array, start: number, move: MoveBlock): void {
  for (let at = start; at < start + FRAME_LEAF_WORDS; at += FRAME_WORDS) {
    if ((words[at + FLAGS] & F_SPARSE) !== 0) words[at + SPARSE_BLOCK] = move(words[at + SPARSE_BLOCK]);
  }
}
