/**
 * The blocks of one version of a word table: those that it shares with the versions before it, and those that its epoch made.
 *
 *      ids   ▒▒▒▒▒▒▒▒ shared: read only ▒▒▒▒▒▒▒▒ │ ░░░░ made by the epoch: written in place ░░░░ │ new ones come here
 *                                           firstOwned                                          end
 *
 *   VB1  The epoch made the blocks with ids from firstOwned on; nobody else reaches them (BP2). A pool that begins anew
 *        (recycle()) is this version's alone until the next share(), which then tells the two apart by its end.
 *   VB2  Spare blocks are among those, and the version does not reach them. Nodes among them are zero, leaves hold anything.
 */

import { BlockPool, type Lineage } from "./block_pool.ts";
import * as pools from "./block_pool.ts";
import type { MoveBlock, MoveNamed, MoveStart, PoolMove } from "./table_compaction.ts";

// Bound here because the engine folds a module's own constants, but looks imported ones up each time.
const { BLOCK_WORDS, childOf, CHUNK_BITS, CHUNK_MASK, copyWords, isNodeZero, setChild } = pools;

/** Where a leaf stands above the lowest nodes: not at all. */
const LEAF_SHIFT = -1;

/** The blocks of one version. */
export class VersionBlocks {
  /** The chunks that they lie in. */
  chunks: Int32Array[] = [];
  /** The epoch made the blocks with ids from here on. */
  firstOwned = 0;
  /** Words of the blocks made for this version and those before it that it descends from. */
  madeWords = 0;
  /** Where they come from; null in a table that never had any. */
  private pool: BlockPool | null = null;
  /** The blocks that this version reaches have ids below this. */
  private end = 0;
  private spareNodes: number[] = [];
  private spareLeaves: number[] = [];

  /** Of a table whose leaves have so many words. */
  constructor(readonly leafWords: number) {}

  /** Those of a version that starts with this one's, none of which either may write to from now on. */
  share(): VersionBlocks {
    const copy = new VersionBlocks(this.leafWords);
    copy.chunks = this.chunks;
    copy.pool = this.pool;
    copy.end = this.end;
    copy.firstOwned = this.end;
    copy.madeWords = this.madeWords;
    this.disown();
    return copy;
  }

  /** None that exists may be written to any more. */
  disown(): void {
    this.firstOwned = this.end;
    if (this.spareNodes.length > 0) this.spareNodes = [];
    if (this.spareLeaves.length > 0) this.spareLeaves = [];
  }

  /** A node of zeros that the epoch owns. */
  takeNode(): number {
    return this.spareNodes.length > 0 ? this.spareNodes.pop()! : this.take(BLOCK_WORDS);
  }

  /** A leaf that the epoch owns: a copy of one, or zeros when that is 0. */
  takeLeaf(before: number): number {
    const isUsed = this.spareLeaves.length > 0;
    const id = this.takeBlock(before);
    if (before === 0 && isUsed) this.clearLeaf(id);
    return id;
  }

  /** A block of the size of a leaf that the epoch owns: a copy of one, or, when that is 0, with anything in it. */
  takeBlock(before: number): number {
    const id = this.spareLeaves.length > 0 ? this.spareLeaves.pop()! : this.take(this.leafWords);
    if (before !== 0) this.copyBlock(before, id, this.leafWords);
    return id;
  }

  /** A node with what another one has, of this epoch. */
  copyNode(id: number): number {
    const copy = this.takeNode();
    this.copyBlock(id, copy, BLOCK_WORDS);
    return copy;
  }

  /** The node in a slot of an owned node, owned; a new one when there was none. */
  ownChild(node: number, slot: number): number {
    const child = childOf(this.chunks, node, slot);
    if (child >= this.firstOwned && child !== 0) return child;
    const owned = child === 0 ? this.takeNode() : this.copyNode(child);
    setChild(this.chunks, node, slot, owned);
    return owned;
  }

  /** Takes a child out of an owned node; false, and the child is still there, when it is the last one. */
  removeChild(node: number, slot: number): boolean {
    const words = this.chunks[node >> CHUNK_BITS];
    const start = node & CHUNK_MASK;
    const child = words[start + slot];
    words[start + slot] = 0;
    if (!isNodeZero(words, start)) return true;
    words[start + slot] = child;
    return false;
  }

  /** Keeps an owned node of zeros, which is not used any more, for later. */
  giveBackNode(id: number): void {
    this.spareNodes.push(id);
  }

  /** Keeps a leaf that is not used any more for later, if the epoch made it. */
  giveBackLeaf(id: number): void {
    if (id >= this.firstOwned) this.spareLeaves.push(id);
  }

  /** Begins anew, with blocks that only this version ever had; false where they may be shared, or are many. */
  recycle(): boolean {
    if (this.firstOwned > 0 || (this.pool !== null && !this.pool.recycle())) return false;
    this.end = 0;
    this.madeWords = 0;
    this.disown();
    // The end is where the pool begins, though nothing is in it yet: two versions that go on from here must not meet.
    if (this.pool !== null) this.end = this.pool.next;
    return true;
  }

  /** Lineage of the blocks, for compaction; undefined when there never were any. */
  get lineage(): Lineage | undefined {
    return this.pool?.lineage;
  }

  /** Where versions that descend from this one may move to; it must have had a block. */
  branch(): MoveStart {
    return { pool: this.pool!.branch(this.end), firstId: this.end, wordCount: this.madeWords };
  }

  /**
   * Moves to another pool, with what is reached from a root (0: nothing) so many bits above the lowest nodes.
   *
   * @param isShared Whether others share what moves, because the version was cloned.
   * @param moveNamed For leaves that name blocks (TC4).
   * @returns The new root, or undefined when there is nothing to move.
   */
  moveTo(
    move: PoolMove,
    root: number,
    rootShift: number,
    isShared: boolean,
    moveNamed?: MoveNamed,
  ): number | undefined {
    const { pool } = move;
    if (this.pool === null || this.pool === pool) return undefined;
    const firstMoved = pool.next;
    const { chunks, leafWords } = this;
    const moveBlock: MoveBlock = (block) => move.copyTree({ chunks, leafWords }, block, LEAF_SHIFT);
    const leafMoved = (words: Int32Array, start: number) => moveNamed?.(words, start, moveBlock);
    const moved = root === 0 ? 0 : move.copyTree({ chunks, leafWords, leafMoved }, root, rootShift);
    this.pool = pool;
    this.chunks = pool.chunks;
    this.end = pool.next;
    this.disown();
    if (!isShared) this.firstOwned = firstMoved;
    this.madeWords = move.wordCount;
    return moved;
  }

  /** Makes the words of a leaf zero. That waits until the leaf is used again: then they are looked at anyway. */
  private clearLeaf(id: number): void {
    const words = this.chunks[id >> CHUNK_BITS];
    const end = (id & CHUNK_MASK) + this.leafWords;
    for (let at = id & CHUNK_MASK; at < end; at++) words[at] = 0;
  }

  /** Copies so many words of one block to another. */
  private copyBlock(source: number, target: number, words: number): void {
    const { chunks } = this;
    copyWords(chunks[source >> CHUNK_BITS], source, chunks[target >> CHUNK_BITS], target, words);
  }

  /** A new block of so many zeros. */
  private take(words: number): number {
    let pool = this.pool ??= BlockPool.create();
    if (this.end === 0) this.end = pool.next;
    else if (pool.next !== this.end) pool = this.pool = pool.branch(this.end);
    this.chunks = pool.chunks;
    const id = pool.take(words);
    this.end = pool.next;
    this.madeWords += words;
    return id;
  }
}
