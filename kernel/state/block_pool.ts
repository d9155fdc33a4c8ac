/**
 * Where the nodes and leaves of word tables lie: in blocks of sixteen 32-bit words and multiples of it, by number.
 *
 *      id       = chunk × 2^18 + first word in the chunk                id 0 is no block
 *      chunks   [ 16 × 16 words ] [ 16 × 16 ] [ 32 × 16 ] … [ 2^18 words ] [ 2^18 ] …
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
 *        is in use to a new pool instead. Only a pool that no version reaches is recycled, whole.
 *
 * Chunks are large because a step down a tree looks up the chunk of a node, and then the node: of few chunks, all that is
 * asked of them stays in the first-level cache.
 */

/** Words of a node, and the unit of blocks: 64 bytes. */
export const BLOCK_WORDS = 16;
/** Bits of the number of a word in a node. */
export const BLOCK_WORD_BITS = 4;
/** Bits of the number of a word in its chunk, and their mask. */
export const CHUNK_BITS = 18;
export const CHUNK_MASK = (1 << CHUNK_BITS) - 1;
const CHUNK_WORDS = 1 << CHUNK_BITS;
/** Words of the first chunk that a pool makes; the second has as many, then they double. */
const FIRST_CHUNK_WORDS = 16 * BLOCK_WORDS;

/** Words of a pool that is worth recycling, at most: they are cleared each time. */
const RECYCLED_WORDS_LIMIT = 1 << 16;

/** What all pools that branched from one have in common. */
export interface Lineage {
  /** Chunks that any of them has, at most. */
  chunkLimit: number;
}

/** Blocks of the versions of one table. */
export class BlockPool {
  /** The words of each chunk; block `id` begins at word id & CHUNK_MASK of chunk id >> CHUNK_BITS. */
  readonly chunks: Int32Array[];
  /** The id of the next block, unless it needs another chunk. */
  next: number;
  /** The first id past the last chunk. */
  private limit: number;
  /** Words that this pool made room for. */
  private roomWords = 0;

  private constructor(chunks: Int32Array[], readonly lineage: Lineage) {
    this.chunks = chunks;
    this.next = chunks.length * CHUNK_WORDS;
    this.limit = this.next;
  }

  /** An empty pool. */
  static create(): BlockPool {
    const pool = new BlockPool([], { chunkLimit: 0 });
    pool.take(BLOCK_WORDS);
    return pool;
  }

  /** A pool that shares the blocks below `end` and goes on by itself. */
  branch(end: number): BlockPool {
    return new BlockPool(this.chunks.slice(0, ((end - 1) >> CHUNK_BITS) + 1), this.lineage);
  }

  /** The id of a new block of zeros; its words are a multiple of BLOCK_WORDS, and no more than FIRST_CHUNK_WORDS. */
  take(words: number): number {
    if (this.next + words > this.limit) this.addChunk();
    const id = this.next;
    this.next = id + words;
    return id;
  }

  /**
   * Makes every block free and zero, for a pool that a table made for itself and that no other reaches; one chunk then has
   * the room of all. False, and nothing is done, where that would be more than RECYCLED_WORDS_LIMIT.
   */
  recycle(): boolean {
    if (this.roomWords > RECYCLED_WORDS_LIMIT) return false;
    if (this.chunks.length === 1) this.chunks[0].fill(0, 0, this.next);
    else this.chunks.splice(0, this.chunks.length, new Int32Array(this.roomWords));
    this.next = BLOCK_WORDS;
    this.limit = this.roomWords;
    return true;
  }

  private addChunk(): void {
    const { chunks, lineage } = this;
    const words = Math.min(Math.max(this.roomWords, FIRST_CHUNK_WORDS), CHUNK_WORDS);
    this.next = chunks.length * CHUNK_WORDS;
    this.limit = this.next + words;
    this.roomWords += words;
    chunks.push(new Int32Array(words));
    lineage.chunkLimit = Math.max(lineage.chunkLimit, chunks.length);
  }
}

// The same under names that are not exported: the engine folds those only.
const BITS = CHUNK_BITS;
const MASK = CHUNK_MASK;
const WORDS = BLOCK_WORDS;

/** The child in a slot of a node. */
export function childOf(chunks: readonly Int32Array[], node: number, slot: number): number {
  return chunks[node >> BITS][(node & MASK) + slot];
}

/** Writes a child into a slot of a node. */
export function setChild(chunks: readonly Int32Array[], node: number, slot: number, child: number): void {
  chunks[node >> BITS][(node & MASK) + slot] = child;
}

/** Copies a block of so many words from the chunk that holds it to a block of another chunk, perhaps of another pool. */
export function copyWords(
  from: Int32Array,
  source: number,
  to: Int32Array,
  target: number,
  words: number,
): void {
  const start = source & MASK;
  const shift = (target & MASK) - start;
  for (let at = start; at < start + words; at++) to[at + shift] = from[at];
}

/** Whether the words of a node that begins at `start` are all zero. */
export function isNodeZero(words: Int32Array, start: number): boolean {
  for (let at = start; at < start + WORDS; at++) if (words[at] !== 0) return false;
  return true;
}
