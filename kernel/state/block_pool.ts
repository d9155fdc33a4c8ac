/**
 * Where the nodes and leaves of word tables lie: in blocks of sixteen 32-bit words, a cache line each, by number.
 *
 *      id       = chunk × 1024 + block in the chunk                     id 0 is no block
 *      chunks   [ 16 blocks ] [ 16 ] [ 32 ] [ 64 ] … [ 1024 ] [ 1024 ] …
 *
 * All versions of a table share a pool, and each knows how far it reaches: its end. A version that is written appends
 * behind its end. When another has done so before, it branches: a pool of its own that shares the chunks up to there.
 *
 *      pool      ▒▒▒▒▒▒▒▒ end of version 1 ▒▒▒▒▒▒ end of version 2, which appends here
 *                        └─▶ branch ░░░░░ version 1 goes on here
 *
 *   BP1  Ids ascend in the order blocks are handed out; a block is zero then.
 *   BP2  What a version reaches has ids below its end; what its epoch did not make itself, nobody writes to any more.
 *   BP3  A chunk is never moved or resized: words that were looked up stay where they are.
 *   BP4  A chunk is kept while a pool that has it is. Blocks are not freed one by one; table_compaction.ts copies what
 *        is in use to a new pool instead.
 */

/** Words of a block: 64 bytes. */
export const BLOCK_WORDS = 16;
/** Bits of the number of a word in its block. */
export const BLOCK_WORD_BITS = 4;
/** Bits of the number of a block in its chunk, and their mask. */
export const CHUNK_BITS = 10;
export const CHUNK_MASK = (1 << CHUNK_BITS) - 1;
const CHUNK_BLOCKS = 1 << CHUNK_BITS;
/** Blocks of the first chunk that a pool makes; the second has as many, then they double. */
const FIRST_CHUNK_BLOCKS = 16;

/** What all pools that branched from one have in common. */
export interface Lineage {
  /** No id of any of them is as large. */
  idLimit: number;
}

/** Blocks of the versions of one table. */
export class BlockPool {
  /** The words of each chunk; block `id` begins at word (id & CHUNK_MASK) × BLOCK_WORDS of chunk id >> CHUNK_BITS. */
  readonly chunks: Int32Array[];
  /** The id of the next block, unless it needs another chunk. */
  next: number;
  /** The first id past the last chunk. */
  private limit: number;
  /** Blocks that this pool made room for. */
  private roomBlocks = 0;

  private constructor(chunks: Int32Array[], readonly lineage: Lineage) {
    this.chunks = chunks;
    this.next = chunks.length * CHUNK_BLOCKS;
    this.limit = this.next;
  }

  /** An empty pool. */
  static create(): BlockPool {
    const pool = new BlockPool([], { idLimit: 0 });
    pool.take();
    return pool;
  }

  /** A pool that shares the blocks below `end` and goes on by itself. */
  branch(end: number): BlockPool {
    return new BlockPool(this.chunks.slice(0, ((end - 1) >> CHUNK_BITS) + 1), this.lineage);
  }

  /** The id of a new block of zeros. */
  take(): number {
    if (this.next === this.limit) this.addChunk();
    return this.next++;
  }

  private addChunk(): void {
    const { chunks, lineage } = this;
    const blocks = Math.min(Math.max(this.roomBlocks, FIRST_CHUNK_BLOCKS), CHUNK_BLOCKS);
    this.next = chunks.length * CHUNK_BLOCKS;
    this.limit = this.next + blocks;
    this.roomBlocks += blocks;
    chunks.push(new Int32Array(blocks * BLOCK_WORDS));
    lineage.idLimit = Math.max(lineage.idLimit, this.limit);
  }
}

// The same under names that are not exported: the engine folds those only.
const BITS = CHUNK_BITS;
const MASK = CHUNK_MASK;
const WORD_BITS = BLOCK_WORD_BITS;
const WORDS = BLOCK_WORDS;

/** The child in a slot of a node. */
export function childOf(chunks: readonly Int32Array[], node: number, slot: number): number {
  return chunks[node >> BITS][((node & MASK) << WORD_BITS) + slot];
}

/** Writes a child into a slot of a node. */
export function setChild(chunks: readonly Int32Array[], node: number, slot: number, child: number): void {
  chunks[node >> BITS][((node & MASK) << WORD_BITS) + slot] = child;
}

/** Whether a node has a child besides that in a slot. */
export function hasOtherChild(chunks: readonly Int32Array[], node: number, slot: number): boolean {
  const words = chunks[node >> BITS];
  const start = (node & MASK) << WORD_BITS;
  for (let at = start; at < start + WORDS; at++) if (words[at] !== 0 && at !== start + slot) return true;
  return false;
}

/** Makes the words of a block zero. */
export function clearBlock(chunks: readonly Int32Array[], id: number): void {
  const words = chunks[id >> BITS];
  const start = (id & MASK) << WORD_BITS;
  for (let at = start; at < start + WORDS; at++) words[at] = 0;
}

/** Copies the words of one block to another. */
export function copyBlock(chunks: readonly Int32Array[], source: number, target: number): void {
  copyWords(chunks[source >> BITS], source, chunks[target >> BITS], target);
}

/** Copies a block from the chunk that holds it to a block of another chunk, perhaps of another pool. */
export function copyWords(from: Int32Array, source: number, to: Int32Array, target: number): void {
  const start = (source & MASK) << WORD_BITS;
  const shift = ((target & MASK) << WORD_BITS) - start;
  for (let at = start; at < start + WORDS; at++) to[at + shift] = from[at];
}

/** Whether the words of a block that begins at `start` are all zero. */
export function isBlockZero(words: Int32Array, start: number): boolean {
  for (let at = start; at < start + WORDS; at++) if (words[at] !== 0) return false;
  return true;
}
