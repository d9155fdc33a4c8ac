/**
 * The bins: a doubly linked list of free chunks for each class of sizes, and a map of those that are not empty.
 *
 *      bin   2 … 63    one size each: 32, 48, … 1008                       the one freed last is taken first
 *            64 … 126  ranges: 64 bytes wide, then 512, 4 Ki, 32 Ki, 256 Ki  ordered by size: the first that fits is best
 *
 *   BL1  Every free chunk but the top is in the bin of its size, once.
 *   BL2  The links of a chunk and of its neighbours name each other: what does not was written over.
 *   BL3  The map has a bit for each bin that is not empty.
 */

import { HeapError } from "../heap_error.ts";
import { BLOCK_OFFSET, type ChunkWords } from "./chunk_words.ts";

/** How many bins there are. */
export const BIN_COUNT = 127;
const MAP_BYTES = 16;
/** Bytes of static memory that they take: the map, and a head each. */
export const BINS_BYTES = MAP_BYTES + 8 * (BIN_COUNT + 1);

const SMALL_LIMIT = 1024;
const UNIT_BYTES = 16;
/** Ranges of sizes: up to `last` times `width` bytes, the bins `first` + size / width. */
const RANGES: readonly { readonly width: number; readonly last: number; readonly first: number }[] = [
  { width: 64, last: 48, first: 48 },
  { width: 512, last: 20, first: 91 },
  { width: 4096, last: 10, first: 110 },
  { width: 32_768, last: 4, first: 119 },
  { width: 262_144, last: 2, first: 124 },
];

/** The bin for chunks of a size. */
export function binOf(sizeBytes: number): number {
  if (sizeBytes < SMALL_LIMIT) return sizeBytes / UNIT_BYTES;
  const range = RANGES.find(({ width, last }) => Math.floor(sizeBytes / width) <= last);
  return range === undefined ? BIN_COUNT - 1 : range.first + Math.floor(sizeBytes / range.width);
}

/** Where a bin's head is. */
export function headOf(binsAt: number, bin: number): number {
  return binsAt + MAP_BYTES + 8 * bin;
}

/** The bins of one heap. */
export class BinLists {
  /** Bins in static memory at `at`; `holds` says whether a chunk could lie in the heap. */
  constructor(
    private readonly words: ChunkWords,
    private readonly at: number,
    private readonly holds: (chunk: number) => boolean,
  ) {}

  /** Puts a free chunk into its bin. */
  insert(chunk: number, sizeBytes: number): void {
    const { words } = this;
    const bin = binOf(sizeBytes);
    let previous = 0;
    let next = this.first(bin);
    while (sizeBytes >= SMALL_LIMIT && next !== 0 && words.size(next) < sizeBytes) {
      previous = next;
      next = this.nextOf(next);
    }
    words.setLinks(chunk, next, previous);
    if (next !== 0) words.setPrevious(next, chunk);
    if (previous !== 0) words.setNext(previous, chunk);
    else this.setFirst(bin, chunk);
  }

  /** Takes a free chunk out of its bin. Throws HeapError when it is not what the bin knows (BL2). */
  remove(chunk: number): void {
    const { words } = this;
    const sizeBytes = words.size(chunk);
    if (words.foot(chunk + sizeBytes) !== sizeBytes) this.refuse(chunk, "corrupted size vs. prev_size", 8);
    const bin = binOf(sizeBytes);
    const next = this.nextOf(chunk);
    const previous = words.previous(chunk);
    const isKnown = previous === 0
      ? this.first(bin) === chunk
      : this.isChunk(previous) && words.next(previous) === chunk;
    if (!isKnown) this.refuse(chunk, "corrupted double-linked list", BLOCK_OFFSET + 8);
    if (next !== 0) words.setPrevious(next, previous);
    if (previous !== 0) words.setNext(previous, next);
    else this.setFirst(bin, next);
  }

  /** The smallest free chunk of at least so many bytes, or 0. */
  find(sizeBytes: number): number {
    const { words } = this;
    const bin = binOf(sizeBytes);
    let chunk = this.first(bin);
    while (chunk !== 0 && words.size(chunk) < sizeBytes) chunk = this.nextOf(chunk);
    if (chunk !== 0) return chunk;
    const larger = this.nextBin(bin + 1);
    return larger === 0 ? 0 : this.first(larger);
  }

  /** The first chunk of a bin, or 0. */
  first(bin: number): number {
    return this.words.space.load64(headOf(this.at, bin));
  }

  /** The next chunk of the same bin, which must name this one as the one before (BL2). */
  private nextOf(chunk: number): number {
    const next = this.words.next(chunk);
    if (next === 0 || (this.isChunk(next) && this.words.previous(next) === chunk)) return next;
    return this.refuse(chunk, "corrupted double-linked list", BLOCK_OFFSET);
  }

  private isChunk(address: number): boolean {
    return address > 0 && address % UNIT_BYTES === 0 && this.holds(address);
  }

  /** The first bin from `bin` on that is not empty, or 0. */
  private nextBin(bin: number): number {
    for (let word = Math.floor(bin / 32); word < MAP_BYTES / 4; word++) {
      const skipped = word === Math.floor(bin / 32) ? bin % 32 : 0;
      const bits = (this.words.space.load32(this.at + 4 * word) >>> skipped) << skipped;
      if (bits !== 0) return word * 32 + 31 - Math.clz32(bits & -bits);
    }
    return 0;
  }

  private setFirst(bin: number, chunk: number): void {
    const { space } = this.words;
    space.store64(headOf(this.at, bin), chunk);
    const word = this.at + 4 * Math.floor(bin / 32);
    const bit = 1 << (bin % 32);
    const bits = space.load32(word);
    space.store32(word, chunk === 0 ? bits & ~bit : bits | bit);
  }

  private refuse(chunk: number, detail: string, offset: number): never {
    const block = chunk + BLOCK_OFFSET;
    throw new HeapError("write after free", block, detail, { damagedAt: chunk + offset });
  }
}
