/**
 * kingsley: a list of free blocks for each power of two, as in 4.2BSD's malloc. The worked example of
 * write_an_allocator.md; a program that exports it as `allocator` runs on it.
 *
 *      region, a mapping      ├─8 next region ─┬─4 class ─┬─4 ─┬─ block ─┬─ block ─┬ …        blocks of 2^class bytes
 *      a used block           ├─4 class ─┬─4 seal ─┬─4 back ─┬─4 ─┬─ what the program has ─────┤
 *      a free block           ├─ the same, seal 0 ────────────────┬─8 next free block ─┬ … ────┤
 *
 *   KI1  Regions are full of blocks, which are never split and never joined.
 *   KI2  A list is last in, first out. When it is empty, a region is mapped.
 *   KI3  An alignment beyond 16 is made within a larger block: a second header before the address says how far back the
 *        block begins.
 */

import {
  type Allocator,
  type AllocatorMaking,
  HeapError,
  type HeapSummary,
  type MemoryView,
  NO_BLOCK,
  type UserSpace,
} from "@palimpsest/libc";
import { MAP, PROT } from "@palimpsest/kernel";

const HEADER_BYTES = 16;
const LEAST_CLASS = 5;
const GREATEST_CLASS = 40;
const REGION_BYTES = 65_536;
/** Offsets in the static area: the first region, and the first free block of each class. */
const REGIONS = 0;
const LISTS = 8;
/** Offsets in a header. */
const SEAL = 4;
const BACK = 8;

/** See the head of this file. */
export class Kingsley implements Allocator {
  /** The allocator whose static area is at `statics`. */
  constructor(private readonly space: UserSpace, private readonly statics: number) {}

  /** A new block (Allocator). */
  allocate(sizeBytes: number, alignmentBytes: number): number {
    const isAligned = alignmentBytes > HEADER_BYTES;
    const sizeClass = classFor(isAligned ? sizeBytes + alignmentBytes + HEADER_BYTES : sizeBytes);
    const block = sizeClass > GREATEST_CLASS ? NO_BLOCK : this.pop(sizeClass) || this.grow(sizeClass);
    if (block === NO_BLOCK) return NO_BLOCK;
    const first = block + HEADER_BYTES;
    const address = Math.ceil((isAligned ? first + HEADER_BYTES : first) / alignmentBytes) * alignmentBytes;
    this.writeHeader(block, sizeClass, 0);
    if (isAligned) this.writeHeader(address - HEADER_BYTES, sizeClass, address - first);
    return address;
  }

  /** Takes a block back: onto its list (Allocator). */
  release(address: number): void {
    const { block, sizeClass } = this.usedBlock(address);
    this.space.store32(address - HEADER_BYTES + SEAL, 0);
    this.push(block, sizeClass);
  }

  /** Changes a block's size, in its class or by moving it (Allocator). */
  resize(address: number, sizeBytes: number): number {
    const usable = this.usableBytes(address);
    if (sizeBytes <= usable && sizeBytes > usable / 4) return address;
    const moved = this.allocate(sizeBytes, HEADER_BYTES);
    if (moved === NO_BLOCK) return NO_BLOCK;
    this.space.copy(moved, address, Math.min(usable, sizeBytes));
    this.release(address);
    return moved;
  }

  /** How much a block may be used for (Allocator). */
  usableBytes(address: number): number {
    const { block, sizeClass } = this.usedBlock(address);
    return block + 2 ** sizeClass - address;
  }

  /** Blocks may be used ones (Allocator). */
  isFresh(): boolean {
    return false;
  }

  /** Walks the regions and the lists (Allocator). */
  check(memory: MemoryView): HeapSummary {
    const free = this.freeBlocks(memory);
    const summary = { blockCount: 0, usableBytes: 0, freeBytes: 0 };
    for (let region = memory.peek64(this.statics + REGIONS) ?? 0; region !== 0;) {
      const sizeClass = memory.peek32(region + 8) ?? 0;
      for (let at = region + HEADER_BYTES; at + 2 ** sizeClass <= region + regionBytes(sizeClass);) {
        const isFree = free.delete(at);
        const isRight = memory.peek32(at) === sizeClass && (memory.peek32(at + SEAL) === 0) === isFree;
        if (!isRight) throw new HeapError("corrupted heap", at + HEADER_BYTES, "its header was written over");
        if (!isFree) summary.blockCount++;
        summary[isFree ? "freeBytes" : "usableBytes"] += 2 ** sizeClass - HEADER_BYTES;
        at += 2 ** sizeClass;
      }
      region = memory.peek64(region) ?? 0;
    }
    const [stray] = free;
    if (stray !== undefined) throw new HeapError("corrupted heap", stray, "a list names what is no block");
    return summary;
  }

  /** The blocks of all lists. */
  private freeBlocks(memory: MemoryView): Set<number> {
    const found = new Set<number>();
    for (let sizeClass = LEAST_CLASS; sizeClass <= GREATEST_CLASS; sizeClass++) {
      let block = memory.peek64(this.headOf(sizeClass)) ?? 0;
      while (block !== 0) {
        if (found.has(block)) throw new HeapError("corrupted heap", block, "a list names a block twice");
        found.add(block);
        block = memory.peek64(block + HEADER_BYTES) ?? 0;
      }
    }
    return found;
  }

  /** Takes the first block of a list; NO_BLOCK when it is empty. */
  private pop(sizeClass: number): number {
    const block = this.space.load64(this.headOf(sizeClass));
    if (block !== 0) this.space.store64(this.headOf(sizeClass), this.space.load64(block + HEADER_BYTES));
    return block;
  }

  private push(block: number, sizeClass: number): void {
    this.space.store32(block, sizeClass);
    this.space.store32(block + SEAL, 0);
    this.space.store64(block + HEADER_BYTES, this.space.load64(this.headOf(sizeClass)));
    this.space.store64(this.headOf(sizeClass), block);
  }

  /** Maps a region full of blocks; the first of them, or NO_BLOCK when there is no memory. */
  private grow(sizeClass: number): number {
    const lengthBytes = regionBytes(sizeClass);
    const region = this.space.call("mmap", {
      lengthBytes,
      prot: PROT.READ | PROT.WRITE,
      flags: MAP.PRIVATE | MAP.ANONYMOUS,
      fd: -1,
    });
    if (region < 0) return NO_BLOCK;
    this.space.store64(region, this.space.load64(this.statics + REGIONS));
    this.space.store32(region + 8, sizeClass);
    this.space.store64(this.statics + REGIONS, region);
    const last = region + lengthBytes - 2 ** sizeClass;
    for (let block = region + HEADER_BYTES; block <= last; block += 2 ** sizeClass) {
      this.push(block, sizeClass);
    }
    return this.pop(sizeClass);
  }

  private writeHeader(header: number, sizeClass: number, back: number): void {
    this.space.store32(header, sizeClass);
    this.space.store32(header + SEAL, sealOf(header));
    this.space.store32(header + BACK, back);
  }

  /** The block that is used at an address. Throws HeapError when there is none. */
  private usedBlock(address: number): { block: number; sizeClass: number } {
    const header = address - HEADER_BYTES;
    const isPossible = address % HEADER_BYTES === 0 && address > HEADER_BYTES && address < 2 ** 47;
    const seal = isPossible ? this.space.tryLoad32(header + SEAL) : undefined;
    if (seal === undefined) throw new HeapError("invalid pointer", address, "no block can be there");
    const sizeClass = this.space.load32(header);
    const isClass = sizeClass >= LEAST_CLASS && sizeClass <= GREATEST_CLASS;
    if (seal === 0 && isClass) throw new HeapError("double free", address, "it is free already");
    if (seal !== sealOf(header)) throw new HeapError("invalid pointer", address, "no block starts there");
    return { block: header - this.space.load32(header + BACK), sizeClass };
  }

  private headOf(sizeClass: number): number {
    return this.statics + LISTS + 8 * (sizeClass - LEAST_CLASS);
  }
}

/** The class of the smallest block that holds so many bytes, its header included. */
function classFor(sizeBytes: number): number {
  return Math.max(LEAST_CLASS, Math.ceil(Math.log2(sizeBytes + HEADER_BYTES)));
}

/** Bytes of a region of blocks of a class. */
function regionBytes(sizeClass: number): number {
  return Math.max(REGION_BYTES, 2 ** sizeClass + 4096);
}

/** What a header of a used block has at its address. */
function sealOf(header: number): number {
  return (Math.imul(Math.floor(header / 16) % 2 ** 32, 0x9e3779b1) | 1) >>> 0;
}

/** How kingsley is made: its name, the static memory it wants, and the class. */
export const kingsley: AllocatorMaking = {
  name: "kingsley",
  about: "a list for each power of two; blocks are never split or joined",
  staticBytes: 304,
  make: (space, statics) => new Kingsley(space, statics),
};
