/**
 * Where the leaves of a word table lie: in slabs, a typed array of several leaves each. A typed array of its own costs
 * 200 bytes besides its words, and a microsecond to make; a leaf is 64 to 512 bytes, and is copied in ten nanoseconds.
 *
 *      slab  [ epoch | mark | leaf 0 | leaf 1 | … ]       of 1, 1, 2, 4, 8 … leaves, as the epoch asks for more
 *
 * LS1  All leaves of a slab were made in one epoch, the slab's; leaves of one epoch mostly die together.
 * LS2  What is handed out is zero, and is handed out once until it is given back.
 * LS3  A slab is kept while one of its leaves is in use; `mark` is free for those who count bytes (countSlab).
 */

/** Words of a slab before its first leaf. */
export const SLAB_HEADER_WORDS = 2;
/** Where a slab's epoch stands. */
export const SLAB_EPOCH = 0;
/** Leaves in the largest slab: a leaf's place in its slab takes 7 bits. */
export const LARGEST_SLAB_LEAVES = 128;
const SLAB_MARK = 1;
/** Words of leaves in a large slab. */
const LARGE_SLAB_WORDS = 1024;
/** Bytes that a typed array takes besides its words (measured). */
const ARRAY_BYTES = 200;

/** Makes the leaves of one table, for one epoch at a time. take() leaves its result in `slab` and `place`. */
export class LeafSlab {
  /** The slab of the leaf that take() handed out. */
  slab: Int32Array = new Int32Array(0);
  /** The place of that leaf in it. */
  place = 0;

  private current: Int32Array | null = null;
  private usedLeaves = 0;
  private slabLeaves = 0;
  private leafCount = 0;
  private returnedSlabs: Int32Array[] = [];
  private returnedPlaces: number[] = [];
  private readonly largestLeaves: number;

  /** Leaves will be `leafWords` words long. */
  constructor(private readonly leafWords: number) {
    const fitting = Math.floor(LARGE_SLAB_WORDS / leafWords);
    this.largestLeaves = Math.max(4, Math.min(fitting, LARGEST_SLAB_LEAVES));
  }

  /** Begins another epoch: its leaves share no slab with those before. */
  beginEpoch(): void {
    this.current = null;
    this.leafCount = 0;
    if (this.returnedSlabs.length === 0) return;
    this.returnedSlabs = [];
    this.returnedPlaces = [];
  }

  /** Hands out a leaf of zeros, for an epoch. */
  take(epoch: number): void {
    if (this.returnedSlabs.length > 0) {
      this.slab = this.returnedSlabs.pop()!;
      this.place = this.returnedPlaces.pop()!;
      return;
    }
    if (this.current === null || this.usedLeaves === this.slabLeaves) {
      this.slabLeaves = Math.min(Math.max(this.leafCount, 1), this.largestLeaves);
      this.current = new Int32Array(SLAB_HEADER_WORDS + this.slabLeaves * this.leafWords);
      this.current[SLAB_EPOCH] = epoch;
      this.usedLeaves = 0;
    }
    this.slab = this.current;
    this.place = this.usedLeaves++;
    this.leafCount++;
  }

  /** Gives back a leaf of this epoch, which is all zero again. */
  giveBack(slab: Int32Array, place: number): void {
    this.returnedSlabs.push(slab);
    this.returnedPlaces.push(place);
  }
}

/** The bytes of a slab, the first time that a walk (any number but 0) meets it; 0 from then on. */
export function countSlab(slab: Int32Array, walk: number): number {
  if (slab[SLAB_MARK] === walk) return 0;
  slab[SLAB_MARK] = walk;
  return ARRAY_BYTES + 4 * slab.length;
}
