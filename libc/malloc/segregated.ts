/**
 * segregated: a free list a power of two (Kingsley's malloc of 4.2BSD). Quick and simple; a third of the memory is air.
 *
 *      a block of class c:   ├─8 header─┬─ block … ──────────┤   2^c bytes in all, c = 5 … 30
 *                            class × 4 + kind │ seal
 *      a free one:           ├──────────┬─ next ─┤               8 bytes: the next free block's address, or 0
 *
 *      static area   +0 … 15 the region (brk_region.ts)   +16 + 8 × (c - 5)  first free block of class c
 *
 *   SE1  The region is full of blocks, from start + 8 on; none is ever split or joined. Its last 24 bytes are lost.
 *   SE2  A list is last in, first out. When it is empty, the region grows by one block, or by the blocks of GROWTH_BYTES.
 *   SE3  An alignment beyond 16 is made within a larger block: 16 bytes before the address stand how far back that
 *        block begins.
 */

import type { MemoryView } from "../memory/memory_view.ts";
import type { ProgramBreak } from "../memory/program_break.ts";
import type { UserSpace } from "../memory/user_space.ts";
import { PAGE_SIZE } from "@palimpsest/kernel";
import {
  type Allocator,
  type AllocatorMaking,
  BLOCK_ALIGNMENT,
  type HeapSummary,
  NO_BLOCK,
} from "./allocator.ts";
import { BrkRegion, peekRegion, REGION_BYTES } from "./brk_region.ts";
import { HeapError } from "./heap_error.ts";
import { peekHeader, readHeader, SEALED_HEADER_BYTES, writeHeader } from "./sealed_header.ts";

const LEAST_CLASS = 5;
const GREATEST_CLASS = 30;
const GROWTH_BYTES = 16_384;
/** What a block is: free, used, or used with the address it was asked for further on (SE3). */
const KIND = { free: 0, used: 1, shifted: 2 } as const;
const LISTS = REGION_BYTES;
/** Bytes at the end of the region that no block has: what is before them is a multiple of the least block. */
const LOST_BYTES = 24;

/** See the head of this file. */
export class Segregated implements Allocator {
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

  /** Takes a block back (Allocator). */
  release(address: number): void {
    const block = this.blockAt(address);
    const sizeClass = classOf(this.space, block);
    if (address !== block) writeHeader(this.space, address, KIND.free);
    this.putFree(block, sizeClass);
  }

  /** Changes a block's size, in its class or by moving it (Allocator). */
  resize(address: number, sizeBytes: number): number {
    const usable = this.usableBytes(address);
    const block = this.blockAt(address);
    const isClassRight = block === address && classFor(sizeBytes) === classOf(this.space, block);
    if (isClassRight || (block !== address && sizeBytes <= usable)) return address;
    const moved = this.take(sizeBytes);
    if (moved === NO_BLOCK) return NO_BLOCK;
    this.space.copy(moved, address, Math.min(usable, sizeBytes));
    this.release(address);
    return moved;
  }

  /** How much a block may be used for (Allocator). */
  usableBytes(address: number): number {
    const block = this.blockAt(address);
    return block - SEALED_HEADER_BYTES + 2 ** classOf(this.space, block) - address;
  }

  /** Blocks may be used ones (Allocator). */
  isFresh(): boolean {
    return false;
  }

  /** Walks the blocks and the lists (Allocator). */
  check(memory: MemoryView): HeapSummary {
    const { start, end } = peekRegion(memory, this.statics);
    const free = new Set<number>();
    const summary = { blockCount: 0, usableBytes: 0, freeBytes: 0 };
    let at = start + SEALED_HEADER_BYTES;
    while (start !== 0 && at < end - LOST_BYTES) {
      const block = at + SEALED_HEADER_BYTES;
      const word = peekHeader(memory, block);
      const usable = 2 ** (word >>> 2) - SEALED_HEADER_BYTES;
      if ((word & 3) === KIND.free) {
        free.add(block);
        summary.freeBytes += usable;
      } else {
        summary.blockCount++;
        summary.usableBytes += usable;
      }
      at += 2 ** (word >>> 2);
    }
    for (let sizeClass = LEAST_CLASS; sizeClass <= GREATEST_CLASS; sizeClass++) {
      this.checkList(memory, sizeClass, free);
    }
    if (free.size > 0) throw new HeapError("corrupted heap", [...free][0], "a free block is in no list");
    return summary;
  }

  private checkList(memory: MemoryView, sizeClass: number, free: Set<number>): void {
    for (let block = memory.peek64(this.listOf(sizeClass)); block !== 0; block = memory.peek64(block!)) {
      const isRight = block !== undefined && free.delete(block) &&
        peekHeader(memory, block) >>> 2 === sizeClass;
      if (!isRight) {
        throw new HeapError("corrupted heap", block ?? 0, `the list of class ${sizeClass} is broken`);
      }
    }
  }

  private take(sizeBytes: number): number {
    const sizeClass = classFor(sizeBytes);
    if (sizeClass > GREATEST_CLASS) return NO_BLOCK;
    const list = this.listOf(sizeClass);
    if (this.space.load64(list) === 0 && !this.grow(sizeClass)) return NO_BLOCK;
    const block = this.space.load64(list);
    this.space.store64(list, this.space.load64(block));
    writeHeader(this.space, block, sizeClass * 4 + KIND.used);
    return block;
  }

  /** Fills new memory with blocks of one class (SE2). */
  private grow(sizeClass: number): boolean {
    const { region } = this;
    if (region.start === 0) region.begin();
    const isFirst = region.end === region.start;
    const blockBytes = 2 ** sizeClass;
    const lengthBytes = Math.max(GROWTH_BYTES, blockBytes + (isFirst ? PAGE_SIZE : 0));
    const first = isFirst ? region.start + SEALED_HEADER_BYTES : region.end - LOST_BYTES;
    if (!region.grow(lengthBytes)) return false;
    let at = first;
    while (at + blockBytes <= region.end - LOST_BYTES) {
      this.putFree(at + SEALED_HEADER_BYTES, sizeClass);
      at += blockBytes;
    }
    this.fillRest(at, region.end - LOST_BYTES);
    return true;
  }

  /** Cuts what is left of new memory into blocks of the classes that fit. */
  private fillRest(from: number, end: number): void {
    for (let at = from; end - at >= 2 ** LEAST_CLASS;) {
      const sizeClass = Math.floor(Math.log2(end - at));
      this.putFree(at + SEALED_HEADER_BYTES, sizeClass);
      at += 2 ** sizeClass;
    }
  }

  private putFree(block: number, sizeClass: number): void {
    const list = this.listOf(sizeClass);
    writeHeader(this.space, block, sizeClass * 4 + KIND.free);
    this.space.store64(block, this.space.load64(list));
    this.space.store64(list, block);
  }

  /** The block that was given out as `address`. Throws HeapError when there is none. */
  private blockAt(address: number): number {
    const { start, end } = this.region;
    if (start === 0 || address <= start || address >= end) throw new HeapError("invalid pointer", address);
    const word = readHeader(this.space, address);
    if ((word & 3) === KIND.free) throw new HeapError("double free", address);
    return (word & 3) === KIND.shifted ? address - (word >>> 2) : address;
  }

  private listOf(sizeClass: number): number {
    return this.statics + LISTS + 8 * (sizeClass - LEAST_CLASS);
  }
}

function classOf(space: UserSpace, block: number): number {
  return readHeader(space, block) >>> 2;
}

function classFor(sizeBytes: number): number {
  return Math.max(LEAST_CLASS, Math.ceil(Math.log2(sizeBytes + SEALED_HEADER_BYTES)));
}

/** How segregated is made. */
export const segregated: AllocatorMaking = {
  name: "segregated",
  about: "a free list a power of two; blocks are never split or joined",
  staticBytes: LISTS + 8 * (GREATEST_CLASS - LEAST_CLASS + 1),
  make: (space, statics, programBreak) => new Segregated(space, statics, programBreak),
};
