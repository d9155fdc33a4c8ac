/**
 * Slabs: pages that are cut into blocks of one size, without headers.
 *
 *      a page of the heap, the block of a chunk of kind slab:
 *      +0  next slab with room   +4  previous     (page numbers; the list is a ring, 0: not in it)
 *      +8  state: class | free blocks << 8 | first word of bits that may have one << 24
 *      +12 bits: a bit a block, 1: free                    4 … 32 bytes
 *      +16, +32 or +48  blocks of 16 × class bytes         up to 4088: the last 8 bytes are the next chunk's header
 *
 *                      │ first block taken           │ last free block taken
 *      (no slab) ──────▶ with room, in the ring ─────▶ full, in no list
 *          ▲             │                       ◀─────
 *          └─────────────┘ last block given              │ a block given
 *
 *   SL1  A slab with a free block is in the ring of its class, others are in none. No slab is empty.
 *   SL2  The state's count is the number of bits that are set; no word before its first word has one.
 *   SL3  New blocks come from the slab that has been in the ring longest: the others have time to become empty.
 *   SL4  sparseSlabs in the static area counts the slabs that are less than half full.
 */

import { HeapError } from "../heap_error.ts";
import type { ChunkHeap } from "./chunk_heap.ts";
import type { HeapMemory } from "./heap_memory.ts";
import { GRANULE_BYTES, KIND, PAGE_GRANULES, ROOT } from "./layout.ts";
import type { SlabMap } from "./slab_map.ts";
import { PAGE_SIZE } from "@palimpsest/kernel";

/** Offsets in a slab. */
export const SLAB_FIELDS = { next: 0, previous: 4, state: 8, bits: 12 } as const;
const { next: NEXT, previous: PREVIOUS, state: STATE, bits: BITS } = SLAB_FIELDS;
/** Bytes of a page that blocks may take. */
const BLOCKS_END = PAGE_SIZE - 8;
const FREE_UNIT = 1 << 8;
const WORD_UNIT = 1 << 24;
/** Sparse slabs that do not keep new ones from being made. */
const SPARSE_TOLERATED = 4;

/** How a class of slabs is laid out. */
export interface SlabShape {
  /** Bytes of a block. */
  readonly blockBytes: number;
  /** Blocks in a slab, and words of bits for them. */
  readonly capacity: number;
  readonly wordCount: number;
  /** Offset of the first block. */
  readonly start: number;
}

/** The shape of a class 1 … SLAB_CLASSES. */
export const SLAB_SHAPES: readonly SlabShape[] = Array.from(
  { length: 17 },
  (_, slabClass) => shapeOf(slabClass),
);

function shapeOf(slabClass: number): SlabShape {
  const blockBytes = slabClass * GRANULE_BYTES;
  for (let wordCount = 1;; wordCount++) {
    const start = Math.ceil((BITS + 4 * wordCount) / GRANULE_BYTES) * GRANULE_BYTES;
    const capacity = Math.floor((BLOCKS_END - start) / blockBytes);
    if (slabClass === 0 || capacity <= 32 * wordCount) return { blockBytes, capacity, wordCount, start };
  }
}

/** The slabs of one heap. */
export class Slabs {
  /** The slabs of a heap: pages from `chunks`, marked in `map`. */
  constructor(
    private readonly heap: HeapMemory,
    private readonly chunks: ChunkHeap,
    private readonly map: SlabMap,
  ) {}

  /** A block of a class; its address, or 0 when no slab of the class has room. */
  take(slabClass: number): number {
    const { heap } = this;
    const page = heap.field(ROOT.slabHeads + 4 * slabClass);
    return page === 0 ? 0 : this.takeFrom(heap.base + page * PAGE_SIZE, slabClass);
  }

  /** Whether slabs hold enough that another one would not be mostly air. */
  mayMake(): boolean {
    const { heap } = this;
    return heap.field(ROOT.sparseSlabs) <= heap.field(ROOT.slabs) / 2 + SPARSE_TOLERATED;
  }

  /** Makes a slab of a class; false when there is no memory. */
  make(slabClass: number): boolean {
    const { heap, chunks, map } = this;
    const { capacity, wordCount } = SLAB_SHAPES[slabClass];
    const index = chunks.takeAligned(PAGE_GRANULES, PAGE_GRANULES, KIND.slab);
    if (index < 0) return false;
    const page = (index + 1) / PAGE_GRANULES;
    if (!map.reach(page)) {
      chunks.give(index);
      return false;
    }
    map.set(page, true);
    const slab = heap.base + page * PAGE_SIZE;
    heap.space.store32(slab + STATE, slabClass + capacity * FREE_UNIT);
    for (let word = 0; word < wordCount; word++) {
      const count = Math.min(32, capacity - 32 * word);
      heap.space.store32(slab + BITS + 4 * word, count === 32 ? -1 : (1 << count) - 1);
    }
    this.link(slab, page, slabClass);
    heap.setField(ROOT.slabs, heap.field(ROOT.slabs) + 1);
    heap.setField(ROOT.sparseSlabs, heap.field(ROOT.sparseSlabs) + 1);
    return true;
  }

  /**
   * Gives the block at an address in a slab back. Throws HeapError when none is there, or it is free.
   *
   * @returns The free chunk that the slab became part of when it got empty, or -1.
   */
  give(address: number): number {
    const { heap } = this;
    const { space } = heap;
    const slab = slabOf(heap, address);
    const state = space.load32(slab + STATE);
    const block = blockIn(state, address, slab);
    const word = block >>> 5;
    const bits = space.load32(slab + BITS + 4 * word);
    const bit = 1 << (block & 31);
    if ((bits & bit) !== 0) throw new HeapError("double free", address);
    const freeCount = (state >>> 8 & 0xff) + 1;
    const { capacity } = SLAB_SHAPES[state & 0xff];
    if (freeCount === capacity) return this.unmake(slab, state);
    if (freeCount === 1) this.link(slab, (slab - heap.base) / PAGE_SIZE, state & 0xff);
    if (freeCount === (capacity >>> 1) + 1) this.countSparse(1);
    const firstWord = Math.min(state >>> 24, word);
    space.store32(slab + STATE, (state & 0xff) + freeCount * FREE_UNIT + firstWord * WORD_UNIT);
    space.store32(slab + BITS + 4 * word, bits | bit);
    return -1;
  }

  /** Bytes of the block at an address in a slab. Throws HeapError when no block is there, or it is free. */
  blockBytes(address: number): number {
    const { heap } = this;
    const slab = slabOf(heap, address);
    const state = heap.space.load32(slab + STATE);
    const block = blockIn(state, address, slab);
    const bits = heap.space.load32(slab + BITS + 4 * (block >>> 5));
    if ((bits >>> (block & 31) & 1) !== 0) {
      throw new HeapError("invalid pointer", address, "the block is free");
    }
    return (state & 0xff) * GRANULE_BYTES;
  }

  private takeFrom(slab: number, slabClass: number): number {
    const { space } = this.heap;
    const { capacity, start, blockBytes } = SLAB_SHAPES[slabClass];
    const state = space.load32(slab + STATE);
    let word = state >>> 24;
    let bits = space.load32(slab + BITS + 4 * word);
    while (bits === 0) bits = space.load32(slab + BITS + 4 * ++word);
    const freeCount = (state >>> 8 & 0xff) - 1;
    space.store32(slab + STATE, slabClass + freeCount * FREE_UNIT + word * WORD_UNIT);
    space.store32(slab + BITS + 4 * word, bits & (bits - 1));
    if (freeCount === 0) this.unlink(slab, slabClass);
    if (freeCount === capacity >>> 1) this.countSparse(-1);
    return slab + start + (32 * word + 31 - Math.clz32(bits & -bits)) * blockBytes;
  }

  private unmake(slab: number, state: number): number {
    const { heap } = this;
    const page = (slab - heap.base) / PAGE_SIZE;
    if ((state >>> 8 & 0xff) !== 0) this.unlink(slab, state & 0xff);
    this.map.set(page, false);
    heap.setField(ROOT.slabs, heap.field(ROOT.slabs) - 1);
    this.countSparse(-1);
    return this.chunks.give(page * PAGE_GRANULES - 1);
  }

  private countSparse(change: number): void {
    this.heap.setField(ROOT.sparseSlabs, this.heap.field(ROOT.sparseSlabs) + change);
  }

  /** Puts a slab at the end of its class's ring. */
  private link(slab: number, page: number, slabClass: number): void {
    const { heap } = this;
    const { space } = heap;
    const head = ROOT.slabHeads + 4 * slabClass;
    const first = heap.field(head);
    if (first === 0) {
      heap.setField(head, page);
      space.store32(slab + NEXT, page);
      space.store32(slab + PREVIOUS, page);
      return;
    }
    const firstSlab = heap.base + first * PAGE_SIZE;
    const last = space.load32(firstSlab + PREVIOUS);
    space.store32(slab + NEXT, first);
    space.store32(slab + PREVIOUS, last);
    space.store32(heap.base + last * PAGE_SIZE + NEXT, page);
    space.store32(firstSlab + PREVIOUS, page);
  }

  private unlink(slab: number, slabClass: number): void {
    const { heap } = this;
    const { space } = heap;
    const head = ROOT.slabHeads + 4 * slabClass;
    const page = (slab - heap.base) / PAGE_SIZE;
    const next = space.load32(slab + NEXT);
    if (next === page) {
      heap.setField(head, 0);
      return;
    }
    const previous = space.load32(slab + PREVIOUS);
    space.store32(heap.base + previous * PAGE_SIZE + NEXT, next);
    space.store32(heap.base + next * PAGE_SIZE + PREVIOUS, previous);
    if (heap.field(head) === page) heap.setField(head, next);
  }
}

function slabOf(heap: HeapMemory, address: number): number {
  // Not by %: the remainder of what does not fit 32 bits is slow.
  return heap.base + Math.floor((address - heap.base) / PAGE_SIZE) * PAGE_SIZE;
}

/** The number of the block at an address. Throws HeapError when none starts there. */
function blockIn(state: number, address: number, slab: number): number {
  const { capacity, blockBytes, start } = SLAB_SHAPES[state & 0xff];
  const block = (address - slab - start) / blockBytes;
  if (!Number.isInteger(block) || block < 0 || block >= capacity) {
    throw new HeapError("invalid pointer", address, `blocks of ${blockBytes} bytes lie here`);
  }
  return block;
}
