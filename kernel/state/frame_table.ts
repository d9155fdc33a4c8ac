/**
 * The frame table: a record of eight words for each page frame (memory/frame.ts), in a word table with leaves of four.
 *
 *      frame        = leaf number × 4 + record in the leaf
 *      directory    [ id | id | 0 | id | 0 | … ]         by leaf number: the block of the leaf, or 0 where it is not known
 *      chunk        … │ record 0 │ record 1 │ record 2 │ record 3 │ …           chunk id >> CHUNK_BITS of the tree's blocks
 *                     └ word id & CHUNK_MASK
 *
 * Frames are used in any order: the last one met says nothing of the next. But they are numbered without gaps, so a list of
 * all leaves is short, a 32nd of what they take. With it a record is found as in a flat array, in a few instructions that the
 * engine puts where they are asked for, while the tree behind goes on sharing leaves between versions.
 *
 *   FD1  The directory is a cache, and no part of a version. What it says of a leaf is what the tree says; where it says
 *        nothing, the tree is asked. Leaves are not dropped: so an id changes only when own() copies the leaf, or all move.
 *   FD2  A leaf with an id below firstOwned is shared (VB1): good to read, copied before it is written.
 *   FD3  clone() leaves the directory with the source, which goes on. The copy has none until it is written: of many
 *        checkpoints none takes room for one.
 *   FD4  The leaves below one node are made together, as frames are taken side by side. own() so seldom has to go to the
 *        tree that the engine takes it to be as small as it looks.
 *   FD5  Among the leaves lie blocks of their size that records name (sparse_pages.ts): taken and given back under the same
 *        epoch as the record is written, shared with it, and moved with it (TC4).
 */

import { assertThat } from "../assert.ts";
import { MAX_FRAME_COUNT } from "../limits.ts";
import { FRAME_LEAF_WORDS, FRAME_WORDS } from "../memory/frame.ts";
import * as ptes from "../memory/pte.ts";
import type { Lineage } from "./block_pool.ts";
import * as pools from "./block_pool.ts";
import { moveSparsePages } from "./sparse_pages.ts";
import type { MoveStart, PoolMove } from "./table_compaction.ts";
import { WordTable } from "./word_table.ts";

// Bound here because the engine folds a module's own constants, but looks imported ones up each time.
const { BLOCK_WORDS, CHUNK_BITS, CHUNK_MASK } = pools;
const { mappedFrame } = ptes;

/** Bits of a frame's number that say which record of the leaf is its own, and their mask. */
const RECORD_BITS = 2;
const RECORD_MASK = 3;
/** Bits of the number of a word in a record. */
const WORD_BITS = 3;
const HALF_WORDS = FRAME_WORDS / 2;
/** Leaves below one node. */
const NODE_LEAVES = BLOCK_WORDS;
/** No block has an id below this. */
const LOWEST_ID = 1;
const NO_LEAVES = new Int32Array(0);

/** The records of all frames, by frame. */
export class FrameTable {
  /** Where the record that peek() or own() was asked for last begins among the words that it returned. */
  at = 0;
  private directory: Int32Array = NO_LEAVES;
  /** The chunks of the tree's blocks, and the id from which on they may be written, as the tree has them. */
  private chunks: readonly Int32Array[];
  private firstOwned: number;
  /** What touch() read: kept, since the engine leaves reads out of which nothing comes. */
  private touched = 0;

  private constructor(
    /** The tree. To walk, pack and count; who writes to it himself does so before own() was called. */
    readonly tree: WordTable,
  ) {
    this.chunks = tree.chunks;
    this.firstOwned = Math.max(tree.firstOwned, LOWEST_ID);
  }

  /** No frame is in use; owned by `epoch`. */
  static create(epoch: number): FrameTable {
    return new FrameTable(new WordTable(epoch, FRAME_WORDS, FRAME_LEAF_WORDS));
  }

  /** The same records owned by `epoch`, in O(1): see WordTable.clone(). */
  clone(epoch: number): FrameTable {
    const copy = new FrameTable(this.tree.clone(epoch));
    this.followTree();
    return copy;
  }

  /** The words among which the record of `frame` stands, beginning at `at`, to read only; zero when it was never written. */
  peek(frame: number): Int32Array {
    const id = this.leafOf(frame);
    if (id === 0) return this.peekInTree(frame);
    this.at = (id & CHUNK_MASK) + ((frame & RECORD_MASK) << WORD_BITS);
    return this.chunks[id >> CHUNK_BITS];
  }

  /** A word of the record of `frame`; `at` stays as it is. */
  word(frame: number, column: number): number {
    const id = this.leafOf(frame);
    if (id === 0) return this.tree.word(frame, column);
    return this.chunks[id >> CHUNK_BITS][(id & CHUNK_MASK) + ((frame & RECORD_MASK) << WORD_BITS) + column];
  }

  /**
   * Reads from the records of the frames that the first `count` of some PTEs map, as far as their leaves are known: then they
   * are in a cache. Nothing else comes of it.
   */
  touch(entries: Int32Array, count: number): void {
    const { directory, chunks } = this;
    let touched = 0;
    for (let index = 0; index < count; index++) {
      const frame = mappedFrame(entries[index]);
      const number = frame >>> RECORD_BITS;
      if (number >= directory.length) continue;
      // Where the leaf is not known this is a word of the first block: one branch less.
      const id = directory[number];
      const words = chunks[id >> CHUNK_BITS];
      const at = (id & CHUNK_MASK) + ((frame & RECORD_MASK) << WORD_BITS);
      // The two halves of a record may lie in two lines of a cache.
      touched |= words[at] | words[at + HALF_WORDS];
    }
    this.touched = touched;
  }

  /** Where the record of `frame` begins among the words that peek() or own() returns for it. */
  offset(frame: number): number {
    const id = this.leafOf(frame);
    if (id === 0) return this.tree.offset(frame);
    return (id & CHUNK_MASK) + ((frame & RECORD_MASK) << WORD_BITS);
  }

  /**
   * The words among which the record of `frame` stands, beginning at `at`, made or copied as needed so that `epoch` may write
   * to it: until the next clone().
   */
  own(epoch: number, frame: number): Int32Array {
    const id = this.leafOf(frame);
    // An epoch without a clone before it shares nothing: so it is not compared here.
    if (id < this.firstOwned) return this.ownInTree(epoch, frame);
    this.at = (id & CHUNK_MASK) + ((frame & RECORD_MASK) << WORD_BITS);
    return this.chunks[id >> CHUNK_BITS];
  }

  /** The words among which a block beside the leaves (takeBlock()) lies, which begins at its id & CHUNK_MASK. */
  blockWords(block: number): Int32Array {
    return this.chunks[block >> CHUNK_BITS];
  }

  /** Whether a block, or 0, is one that may be written to: until the next clone(). */
  ownsBlock(block: number): boolean {
    return block >= this.firstOwned;
  }

  /**
   * A block as large as a leaf, for a record that was owned since the last clone(): a copy of one, or, when that is 0, with
   * anything in it.
   */
  takeBlock(before: number): number {
    const block = this.tree.takeBlock(before);
    this.chunks = this.tree.chunks;
    return block;
  }

  /** Takes back a block that no record of this version names any more. */
  giveBackBlock(block: number): void {
    this.tree.giveBackBlock(block);
  }

  /** The frames that have a leaf, in order: the records of all others are zero. */
  *withLeaf(): Generator<number> {
    const { tree } = this;
    for (let first = tree.nextLeaf(0); first >= 0; first = tree.nextLeaf(first + tree.leafRecords)) {
      for (let frame = first; frame < first + tree.leafRecords; frame++) yield frame;
    }
  }

  /**
   * Lineage of the tree's blocks, for compaction; undefined when it never had any.
   *
   * @internal
   */
  get lineage(): Lineage | undefined {
    return this.tree.lineage;
  }

  /**
   * Where versions that descend from this one may move to; it must have had a block.
   *
   * @internal
   */
  branch(): MoveStart {
    return this.tree.branch();
  }

  /**
   * Moves to another pool, with what this version reaches (table_compaction.ts).
   *
   * @internal
   */
  moveTo(move: PoolMove): void {
    this.tree.moveTo(move, moveSparsePages);
    this.directory.fill(0);
    this.followTree();
  }

  /** The block of a frame's leaf, or 0 when it is not known. */
  private leafOf(frame: number): number {
    const number = frame >>> RECORD_BITS;
    const { directory } = this;
    return number < directory.length ? directory[number] : 0;
  }

  /** What peek() does when the leaf is not known. */
  private peekInTree(frame: number): Int32Array {
    const words = this.tree.peek(frame);
    this.at = this.tree.at;
    return words;
  }

  /** What own() does when the leaf is not known, or shared: it is known from now on, and owned. */
  private ownInTree(epoch: number, frame: number): Int32Array {
    const isFrame = frame >= 0 && frame < MAX_FRAME_COUNT;
    assertThat(isFrame, () => `frame ${frame} is not in 0 … ${MAX_FRAME_COUNT - 1}`);
    const { tree } = this;
    const number = frame >>> RECORD_BITS;
    if (number >= this.directory.length) this.lengthen(number);
    if (tree.leafBlock(frame) === 0) this.makeLeaves(epoch, number - number % NODE_LEAVES);
    const words = tree.own(epoch, frame);
    this.at = tree.at;
    this.directory[number] = tree.leafBlock(frame);
    this.followTree();
    return words;
  }

  /** Makes the leaves below a node that do not exist; `first` is the number of the first. */
  private makeLeaves(epoch: number, first: number): void {
    const { tree, directory } = this;
    for (let number = first; number < first + NODE_LEAVES; number++) {
      const frame = number << RECORD_BITS;
      if (tree.leafBlock(frame) !== 0) continue;
      tree.own(epoch, frame);
      directory[number] = tree.leafBlock(frame);
    }
  }

  /** Makes room in the directory for a leaf, and for as many again. */
  private lengthen(number: number): void {
    let length = NODE_LEAVES;
    while (length <= number) length *= 2;
    const directory = new Int32Array(length);
    directory.set(this.directory);
    this.directory = directory;
  }

  /** The tree's blocks may lie elsewhere now, or be shared. */
  private followTree(): void {
    this.chunks = this.tree.chunks;
    this.firstOwned = Math.max(this.tree.firstOwned, LOWEST_ID);
  }
}
