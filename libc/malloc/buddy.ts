/**
 * buddy: powers of two that are split in halves, and joined with their other half when both are free (Knuth, TAOCP 2.5).
 *
 *      arena of 2^top bytes       ┌───────────────────────────────┐
 *                                 │ 64 K                          │
 *                                 ├───────────────┬───────────────┤
 *                                 │ 32 K          │ 32 K   free   │       the buddy of the block at offset o of size s
 *                                 ├───────┬───────┴───────────────┘       is at o XOR s
 *                                 │ used  │ 16 K free │
 *      a block of order k:        ├─8─┬─8 header─┬─ block … ─┤   2^k bytes in all, k = 5 … 30
 *                                     order × 4 + kind │ seal
 *      a free one:                ├─8─┬─8 header─┬─ next, previous ─┤   8 bytes each: addresses of blocks, or 0
 *
 *      static area   +0 … 15 the region (brk_region.ts)   +16 top   +24 + 8 × (k - 5)  first free block of order k
 *
 *   BD1  Blocks tile the arena, each at a multiple of its size from its start.
 *   BD2  Two free buddies of one order are joined at once; so no two are.
 *   BD3  The arena doubles when nothing fits, and halves again while its upper half is free and the half of the rest too.
 *   BD4  An alignment beyond 16 is made within a larger block: 16 bytes before the address stand how far back that
 *        block begins.
 */

import type { MemoryView } from "../memory/memory_view.ts";
import type { ProgramBreak } from "../memory/program_break.ts";
import type { UserSpace } from "../memory/user_space.ts";
import {
  type Allocator,
  type AllocatorMaking,
  BLOCK_ALIGNMENT,
  type HeapSummary,
  NO_BLOCK,
} from "./allocator.ts";
import { explainAddress } from "./blame.ts";
import { BrkRegion, peekRegion, REGION_BYTES } from "./brk_region.ts";
import { HeapError } from "./heap_error.ts";
import {
  peekHeader,
  readHeader,
  SEALED_HEADER_BYTES,
  walkSealedBlocks,
  writeHeader,
} from "./sealed_header.ts";

const LEAST_ORDER = 5;
const GREATEST_ORDER = 30;
/** The arena is never smaller than 16 KiB. */
const FIRST_TOP = 14;
const KIND = { free: 0, used: 1, shifted: 2 } as const;
const TOP = REGION_BYTES;
const LISTS = REGION_BYTES + 8;
/** Bytes of a block before what is given out: 8 that are lost, and the header. */
const HEAD_BYTES = 16;

/** See the head of this file. */
export class Buddy implements Allocator {
  private readonly region: BrkRegion;

  /** The allocator whose static area is at `statics`. */
  constructor(
    private readonly space: UserSpace,
    private readonly statics: number,
    programBreak: ProgramBreak,
  ) {
    this.region = new BrkRegion(space, statics, programBreak);
  }

  /** A new block (Allocator). */
  allocate(sizeBytes: number, alignmentBytes: number): number {
    if (alignmentBytes === BLOCK_ALIGNMENT) return this.take(sizeBytes);
    const block = this.take(sizeBytes + alignmentBytes + BLOCK_ALIGNMENT);
    if (block === NO_BLOCK) return NO_BLOCK;
    const address = Math.ceil((block + BLOCK_ALIGNMENT) / alignmentBytes) * alignmentBytes;
    writeHeader(this.space, address, (address - block) * 4 + KIND.shifted);
    return address;
  }

  /** Takes a block back, and joins it with its buddies (Allocator). */
  release(address: number): void {
    const block = this.blockAt(address);
    if (address !== block) writeHeader(this.space, address, KIND.free);
    this.join(block, this.orderOf(block));
    this.shrink();
  }

  /** Changes a block's size, in its order or by moving it (Allocator). */
  resize(address: number, sizeBytes: number): number {
    const usable = this.usableBytes(address);
    const block = this.blockAt(address);
    const isOrderRight = block === address && orderFor(sizeBytes) === this.orderOf(block);
    if (isOrderRight || (block !== address && sizeBytes <= usable)) return address;
    const moved = this.take(sizeBytes);
    if (moved === NO_BLOCK) return NO_BLOCK;
    this.space.copy(moved, address, Math.min(usable, sizeBytes));
    this.release(address);
    return moved;
  }

  /** How much a block may be used for (Allocator). */
  usableBytes(address: number): number {
    const block = this.blockAt(address);
    return block - HEAD_BYTES + 2 ** this.orderOf(block) - address;
  }

  /** Blocks may be used ones (Allocator). */
  isFresh(): boolean {
    return false;
  }

  /** Walks the arena to what an error is about (Allocator). */
  blame(error: HeapError): HeapError {
    const { start, end } = this.region;
    const blocks = walkSealedBlocks(this.space, {
      first: start + HEAD_BYTES,
      end: end + HEAD_BYTES,
      lengthOf: (word) => 2 ** (word >>> 2),
      isFree: (word) => (word & 3) === KIND.free,
    });
    const headerBytes = SEALED_HEADER_BYTES;
    return start === 0 ? error : explainAddress(blocks, error.address, { headerBytes }) ?? error;
  }

  /** Walks the arena and the lists (Allocator). */
  check(memory: MemoryView): HeapSummary {
    const { start, end } = peekRegion(memory, this.statics);
    const free = new Map<number, number>();
    const summary = { blockCount: 0, usableBytes: 0, freeBytes: 0 };
    for (let at = start; at < end;) {
      const block = at + HEAD_BYTES;
      const word = peekHeader(memory, block);
      const blockBytes = 2 ** (word >>> 2);
      if ((at - start) % blockBytes !== 0) {
        throw new HeapError("corrupted heap", block, "it is not at a multiple of its size");
      }
      if ((word & 3) === KIND.free) {
        free.set(block, word >>> 2);
        summary.freeBytes += blockBytes - HEAD_BYTES;
      } else {
        summary.blockCount++;
        summary.usableBytes += blockBytes - HEAD_BYTES;
      }
      at += blockBytes;
    }
    for (const [block, order] of free) {
      const buddy = start + HEAD_BYTES + buddyOffset(block - HEAD_BYTES - start, order);
      if (free.get(buddy) === order) {
        throw new HeapError("corrupted heap", block, "two free buddies are not joined");
      }
    }
    for (let order = LEAST_ORDER; order <= GREATEST_ORDER; order++) this.checkList(memory, order, free);
    if (free.size > 0) {
      throw new HeapError("corrupted heap", [...free.keys()][0], "a free block is in no list");
    }
    return summary;
  }

  private checkList(memory: MemoryView, order: number, free: Map<number, number>): void {
    let previous = 0;
    for (let block = memory.peek64(this.listOf(order)) ?? 0; block !== 0; block = memory.peek64(block) ?? 0) {
      const isRight = free.get(block) === order && memory.peek64(block + 8) === previous;
      if (!isRight) throw new HeapError("corrupted heap", block, `the list of order ${order} is broken`);
      free.delete(block);
      previous = block;
    }
  }

  /** A block of the least order that holds so many bytes, split off a larger one if need be. */
  private take(sizeBytes: number): number {
    const order = orderFor(sizeBytes);
    if (order > GREATEST_ORDER) return NO_BLOCK;
    let from = this.leastFree(order);
    while (from > GREATEST_ORDER) {
      if (!this.grow()) return NO_BLOCK;
      from = this.leastFree(order);
    }
    const block = this.space.load64(this.listOf(from));
    this.unlink(block, from);
    for (let half = from - 1; half >= order; half--) this.putFree(block + 2 ** half, half);
    writeHeader(this.space, block, order * 4 + KIND.used);
    return block;
  }

  /** The least order from `order` on that has a free block; beyond the greatest when none has. */
  private leastFree(order: number): number {
    for (let from = order; from <= GREATEST_ORDER; from++) {
      if (this.region.start !== 0 && this.space.load64(this.listOf(from)) !== 0) return from;
    }
    return GREATEST_ORDER + 1;
  }

  /** Doubles the arena: its new half is a free block. */
  private grow(): boolean {
    const { region, space, statics } = this;
    if (region.start === 0) region.begin();
    const top = space.load32(statics + TOP);
    if (top === GREATEST_ORDER) return false;
    const order = top === 0 ? FIRST_TOP : top;
    const block = region.end + HEAD_BYTES;
    if (!region.grow(2 ** order)) return false;
    space.store32(statics + TOP, top === 0 ? order : order + 1);
    this.join(block, order);
    return true;
  }

  /** Makes a block free, joined with its buddies as far as they are (BD2). */
  private join(at: number, from: number): void {
    const { start } = this.region;
    const top = this.space.load32(this.statics + TOP);
    let block = at;
    let order = from;
    while (order < top) {
      const offset = block - HEAD_BYTES - start;
      const buddy = start + HEAD_BYTES + buddyOffset(offset, order);
      if (readHeader(this.space, buddy) !== order * 4 + KIND.free) break;
      this.unlink(buddy, order);
      // What is no block's header any more must not look like one.
      writeHeader(this.space, Math.max(block, buddy), KIND.free);
      block = Math.min(block, buddy);
      order++;
    }
    this.putFree(block, order);
  }

  /** BD3. */
  private shrink(): void {
    const { region, space, statics } = this;
    for (let top = space.load32(statics + TOP); top > FIRST_TOP; top--) {
      const half = 2 ** (top - 1);
      if (!this.takeUpperHalf(top, half)) return;
      space.store32(statics + TOP, top - 1);
      region.cut(region.start + half);
    }
  }

  /** Takes the upper half of an arena of order `top` out of the lists, if it is free and may go. */
  private takeUpperHalf(top: number, half: number): boolean {
    const { space, region } = this;
    const first = region.start + HEAD_BYTES;
    const word = readHeader(space, first);
    const firstOrder = word >>> 2;
    if (firstOrder === top) {
      if ((word & 3) !== KIND.free) return false;
      this.unlink(first, top);
      this.putFree(first, top - 1);
      return true;
    }
    const upper = first + half;
    const isFree = readHeader(space, upper) === (top - 1) * 4 + KIND.free;
    // A lower half of one block is used: two free halves would be joined.
    if (!isFree || firstOrder === top - 1) return false;
    if (readHeader(space, first + half / 2) !== (top - 2) * 4 + KIND.free) return false;
    this.unlink(upper, top - 1);
    return true;
  }

  private putFree(block: number, order: number): void {
    const { space } = this;
    const list = this.listOf(order);
    const first = space.load64(list);
    writeHeader(space, block, order * 4 + KIND.free);
    space.store64(block, first);
    space.store64(block + 8, 0);
    if (first !== 0) space.store64(first + 8, block);
    space.store64(list, block);
  }

  private unlink(block: number, order: number): void {
    const { space } = this;
    const next = space.load64(block);
    const previous = space.load64(block + 8);
    if (previous === 0) space.store64(this.listOf(order), next);
    else space.store64(previous, next);
    if (next !== 0) space.store64(next + 8, previous);
  }

  /** The block that was given out as `address`. Throws HeapError when there is none. */
  private blockAt(address: number): number {
    const { start, end } = this.region;
    if (start === 0 || address < start + HEAD_BYTES || address >= end) {
      throw new HeapError("invalid pointer", address);
    }
    const word = readHeader(this.space, address);
    if ((word & 3) === KIND.free) throw new HeapError("double free", address);
    return (word & 3) === KIND.shifted ? address - (word >>> 2) : address;
  }

  private orderOf(block: number): number {
    return readHeader(this.space, block) >>> 2;
  }

  private listOf(order: number): number {
    return this.statics + LISTS + 8 * (order - LEAST_ORDER);
  }
}

function orderFor(sizeBytes: number): number {
  return Math.max(LEAST_ORDER, Math.ceil(Math.log2(sizeBytes + HEAD_BYTES)));
}

/** The offset of the buddy of the block at an offset: that bit of the offset turned over. */
function buddyOffset(offset: number, order: number): number {
  const size = 2 ** order;
  return offset % (2 * size) === 0 ? offset + size : offset - size;
}

/** How buddy is made. */
export const buddy: AllocatorMaking = {
  name: "buddy",
  about: "powers of two, split in halves and joined with the other half",
  staticBytes: LISTS + 8 * (GREATEST_ORDER - LEAST_ORDER + 2),
  make: (space, statics, programBreak) => new Buddy(space, statics, programBreak),
};
