/**
 * The tree of a word table: nodes above leaves, by leaf number. What the leaves hold is the table's (word_table.ts).
 *
 *      leaf number      32 bits as a signed integer (next() and walk(): as it is): a digit of four bits for each node on the way, the root's first
 *      node = [ child 0 | … | child 15 ]       a child is the id of a block, of a node or of a leaf, or 0
 *
 *      known            [ node number, id | node number, id | … ]      lowest nodes met lately: one step instead of one a digit
 *      region           a node four digits above the leaves            where the way begins for most of the others
 *
 *   LT1  A node has at least one child; a tree without leaves has no root.
 *   LT2  What is above an owned block is owned: so an owned leaf can be written without a look at the path.
 *   LT3  What is known of nodes is a cache, and no part of a version: a node that is copied, or goes, is learned anew.
 */

import * as pools from "./block_pool.ts";
import { type LeafVisit, nextLeafBelow, walkLeaves } from "./leaf_walk.ts";
import type { MoveNamed, PoolMove } from "./table_compaction.ts";
import { VersionBlocks } from "./version_blocks.ts";

// Bound here because the engine folds a module's own constants, but looks imported ones up each time.
const { BLOCK_WORD_BITS, BLOCK_WORDS, childOf, CHUNK_BITS, CHUNK_MASK, isNodeZero, setChild } = pools;

/** Bits of a leaf number that one node decodes. */
const NODE_BITS = BLOCK_WORD_BITS;
const SLOT_MASK = BLOCK_WORDS - 1;
/** Leaf numbers have 32 bits, so that they can be shifted; in between they stand as signed integers. */
export const LEAF_LIMIT: number = 2 ** 32 - 1;
/** No leaf's number: what stands for 2^32 - 1. */
export const NO_LEAF = -1;
/** A tree as high as this holds every leaf number. */
const ROOT_SHIFT_LIMIT = 28;
/** Largest leaf number of a tree, by its root's shift. */
const LAST_NUMBERS = Array.from({ length: ROOT_SHIFT_LIMIT + 1 }, (_, shift) => 2 ** (shift + NODE_BITS) - 1);
/** Where a region's node decodes a leaf number, and the bits that number its leaves. */
const REGION_SHIFT = 12;
const REGION_BITS = REGION_SHIFT + NODE_BITS;
/** Nodes that a tree knows at first, and at most; it knows more as it misses more. */
const FIRST_KNOWN = 16;
const MOST_KNOWN = 4096;
const NOTHING_KNOWN = Int32Array.of(-1, 0);

/** The tree of one version of a word table. */
export class LeafTree {
  /** Leaves that exist. */
  leafCount = 0;
  /** The nodes and leaves, and which of them may be written to. */
  readonly blocks: VersionBlocks;
  private root = 0;
  /** Bits below the root's digit in a leaf number. */
  private rootShift = 0;
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

  /** A tree without leaves; they will have so many words. */
  constructor(leafWords: number, blocks: VersionBlocks = new VersionBlocks(leafWords)) {
    this.blocks = blocks;
  }

  /** The same tree for another version, neither of which may write to what is there (VersionBlocks.share()). */
  share(): LeafTree {
    const copy = new LeafTree(this.blocks.leafWords, this.blocks.share());
    copy.leafCount = this.leafCount;
    copy.root = this.root;
    copy.rootShift = this.rootShift;
    return copy;
  }

  /** Takes over what another version of this tree knows of its nodes, which then knows nothing. */
  takeKnown(from: LeafTree): void {
    this.known = from.known;
    this.knownMask = from.knownMask;
    this.missCount = from.missCount;
    from.forgetKnown();
  }

  /** Whether the tree is so high that it may have a leaf of this number, 0 … LEAF_LIMIT - 1. */
  reaches(number: number): boolean {
    return this.root !== 0 && number <= this.lastNumber();
  }

  /** The block of a leaf, or 0 when it is absent. */
  leafAt(number: number): number {
    const node = this.nodeAbove(number);
    return node === 0 ? 0 : childOf(this.blocks.chunks, node, number & SLOT_MASK);
  }

  /** The block of a leaf, with the path to it owned: a copy of the one that was there, or a new one. */
  ownLeaf(number: number): number {
    const { blocks } = this;
    const at = ((number >>> NODE_BITS) & this.knownMask) << 1;
    let node = this.known[at + 1];
    if (this.known[at] !== number >>> NODE_BITS || node < blocks.firstOwned) node = this.ownNode(number);
    const id = childOf(blocks.chunks, node, number & SLOT_MASK);
    return id < blocks.firstOwned || id === 0 ? this.makeLeaf(node, number & SLOT_MASK, id) : id;
  }

  /**
   * The number of the first leaf after `number` (0 … LEAF_LIMIT - 1, within reach), which has none, or -1; or -1 already when
   * there is none before `end`.
   */
  next(number: number, end: number): number {
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

  /** Visits the leaves with numbers first … last, in order (leaf_walk.ts). */
  walk(first: number, last: number, visit: LeafVisit): void {
    if (this.root !== 0) {
      walkLeaves({ chunks: this.blocks.chunks, first, last, visit }, this.root, this.rootShift, 0);
    }
  }

  /** Removes a leaf; false when there is none. */
  drop(number: number): boolean {
    const { blocks } = this;
    const node = this.nodeAbove(number);
    const leaf = node === 0 ? 0 : childOf(blocks.chunks, node, number & SLOT_MASK);
    if (leaf === 0) return false;
    this.leafCount--;
    if (node < blocks.firstOwned || !blocks.removeChild(node, number & SLOT_MASK)) this.dropPath(number);
    blocks.giveBackLeaf(leaf);
    return true;
  }

  /** Removes every leaf. */
  clear(): void {
    this.root = 0;
    this.leafCount = 0;
    this.forgetNodes();
  }

  /** Begins anew with the blocks of a tree without leaves; false where they may be shared, or are many. */
  recycle(): boolean {
    if (this.root !== 0 || !this.blocks.recycle()) return false;
    this.forgetNodes();
    return true;
  }

  /** Moves to another pool (VersionBlocks.moveTo()); false when there was nothing to move. */
  moveTo(move: PoolMove, isShared: boolean, moveNamed?: MoveNamed): boolean {
    const root = this.blocks.moveTo(move, this.root, this.rootShift, isShared, moveNamed);
    if (root === undefined) return false;
    this.root = root;
    this.forgetKnown();
    this.forgetNodes();
    return true;
  }

  /** Knows no nodes any more, and has no room for them. */
  private forgetKnown(): void {
    this.known = NOTHING_KNOWN;
    this.knownMask = 0;
    this.missCount = 0;
  }

  /** Lets go of what is remembered of nodes, because they moved or are gone. The room for it is kept. */
  private forgetNodes(): void {
    if (this.known !== NOTHING_KNOWN) this.known.fill(-1);
    this.missCount = 0;
    this.cursorRegionNumber = -1;
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

  /** The leaf that comes in a slot of an owned node: a copy of the one that was there, or a new one when it is 0. */
  private makeLeaf(node: number, slot: number, before: number): number {
    const id = this.blocks.takeLeaf(before);
    if (before === 0) this.leafCount++;
    setChild(this.blocks.chunks, node, slot, id);
    return id;
  }

  /** Owns the lowest node above a leaf, and the path to it. */
  private ownNode(number: number): number {
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

  /** A node without a leaf that is below it, or 0 when nothing else is (LT1). */
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
