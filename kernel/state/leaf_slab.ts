/**
 * Where the leaves of a word table come from. A typed array with a buffer of its own takes 500 ns to make and
 * 210 bytes besides its words; a view of a buffer that several share takes 100 ns and 116 bytes. But a buffer
 * is kept while one of its leaves is in use: if leaves of one epoch die at random, eight to a buffer keep up
 * to 2.7 times what is in use.
 *
 *      slab  [ leaf | leaf | … ]      1, 1, 2, 4, 8, 8 … leaves
 *
 * LS1  Leaves share a slab within one epoch only, and only while the epoch renews a good part of the table:
 *      such leaves mostly die together. An epoch that touches few leaves makes them one by one.
 * LS2  What a slab hands out is zero and handed out once.
 */

/** Leaves in the largest slab. */
const LARGEST_SLAB_LEAVES = 8;
/** Leaves share slabs once the epoch made one for so many of the table. */
const SHARING_RATIO = 8;

/** Makes the leaves of one table for one epoch at a time. */
export class LeafSlab {
  private buffer: ArrayBuffer | null = null;
  private usedBytes = 0;
  /** Leaves handed out since the epoch began. */
  private leafCount = 0;
  private readonly leafWords: number;

  /** Leaves will be `leafWords` words long. */
  constructor(leafWords: number) {
    this.leafWords = leafWords;
  }

  /** Begins another epoch: its leaves share no slab with those before. */
  beginEpoch(): void {
    this.buffer = null;
    this.leafCount = 0;
  }

  /** A new leaf of zeros, for a table that has `tableLeaves` of them. */
  take(tableLeaves: number): Int32Array {
    if (this.buffer === null || this.usedBytes === this.buffer.byteLength) {
      const shared = this.leafCount * SHARING_RATIO >= tableLeaves;
      const slabLeaves = shared ? Math.min(Math.max(this.leafCount, 1), LARGEST_SLAB_LEAVES) : 1;
      this.buffer = new ArrayBuffer(slabLeaves * this.leafWords * 4);
      this.usedBytes = 0;
    }
    const leaf = new Int32Array(this.buffer, this.usedBytes, this.leafWords);
    this.usedBytes += this.leafWords * 4;
    this.leafCount++;
    return leaf;
  }
}
