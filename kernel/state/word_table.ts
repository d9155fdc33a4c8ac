/**
 * A persistent table of fixed-size records of 32-bit words, by number: page tables (by virtual page), page caches (by file
 * page), and what is behind the frame table (frame_table.ts).
 *
 *      index            = leaf number × leafRecords + record in the leaf
 *      tree (leaf_tree.ts): leaf number ──▶ leaf = [ record 0 | record 1 | … ]
 *
 * A leaf is a block of sixteen words in a pool (block_pool.ts), like the nodes above, or of more. Blocks are so small because
 * a checkpoint pays for each that is touched after it: a scattered write then copies 64 bytes of page table, and as much of
 * the nodes above, most of which are shared. The frame table has larger leaves: neighbours in it are mostly used together, and
 * there are so many frames that the nodes above small leaves do not fit a cache.
 *
 * WT1  A write under epoch E changes in place what E made, and copies everything else first (version_blocks.ts).
 * WT2  After clone() nothing is written under the epoch the source had: both sides share its blocks.
 * WT3  A leaf that is absent reads as zero. A leaf full of zeros may exist (the caller drops it, or not).
 *
 * Measured (state_bench.ts; 65,536 records in use): a write to what the epoch owns takes 10 ns in runs of 16 and 40 ns
 * scattered. A checkpoint every 1000 scattered writes takes 80 KiB, every 10,000 260 KiB; every 1000 writes in runs 20 KiB,
 * every 10,000 90 KiB: always less than leaves that are typed arrays of their own, which take half a microsecond to make.
 */

import { assertThat } from "../assert.ts";
import type { Lineage } from "./block_pool.ts";
import * as pools from "./block_pool.ts";
import { LeafTree } from "./leaf_tree.ts";
import * as trees from "./leaf_tree.ts";
import type { LeafVisit } from "./leaf_walk.ts";
import type { MoveNamed, MoveStart, PoolMove } from "./table_compaction.ts";

// Bound here because the engine folds a module's own constants, but looks imported ones up each time.
const { BLOCK_WORDS, CHUNK_BITS, CHUNK_MASK } = pools;
const { LEAF_LIMIT, NO_LEAF } = trees;

/** No epoch: owner of a table that was cloned. */
const NO_EPOCH = -1;
/** Words of a leaf, at most. */
const LEAF_WORDS_LIMIT = 256;
/** What an absent leaf reads as: never written. */
const ZEROS = new Int32Array(LEAF_WORDS_LIMIT);
/** Words of no leaf: reading and writing them does nothing. */
const NO_WORDS = new Int32Array(0);

/** A persistent table of records of 1, 2, 4, 8, 16 or 32 words, by index 0 … (2^32 - 1) × leafRecords - 1. */
export class WordTable {
  /** Records in a leaf. */
  readonly leafRecords: number;
  /** Words in a record. */
  readonly recordWords: number;
  /** Words in a leaf. */
  readonly leafWords: number;
  /** Where the record that peek() or own() was asked for last begins among the words that it returned. */
  at = 0;
  private epoch: number;
  private sharedEpoch = NO_EPOCH;
  private readonly recordMask: number;
  private readonly leavesPerIndex: number;
  /** Number of the leaf last looked up, its words (zeros when it is absent) and where it begins among them. */
  private cursorNumber = NO_LEAF;
  private cursorWords: Int32Array = NO_WORDS;
  private cursorStart = 0;
  /** The same number while that leaf may be written to: nobody shares it since the epoch made it (WT2). Otherwise NO_LEAF. */
  private ownedNumber = NO_LEAF;

  /** An empty table owned by `epoch` (0 … 2^31 - 1); leaves have 16 words, or a larger power of two, up to 256. */
  constructor(
    epoch: number,
    recordWords: number,
    leafWords: number = BLOCK_WORDS,
    /** Where the leaves are. */
    private readonly tree: LeafTree = new LeafTree(leafWords),
  ) {
    checkEpoch(epoch);
    this.epoch = epoch;
    this.recordWords = recordWords;
    this.leafWords = leafWords;
    this.leafRecords = leafWords / recordWords;
    this.recordMask = this.leafRecords - 1;
    this.leavesPerIndex = 1 / this.leafRecords;
  }

  /** Leaves that exist. */
  get leafCount(): number {
    return this.tree.leafCount;
  }

  /** Words of the nodes and leaves made for this version and those before it that it descends from. */
  get madeWords(): number {
    return this.tree.blocks.madeWords;
  }

  /**
   * A table with the same contents owned by `epoch`, in O(1). The source is kept, or written under a new
   * epoch.
   */
  clone(epoch: number): WordTable {
    assertThat(
      epoch !== this.epoch && epoch !== this.sharedEpoch,
      () => `word table: clone under epoch ${epoch}, which owns nodes of the source`,
    );
    const copy = new WordTable(epoch, this.recordWords, this.leafWords, this.tree.share());
    if (this.epoch !== NO_EPOCH) this.sharedEpoch = this.epoch;
    this.epoch = NO_EPOCH;
    this.ownedNumber = NO_LEAF;
    return copy;
  }

  /**
   * A clone that goes on in the place of this table, which is kept: so it gets what is known of nodes. It need not be learned
   * anew, and the tables that are kept, which may be many, take no room for it.
   */
  successor(epoch: number): WordTable {
    const copy = this.clone(epoch);
    copy.tree.takeKnown(this.tree);
    return copy;
  }

  /** The words among which the record `index` stands, beginning at `at`, to read only; zero when it is absent. */
  peek(index: number): Int32Array {
    const number = (index * this.leavesPerIndex) | 0;
    if (number !== this.cursorNumber) this.find(number);
    this.at = this.cursorStart + (index & this.recordMask) * this.recordWords;
    return this.cursorWords;
  }

  /** A word of the record `index`; zero when it is absent. */
  word(index: number, column = 0): number {
    const number = (index * this.leavesPerIndex) | 0;
    if (number !== this.cursorNumber) this.find(number);
    return this.cursorWords[this.cursorStart + (index & this.recordMask) * this.recordWords + column];
  }

  /** Where the record `index` begins among the words that peek() or own() of any record of its leaf returns. */
  offset(index: number): number {
    const number = (index * this.leavesPerIndex) | 0;
    if (number !== this.cursorNumber) this.find(number);
    return this.cursorStart + (index & this.recordMask) * this.recordWords;
  }

  /**
   * The words among which the record `index` stands, beginning at `at`, made or copied as needed so that `epoch`
   * may write to the records of its leaf: until the next clone() or drop.
   */
  own(epoch: number, index: number): Int32Array {
    const number = (index * this.leavesPerIndex) | 0;
    // An epoch without a clone before it shares nothing: so it is not compared here. NO_LEAF is: where no leaf is owned, the
    // words looked up last are another version's, or the zeros that all tables read, and an index out of range would get them.
    if (number !== this.ownedNumber || number === NO_LEAF) this.ownLeaf(epoch, number, index);
    this.at = this.cursorStart + (index & this.recordMask) * this.recordWords;
    return this.cursorWords;
  }

  /** The first index ≥ `index` whose leaf exists, or -1; or -1 already when there is none before `end`. */
  nextLeaf(index: number, end = Infinity): number {
    const number = Math.floor(index * this.leavesPerIndex);
    if (!this.tree.reaches(number)) return -1;
    if ((number | 0) !== this.cursorNumber) this.find(number | 0);
    if (this.cursorWords !== ZEROS) return index;
    const found = this.tree.next(number, end * this.leavesPerIndex);
    return found < 0 ? -1 : found * this.leafRecords;
  }

  /**
   * Visits the leaves that hold records first … last, in order: the index of its first record, words to read, and where it
   * begins among them. A visit may own records of its leaf; it drops none.
   *
   * @internal
   */
  visitLeaves(first: number, last: number, visit: LeafVisit): void {
    const { leafRecords } = this;
    this.tree.walk(
      Math.floor(first / leafRecords),
      Math.floor(last / leafRecords),
      (number, words, start) => {
        visit(number * leafRecords, words, start);
      },
    );
  }

  /** The index behind the last record of the leaf that holds `index`. */
  leafEnd(index: number): number {
    return (Math.floor(index * this.leavesPerIndex) + 1) * this.leafRecords;
  }

  /** Whether every record of the leaf that holds `index` is zero. */
  isLeafZero(index: number): boolean {
    const words = this.peek(index);
    const start = this.cursorStart;
    if (words === ZEROS) return true;
    for (let at = start; at < start + this.leafWords; at++) if (words[at] !== 0) return false;
    return true;
  }

  /** Removes the leaf that holds `index`, if it exists, with what its records say: they read as zero from now on. */
  dropLeaf(epoch: number, index: number): void {
    if (epoch !== this.epoch) this.renew(epoch);
    const number = (index * this.leavesPerIndex) | 0;
    if (this.tree.drop(number) && this.cursorNumber === number) this.forgetLeaf();
  }

  /** Removes every leaf. */
  dropAll(epoch: number): void {
    if (epoch !== this.epoch) this.renew(epoch);
    this.tree.clear();
    this.forgetLeaf();
  }

  /**
   * Makes a table without leaves as good as new for `epoch`, which made all of its blocks: they need not be made again, which
   * takes longer than what is done with those of a small table. False where they may be shared, or are many.
   */
  recycle(epoch: number): boolean {
    if (epoch !== this.epoch || !this.tree.recycle()) return false;
    this.forgetLeaf();
    return true;
  }

  /**
   * The chunks that the blocks lie in (block_pool.ts): until the next own(), clone() or move.
   *
   * @internal
   */
  get chunks(): readonly Int32Array[] {
    return this.tree.blocks.chunks;
  }

  /**
   * The blocks with ids from here on may be written to, until the next clone(), move or write under another epoch.
   *
   * @internal
   */
  get firstOwned(): number {
    return this.tree.blocks.firstOwned;
  }

  /**
   * The block of the leaf that holds `index`, or 0 when it is absent: until the leaf is owned, dropped or moved.
   *
   * @internal
   */
  leafBlock(index: number): number {
    return this.tree.leafAt((index * this.leavesPerIndex) | 0);
  }

  /**
   * A block beside the tree, as large as a leaf, for the epoch that owned a leaf last: a copy of one, or, when that is 0,
   * with anything in it. Records name it (TC4).
   *
   * @internal
   */
  takeBlock(before: number): number {
    return this.tree.blocks.takeBlock(before);
  }

  /**
   * Keeps such a block, which no record names any more, for later, if the epoch made it.
   *
   * @internal
   */
  giveBackBlock(block: number): void {
    this.tree.blocks.giveBackLeaf(block);
  }

  /**
   * Lineage of the blocks, for compaction; undefined in a table that never had any.
   *
   * @internal
   */
  get lineage(): Lineage | undefined {
    return this.tree.blocks.lineage;
  }

  /**
   * Where versions that descend from this one may move to; it must have had a block.
   *
   * @internal
   */
  branch(): MoveStart {
    return this.tree.blocks.branch();
  }

  /**
   * Moves to another pool, with what this version reaches (table_compaction.ts).
   *
   * @internal
   */
  moveTo(move: PoolMove, moveNamed?: MoveNamed): void {
    if (this.tree.moveTo(move, this.epoch === NO_EPOCH, moveNamed)) this.forgetLeaf();
  }

  /** Lets go of the leaf last looked up. */
  private forgetLeaf(): void {
    this.cursorNumber = NO_LEAF;
    this.cursorWords = NO_WORDS;
    this.cursorStart = 0;
    this.ownedNumber = NO_LEAF;
  }

  /** From here on blocks of this epoch may be written. */
  private renew(epoch: number): void {
    checkEpoch(epoch);
    assertThat(
      epoch !== this.sharedEpoch,
      `word table: write under epoch ${epoch}, whose nodes a clone shares`,
    );
    this.epoch = epoch;
    this.tree.blocks.disown();
    this.ownedNumber = NO_LEAF;
  }

  /** Refuses an index out of range. */
  private refuseIndex(index: number): never {
    assertThat(false, `word table: index ${index} is not in 0 … (2^32 - 1) × ${this.leafRecords} - 1`);
  }

  /** Puts the cursor on a leaf. */
  private find(number: number): void {
    const { tree } = this;
    const id = tree.leafAt(number);
    const { chunks, firstOwned } = tree.blocks;
    this.cursorNumber = number;
    this.cursorWords = id === 0 ? ZEROS : chunks[id >> CHUNK_BITS];
    this.cursorStart = id & CHUNK_MASK;
    this.ownedNumber = id >= firstOwned && id !== 0 ? number : NO_LEAF;
  }

  /** Owns the leaf of a record and the path to it, and puts the cursor there. */
  private ownLeaf(epoch: number, number: number, index: number): void {
    if (index < 0 || index >= LEAF_LIMIT * this.leafRecords) this.refuseIndex(index);
    if (epoch !== this.epoch) this.renew(epoch);
    const { tree } = this;
    const id = tree.ownLeaf(number);
    this.cursorNumber = number;
    this.ownedNumber = number;
    this.cursorWords = tree.blocks.chunks[id >> CHUNK_BITS];
    this.cursorStart = id & CHUNK_MASK;
  }
}

function checkEpoch(epoch: number): void {
  assertThat(epoch >= 0 && epoch === (epoch | 0), () => `word table: epoch ${epoch} is not in 0 … 2^31 - 1`);
}
