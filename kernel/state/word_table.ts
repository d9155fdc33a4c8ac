/**
 * A persistent radix tree of fixed-size records of 32-bit words, by number: page tables (by virtual page), page caches (by
 * file page), and what is behind the frame table (frame_table.ts).
 *
 *      index            = leaf number × leafRecords + record in the leaf
 *      root ──▶ node ──▶ … ──▶ node ──▶ leaf
 *      node = [ child 0 | … | child 15 ]       leaf = [ record 0 | record 1 | … ]
 *
 * Nodes are blocks of sixteen words in a pool (block_pool.ts), leaves of as many or of more; a child is the id of a block, or
 * 0. The tree is as high as its largest index asks for. Blocks are so small because a checkpoint pays for each that is
 * touched after it: a scattered write then copies 64 bytes of page table, and as much of the nodes above, most of which are
 * shared. The frame table has larger leaves: neighbours in it are mostly used together, and there are so many frames that
 * the nodes above small leaves do not fit a cache.
 *
 * WT1  A write under epoch E changes in place what E made, and copies everything else first (version_blocks.ts).
 * WT2  What is above an owned block is owned: so an owned leaf can be written without a look at the path.
 * WT3  A node has at least one child; a tree without leaves has no root.
 * WT4  After clone() nothing is written under the epoch the source had: both sides share its blocks.
 * WT5  A leaf that is absent reads as zero. A leaf full of zeros may exist (the caller drops it, or not).
 *
 * Measured (state_bench.ts; 65,536 records in use): a write to what the epoch owns takes 10 ns in runs of 16 and 40 ns
 * scattered. A checkpoint every 1000 scattered writes takes 80 KiB, every 10,000 260 KiB; every 1000 writes in runs 20 KiB,
 * every 10,000 90 KiB: always less than leaves that are typed arrays of their own, which take half a microsecond to make.
 */

import { assertThat } from "../assert.ts";
import type { Lineage } from "./block_pool.ts";
import * as pools from "./block_pool.ts";
import { type LeafVisit, type LeafWalk, nextLeafBelow, walkLeaves } from "./leaf_walk.ts";
import type { MoveNamed, MoveStart, PoolMove } from "./table_compaction.ts";
import { VersionBlocks } from "./version_blocks.ts";

// Bound here because the engine folds a module's own constants, but looks imported ones up each time.
const { BLOCK_WORD_BITS, BLOCK_WORDS, childOf, CHUNK_BITS, CHUNK_MASK, isNodeZero, setChild } = pools;

/** Bits of a leaf number that one node decodes. */
const NODE_BITS = BLOCK_WORD_BITS;
const SLOT_MASK = BLOCK_WORDS - 1;
/** No epoch: owner of a table that was cloned. */
const NO_EPOCH = -1;
/** Leaf numbers have 32 bits, so that they can be shifted; in between they stand as signed integers. */
const LEAF_LIMIT = 2 ** 32 - 1;
/** No leaf's number: what stands for 2^32 - 1. */
const NO_LEAF = -1;
/** A tree as high as this holds every leaf number. */
const ROOT_SHIFT_LIMIT = 28;
/** Largest leaf number of a tree, by its root's shift. */
const LAST_NUMBERS = Array.from({ length: ROOT_SHIFT_LIMIT + 1 }, (_, shift) => 2 ** (shift + NODE_BITS) - 1);
/** Where a region's node decodes a leaf number, and the bits that number its leaves. */
const REGION_SHIFT = 12;
const REGION_BITS = REGION_SHIFT + NODE_BITS;
/** Nodes that a table knows at first, and at most; it knows more as it misses more. */
const FIRST_KNOWN = 16;
const MOST_KNOWN = 4096;
const NOTHING_KNOWN = Int32Array.of(-1, 0);
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
  /** Leaves that exist. */
  leafCount = 0;
  private epoch: number;
  private sharedEpoch = NO_EPOCH;
  /** The nodes and leaves, and which of them may be written to. */
  private blocks: VersionBlocks;
  private root = 0;
  /** Bits below the root's digit in a leaf number. */
  private rootShift = 0;
  private readonly recordMask: number;
  private readonly leavesPerIndex: number;
  /** Number of the leaf last looked up, its words (zeros when it is absent) and where it begins among them. */
  private cursorNumber = NO_LEAF;
  private cursorWords: Int32Array = NO_WORDS;
  private cursorStart = 0;
  /** The same number while that leaf may be written to: nobody shares it since the epoch made it (WT4). Otherwise NO_LEAF. */
  private ownedNumber = NO_LEAF;
  /**
   * Lowest nodes met lately: pairs of a node's number (that of its leaves without the digit that it decodes) and its id.
   * A number has one place. So a leaf far from the last is found in two steps instead of one a level.
   */
  private known: Int32Array = NOTHING_KNOWN;
  private knownMask = 0;
  private missCount = 0;
  /** A node of 65,536 leaves four levels up, if the tree is as high: most accesses stay in it. */
  private cursorRegion = 0;
  private cursorRegionNumber = -1;

  /** An empty table owned by `epoch` (0 … 2^31 - 1); leaves have 16 words, or a larger power of two, up to 256. */
  constructor(epoch: number, recordWords: number, leafWords: number = BLOCK_WORDS) {
    checkEpoch(epoch);
    this.epoch = epoch;
    this.recordWords = recordWords;
    this.leafWords = leafWords;
    this.leafRecords = leafWords / recordWords;
    this.recordMask = this.leafRecords - 1;
    this.leavesPerIndex = 1 / this.leafRecords;
    this.blocks = new VersionBlocks(leafWords);
  }

  /** Words of the nodes and leaves made for this version and those before it that it descends from. */
  get madeWords(): number {
    return this.blocks.madeWords;
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
    const copy = new WordTable(epoch, this.recordWords, this.leafWords);
    copy.leafCount = this.leafCount;
    copy.blocks = this.blocks.share();
    copy.root = this.root;
    copy.rootShift = this.rootShift;
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
    copy.known = this.known;
    copy.knownMask = this.knownMask;
    copy.missCount = this.missCount;
    this.forgetKnown();
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
    if (this.root === 0 || number > this.lastNumber()) return -1;
    if ((number | 0) !== this.cursorNumber) this.find(number | 0);
    if (this.cursorWords !== ZEROS) return index;
    const found = this.nextNumber(number, end * this.leavesPerIndex);
    return found < 0 ? -1 : found * this.leafRecords;
  }

  /** The number of the first leaf after `number`, which has none, or -1; or -1 already when there is none before `end`. */
  private nextNumber(number: number, end: number): number {
    // Most are near: below the same node.
    const node = this.nodeAbove(number | 0);
    const first = number - (number & SLOT_MASK);
    if (node !== 0) {
      for (let slot = (number & SLOT_MASK) + 1; slot < BLOCK_WORDS; slot++) {
        if (childOf(this.blocks.chunks, node, slot) !== 0) return first + slot;
      }
    }
    const next = first + BLOCK_WORDS;
    if (next >= end || next > this.lastNumber()) return -1;
    return nextLeafBelow(this.blocks.chunks, this.root, this.rootShift, next);
  }

  /**
   * Visits the leaves that hold records first … last, in order: the index of its first record, words to read, and where it
   * begins among them. A visit may own records of its leaf; it drops none.
   *
   * @internal
   */
  visitLeaves(first: number, last: number, visit: LeafVisit): void {
    if (this.root === 0) return;
    const { leafRecords } = this;
    const walk: LeafWalk = {
      chunks: this.blocks.chunks,
      first: Math.floor(first / leafRecords),
      last: Math.floor(last / leafRecords),
      visit: (number, words, start) => visit(number * leafRecords, words, start),
    };
    walkLeaves(walk, this.root, this.rootShift, 0);
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
    const node = this.nodeAbove(number);
    const { blocks } = this;
    const leaf = node === 0 ? 0 : childOf(blocks.chunks, node, number & SLOT_MASK);
    if (leaf === 0) return;
    this.leafCount--;
    if (node < blocks.firstOwned || !blocks.removeChild(node, number & SLOT_MASK)) this.dropPath(number);
    if (this.cursorNumber === number) this.forgetLeaf();
    blocks.giveBackLeaf(leaf);
  }

  /** Removes every leaf. */
  dropAll(epoch: number): void {
    if (epoch !== this.epoch) this.renew(epoch);
    this.root = 0;
    this.leafCount = 0;
    this.forgetNodes();
  }

  /**
   * Makes a table without leaves as good as new for `epoch`, which made all of its blocks: they need not be made again, which
   * takes longer than what is done with those of a small table. False where they may be shared, or are many.
   */
  recycle(epoch: number): boolean {
    if (epoch !== this.epoch || this.root !== 0 || !this.blocks.recycle()) return false;
    this.forgetNodes();
    return true;
  }

  /**
   * The chunks that the blocks lie in (block_pool.ts): until the next own(), clone() or move.
   *
   * @internal
   */
  get chunks(): readonly Int32Array[] {
    return this.blocks.chunks;
  }

  /**
   * The blocks with ids from here on may be written to, until the next clone(), move or write under another epoch.
   *
   * @internal
   */
  get firstOwned(): number {
    return this.blocks.firstOwned;
  }

  /**
   * The block of the leaf that holds `index`, or 0 when it is absent: until the leaf is owned, dropped or moved.
   *
   * @internal
   */
  leafBlock(index: number): number {
    const number = (index * this.leavesPerIndex) | 0;
    const node = this.nodeAbove(number);
    return node === 0 ? 0 : childOf(this.blocks.chunks, node, number & SLOT_MASK);
  }

  /**
   * A block beside the tree, as large as a leaf, for the epoch that owned a leaf last: a copy of one, or, when that is 0,
   * with anything in it. Records name it (TC4).
   *
   * @internal
   */
  takeBlock(before: number): number {
    return this.blocks.takeBlock(before);
  }

  /**
   * Keeps such a block, which no record names any more, for later, if the epoch made it.
   *
   * @internal
   */
  giveBackBlock(block: number): void {
    this.blocks.giveBackLeaf(block);
  }

  /**
   * Lineage of the blocks, for compaction; undefined in a table that never had any.
   *
   * @internal
   */
  get lineage(): Lineage | undefined {
    return this.blocks.lineage;
  }

  /**
   * Where versions that descend from this one may move to; it must have had a block.
   *
   * @internal
   */
  branch(): MoveStart {
    return this.blocks.branch();
  }

  /**
   * Moves to another pool, with what this version reaches (table_compaction.ts).
   *
   * @internal
   */
  moveTo(move: PoolMove, moveNamed?: MoveNamed): void {
    const root = this.blocks.moveTo(move, this.root, this.rootShift, this.epoch === NO_EPOCH, moveNamed);
    if (root === undefined) return;
    this.root = root;
    this.forgetKnown();
    this.forgetNodes();
  }

  /** Knows no nodes any more, and has no room for them. */
  private forgetKnown(): void {
    this.known = NOTHING_KNOWN;
    this.knownMask = 0;
    this.missCount = 0;
  }

  /** Lets go of what is remembered of nodes and leaves, because they moved or are gone. The room for it is kept. */
  private forgetNodes(): void {
    if (this.known !== NOTHING_KNOWN) this.known.fill(-1);
    this.missCount = 0;
    this.cursorRegionNumber = -1;
    this.forgetLeaf();
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
    this.blocks.disown();
    this.ownedNumber = NO_LEAF;
  }

  /** Refuses an index out of range. */
  private checkIndex(index: number): void {
    if (index >= 0 && index < LEAF_LIMIT * this.leafRecords) return;
    assertThat(false, `word table: index ${index} is not in 0 … (2^32 - 1) × ${this.leafRecords} - 1`);
  }

  /** Largest leaf number that the tree can hold at its present height. */
  private lastNumber(): number {
    return LAST_NUMBERS[this.rootShift];
  }

  /** The id of the lowest node above a leaf, or 0. */
  private nodeAbove(number: number): number {
    const at = ((number >>> NODE_BITS) & this.knownMask) << 1;
    const { known } = this;
    return known[at] === number >>> NODE_BITS ? known[at + 1] : this.findNode(number);
  }

  /** The id of the lowest node above a leaf, or 0; it is known from now on. */
  private findNode(number: number): number {
    if (this.root === 0) return 0;
    const { chunks } = this.blocks;
    let shift = REGION_SHIFT;
    let node = this.cursorRegion;
    if (number >>> REGION_BITS !== this.cursorRegionNumber) {
      shift = this.rootShift;
      if (shift < ROOT_SHIFT_LIMIT && number >>> (shift + NODE_BITS) !== 0) return 0;
      node = this.root;
    }
    for (; shift > 0; shift -= NODE_BITS) {
      if (shift === REGION_SHIFT) this.enterRegion(node, number);
      node = childOf(chunks, node, (number >>> shift) & SLOT_MASK);
      if (node === 0) return 0;
    }
    this.learn(number >>> NODE_BITS, node);
    return node;
  }

  /** Remembers where a node stands; the memory grows when it misses often. */
  private learn(nodeNumber: number, node: number): void {
    const room = this.knownMask + 1;
    if (++this.missCount > 2 * room && room < MOST_KNOWN) {
      this.missCount = 0;
      this.knownMask = Math.max(FIRST_KNOWN, 4 * room) - 1;
      this.known = new Int32Array(2 * (this.knownMask + 1)).fill(-1);
    } else if (this.known === NOTHING_KNOWN) {
      this.known = NOTHING_KNOWN.slice();
    }
    const at = (nodeNumber & this.knownMask) << 1;
    this.known[at] = nodeNumber;
    this.known[at + 1] = node;
  }

  /** Makes a region the one used last. */
  private enterRegion(node: number, number: number): void {
    this.cursorRegion = node;
    this.cursorRegionNumber = number >>> REGION_BITS;
  }

  /** Puts the cursor on a leaf. */
  private find(number: number): void {
    const node = this.nodeAbove(number);
    const { chunks, firstOwned } = this.blocks;
    const id = node === 0 ? 0 : childOf(chunks, node, number & SLOT_MASK);
    this.cursorNumber = number;
    this.cursorWords = id === 0 ? ZEROS : chunks[id >> CHUNK_BITS];
    this.cursorStart = id & CHUNK_MASK;
    this.ownedNumber = id >= firstOwned && id !== 0 ? number : NO_LEAF;
  }

  /** Owns the leaf of a record and the path to it, and puts the cursor there. */
  private ownLeaf(epoch: number, number: number, index: number): void {
    if (number === NO_LEAF) this.checkIndex(index);
    if (epoch !== this.epoch) this.renew(epoch);
    const { blocks } = this;
    const at = ((number >>> NODE_BITS) & this.knownMask) << 1;
    let node = this.known[at + 1];
    if (this.known[at] !== number >>> NODE_BITS || node < blocks.firstOwned) {
      node = this.ownNode(number, index);
    }
    let id = childOf(blocks.chunks, node, number & SLOT_MASK);
    if (id < blocks.firstOwned || id === 0) id = this.makeLeaf(node, number & SLOT_MASK, id);
    this.cursorNumber = number;
    this.ownedNumber = number;
    this.cursorWords = blocks.chunks[id >> CHUNK_BITS];
    this.cursorStart = id & CHUNK_MASK;
  }

  /** The leaf that comes in a slot of an owned node: a copy of the one that was there, or a new one when it is 0. */
  private makeLeaf(node: number, slot: number, before: number): number {
    const id = this.blocks.takeLeaf(before);
    if (before === 0) this.leafCount++;
    setChild(this.blocks.chunks, node, slot, id);
    return id;
  }

  /** Owns the lowest node above a leaf, and the path to it. */
  private ownNode(number: number, index: number): number {
    this.checkIndex(index);
    let shift = REGION_SHIFT;
    let node = this.cursorRegion;
    if (number >>> REGION_BITS !== this.cursorRegionNumber || node < this.blocks.firstOwned) {
      node = this.ownRoot(number);
      shift = this.rootShift;
    }
    for (; shift > 0; shift -= NODE_BITS) {
      if (shift === REGION_SHIFT) this.enterRegion(node, number);
      node = this.blocks.ownChild(node, (number >>> shift) & SLOT_MASK);
    }
    this.learn(number >>> NODE_BITS, node);
    return node;
  }

  /** The root, owned, and high enough for a leaf number. */
  private ownRoot(number: number): number {
    const { blocks } = this;
    if (this.root === 0) {
      this.rootShift = 0;
      while (number >>> 0 > this.lastNumber()) this.rootShift += NODE_BITS;
      this.root = blocks.takeNode();
    } else if (this.root < blocks.firstOwned) {
      this.root = blocks.copyNode(this.root);
    }
    while (number >>> 0 > this.lastNumber()) {
      const above = blocks.takeNode();
      setChild(blocks.chunks, above, 0, this.root);
      this.root = above;
      this.rootShift += NODE_BITS;
    }
    return this.root;
  }

  /** Takes a leaf out of the tree, with the nodes that have no other child. */
  private dropPath(number: number): void {
    this.root = this.withoutLeaf(this.root, this.rootShift, number);
    const at = ((number >>> NODE_BITS) & this.knownMask) << 1;
    if (this.known[at] === number >>> NODE_BITS) this.known[at] = -1;
    this.cursorRegionNumber = -1;
  }

  /** A node without a leaf that is below it, or 0 when nothing else is (WT3). */
  private withoutLeaf(node: number, shift: number, number: number): number {
    const { blocks } = this;
    const owned = node >= blocks.firstOwned ? node : blocks.copyNode(node);
    const slot = (number >>> shift) & SLOT_MASK;
    const child = childOf(blocks.chunks, owned, slot);
    const rest = shift === 0 ? 0 : this.withoutLeaf(child, shift - NODE_BITS, number);
    const { chunks } = blocks;
    setChild(chunks, owned, slot, rest);
    if (rest !== 0 || !isNodeZero(chunks[owned >> CHUNK_BITS], owned & CHUNK_MASK)) return owned;
    blocks.giveBackNode(owned);
    return 0;
  }
}

function checkEpoch(epoch: number): void {
  assertThat(epoch >= 0 && epoch === (epoch | 0), () => `word table: epoch ${epoch} is not in 0 … 2^31 - 1`);
}
