/**
 * Chunks with boundary tags and a free list in order of addresses: what first_fit and best_fit have in common.
 *
 *      a used chunk    ├─8 tag─┬─ block … ──────────────┬─8 tag─┤      at least 48 bytes, a multiple of 16
 *      a free chunk    ├─8 tag─┬─ next ─┬─ previous ─┬ …┬─8 tag─┤      next, previous: addresses of chunks' blocks, or 0
 *                       size + used │ seal               size + used │ 0
 *
 *      region          start                                                  end
 *                      ├─8─┬─8 tag: used, 0─┬─ chunk … ─┬─8 tag: used, 0 ─┬─16 ─┤
 *
 *      static area     +0 … 15 the region (brk_region.ts)   +16  first free chunk's block, 0: none
 *
 *   TH1  Chunks tile the region between the two fences. Both tags of a chunk say the same.
 *   TH2  The tag before a chunk says whether the chunk below is free, and where it begins: joining needs no search.
 *   TH3  The list has every free chunk, addresses ascending. No two free chunks are neighbours.
 *   TH4  The region grows by what is missing, and at least by GROWTH_BYTES; a free last chunk of more than TRIM_BYTES
 *        is given back but for GROWTH_BYTES.
 */

import { PAGE_SIZE } from "@palimpsest/kernel";
import type { MemoryView } from "../memory/memory_view.ts";
import type { ProgramBreak } from "../memory/program_break.ts";
import type { UserSpace } from "../memory/user_space.ts";
import { type Allocator, type HeapSummary, NO_BLOCK } from "./allocator.ts";
import { BrkRegion, peekRegion, REGION_BYTES } from "./brk_region.ts";
import { HeapError } from "./heap_error.ts";
import { peekHeader, readHeader, SEALED_HEADER_BYTES, sealOf, writeHeader } from "./sealed_header.ts";

const TAG_BYTES = SEALED_HEADER_BYTES;
const LEAST_CHUNK = 48;
const USED = 1;
const FIRST_FREE = REGION_BYTES;
const GROWTH_BYTES = 32_768;
const TRIM_BYTES = 131_072;
/** Sizes have 31 bits. */
const GREATEST_CHUNK = 2 ** 31;

/** Bytes of the static area. */
export const TAGGED_HEAP_BYTES = REGION_BYTES + 16;

/** See the head of this file. A chunk is named by the address of its block. */
export abstract class TaggedHeap implements Allocator {
  private readonly region: BrkRegion;

  /** The allocator whose static area is at `statics`. */
  constructor(
    protected readonly space: UserSpace,
    private readonly statics: number,
    programBreak: ProgramBreak,
  ) {
    this.region = new BrkRegion(space, statics, programBreak);
  }

  /** The free chunk to take `chunkBytes` from, or 0: what one allocator does otherwise than the other. */
  protected abstract find(chunkBytes: number): number;

  /** The first chunk of the free list, or 0. */
  protected get firstFree(): number {
    return this.space.load64(this.statics + FIRST_FREE);
  }

  /** The next chunk of the free list, or 0. */
  protected nextFree(chunk: number): number {
    return this.space.load64(chunk);
  }

  /** Bytes of a chunk, tags included. */
  protected sizeOf(chunk: number): number {
    return this.space.load32(chunk - TAG_BYTES) - (this.space.load32(chunk - TAG_BYTES) % 16);
  }

  /** A new block (Allocator). */
  allocate(sizeBytes: number, alignmentBytes: number): number {
    const chunkBytes = chunkFor(sizeBytes);
    const isAligned = alignmentBytes > 16;
    const neededBytes = isAligned ? chunkBytes + alignmentBytes + LEAST_CHUNK : chunkBytes;
    if (neededBytes >= GREATEST_CHUNK) return NO_BLOCK;
    const chunk = this.find(neededBytes) || this.grow(neededBytes);
    if (chunk === 0) return NO_BLOCK;
    return this.take(isAligned ? this.splitForAlignment(chunk, alignmentBytes) : chunk, chunkBytes);
  }

  /** Takes a block back, and joins it with free neighbours (Allocator). */
  release(address: number): void {
    this.checkUsed(address);
    const free = this.join(address);
    const size = this.sizeOf(free);
    if (size > TRIM_BYTES && free + size === this.endFence) this.trim(free, size);
  }

  /** Changes a block's size in place, if there is room behind it, or by moving it (Allocator). */
  resize(address: number, sizeBytes: number): number {
    this.checkUsed(address);
    const chunkBytes = chunkFor(sizeBytes);
    if (chunkBytes >= GREATEST_CHUNK) return NO_BLOCK;
    const size = this.sizeOf(address);
    const next = address + size;
    let room = this.isFree(next) ? this.sizeOf(next) : 0;
    const isLast = next + room === this.endFence;
    if (chunkBytes > size + room && isLast && this.grow(chunkBytes - size) !== 0) room = this.sizeOf(next);
    if (chunkBytes <= size + room) {
      if (chunkBytes > size) {
        this.unlink(next);
        this.writeTags(address, size + room, USED);
      }
      this.cutOff(address, chunkBytes);
      return address;
    }
    const moved = this.allocate(sizeBytes, 16);
    if (moved === NO_BLOCK) return NO_BLOCK;
    this.space.copy(moved, address, size - 2 * TAG_BYTES);
    this.release(address);
    return moved;
  }

  /** How much a block may be used for (Allocator). */
  usableBytes(address: number): number {
    this.checkUsed(address);
    return this.sizeOf(address) - 2 * TAG_BYTES;
  }

  /** Blocks may be used ones (Allocator). */
  isFresh(): boolean {
    return false;
  }

  /** Walks the chunks and the free list (Allocator). */
  check(memory: MemoryView): HeapSummary {
    const { start, end } = peekRegion(memory, this.statics);
    const summary = { blockCount: 0, usableBytes: 0, freeBytes: 0 };
    if (start === 0) return summary;
    const free: number[] = [];
    const fence = end - 16;
    let chunk = start + 3 * TAG_BYTES + 8;
    let isAfterFree = false;
    while (chunk < fence) {
      const word = peekHeader(memory, chunk);
      const size = word - (word % 16);
      const isFree = (word & USED) === 0;
      const foot = memory.peek32(chunk + size - 2 * TAG_BYTES);
      if (size < LEAST_CHUNK || foot !== word) {
        throw new HeapError("corrupted heap", chunk, "its tags do not agree");
      }
      if (isFree && isAfterFree) {
        throw new HeapError("corrupted heap", chunk, "two free chunks are neighbours");
      }
      if (isFree) free.push(chunk);
      else summary.blockCount++;
      summary[isFree ? "freeBytes" : "usableBytes"] += size - 2 * TAG_BYTES;
      isAfterFree = isFree;
      chunk += size;
    }
    if (chunk !== fence || peekHeader(memory, fence) !== USED) {
      throw new HeapError("corrupted heap", chunk, "the chunks do not end at the fence");
    }
    this.checkList(memory, free);
    return summary;
  }

  private checkList(memory: MemoryView, free: readonly number[]): void {
    let previous = 0;
    let link = memory.peek64(this.statics + FIRST_FREE) ?? 0;
    for (const chunk of free) {
      if (link !== chunk || memory.peek64(chunk + 8) !== previous) {
        throw new HeapError("corrupted heap", chunk, "the free list is not the free chunks in order");
      }
      previous = chunk;
      link = memory.peek64(chunk) ?? 0;
    }
    if (link !== 0) throw new HeapError("corrupted heap", link, "the free list is too long");
  }

  /** Makes the first `chunkBytes` of a free chunk used; the rest takes its place in the list. */
  private take(chunk: number, chunkBytes: number): number {
    const size = this.sizeOf(chunk);
    const next = this.nextFree(chunk);
    const previous = this.space.load64(chunk + 8);
    if (size - chunkBytes >= LEAST_CHUNK) {
      const rest = chunk + chunkBytes;
      this.writeTags(rest, size - chunkBytes, 0);
      this.writeLinks(rest, previous, next);
      this.writeTags(chunk, chunkBytes, USED);
    } else {
      this.relink(previous, next);
      this.writeTags(chunk, size, USED);
    }
    return chunk;
  }

  /** Leaves what is before an aligned block as a free chunk of its own; the chunk that has the aligned block. */
  private splitForAlignment(chunk: number, alignmentBytes: number): number {
    const exact = Math.ceil(chunk / alignmentBytes) * alignmentBytes;
    if (exact === chunk) return chunk;
    const aligned = Math.ceil((chunk + LEAST_CHUNK) / alignmentBytes) * alignmentBytes;
    const size = this.sizeOf(chunk);
    const next = this.nextFree(chunk);
    this.writeTags(chunk, aligned - chunk, 0);
    this.writeTags(aligned, size - (aligned - chunk), 0);
    this.writeLinks(aligned, chunk, next);
    return aligned;
  }

  /** Gives back what a used chunk has beyond `chunkBytes`, if that is a chunk. */
  private cutOff(chunk: number, chunkBytes: number): void {
    const size = this.sizeOf(chunk);
    if (size - chunkBytes < LEAST_CHUNK) return;
    this.writeTags(chunk, chunkBytes, USED);
    this.writeTags(chunk + chunkBytes, size - chunkBytes, USED);
    this.release(chunk + chunkBytes);
  }

  /** Makes a used chunk free, joined with its neighbours; the chunk that it is part of. */
  private join(chunk: number): number {
    let size = this.sizeOf(chunk);
    const after = chunk + size;
    if (this.isFree(after)) {
      size += this.sizeOf(after);
      this.unlink(after);
    }
    const before = this.space.load32(chunk - 2 * TAG_BYTES);
    // A header that says "free" tells a second release, whatever becomes of the memory around it.
    this.writeTags(chunk, size, 0);
    if (before === 0 || (before & USED) !== 0) {
      this.insert(chunk);
      return chunk;
    }
    const joined = chunk - before;
    this.writeTags(joined, before + size, 0);
    return joined;
  }

  /** Puts a chunk into the list, behind the last one that lies before it. */
  private insert(chunk: number): void {
    let previous = 0;
    let next = this.firstFree;
    while (next !== 0 && next < chunk) {
      previous = next;
      next = this.nextFree(next);
    }
    this.writeLinks(chunk, previous, next);
  }

  /** Lengthens the region; its last chunk, which is free and large enough, or 0. */
  private grow(chunkBytes: number): number {
    const { region } = this;
    if (region.start === 0) this.begin();
    if (region.start === 0) return 0;
    const fence = this.endFence;
    const last = this.space.load32(fence - 2 * TAG_BYTES);
    const lastFree = (last & USED) === 0 ? last : 0;
    const missing = Math.max(GROWTH_BYTES, chunkBytes - lastFree);
    const lengthBytes = Math.ceil(missing / PAGE_SIZE) * PAGE_SIZE;
    if (!region.grow(lengthBytes)) return 0;
    this.writeTags(fence, lengthBytes, USED);
    writeHeader(this.space, this.endFence, USED);
    return this.join(fence);
  }

  /** The first page: two fences with nothing between them, and the rest is what is lost at the end. */
  private begin(): void {
    const { region, space } = this;
    region.begin();
    if (region.start === 0 || !region.grow(PAGE_SIZE)) return;
    const first = region.start + 3 * TAG_BYTES + 8;
    space.store32(first - 2 * TAG_BYTES, USED);
    this.writeTags(first, this.endFence - first, USED);
    writeHeader(space, this.endFence, USED);
    this.join(first);
  }

  private trim(chunk: number, size: number): void {
    const { region } = this;
    const end = Math.ceil((chunk + LEAST_CHUNK + GROWTH_BYTES + 16) / PAGE_SIZE) * PAGE_SIZE;
    if (end >= region.end) return;
    const next = this.nextFree(chunk);
    const previous = this.space.load64(chunk + 8);
    this.writeTags(chunk, size - (region.end - end), 0);
    this.writeLinks(chunk, previous, next);
    writeHeader(this.space, end - 16, USED);
    region.cut(end);
  }

  /** Throws HeapError unless a used chunk's block is at an address. */
  private checkUsed(address: number): void {
    const { start, end } = this.region;
    if (start === 0 || address <= start || address >= end - 16) {
      throw new HeapError("invalid pointer", address);
    }
    const word = readHeader(this.space, address);
    if ((word & USED) === 0) throw new HeapError("double free", address);
    if (word < LEAST_CHUNK) throw new HeapError("invalid pointer", address);
    if (this.space.load32(address + word - USED - 2 * TAG_BYTES) !== word) {
      throw new HeapError("corrupted header", address, "the tag at its end was written over");
    }
  }

  private isFree(chunk: number): boolean {
    return (this.space.load32(chunk - TAG_BYTES) & USED) === 0;
  }

  private writeTags(chunk: number, size: number, used: number): void {
    writeHeader(this.space, chunk, size + used);
    this.space.store32(chunk + size - 2 * TAG_BYTES, size + used);
  }

  private writeLinks(chunk: number, previous: number, next: number): void {
    this.space.store64(chunk, next);
    this.space.store64(chunk + 8, previous);
    this.space.store64(previous === 0 ? this.statics + FIRST_FREE : previous, chunk);
    if (next !== 0) this.space.store64(next + 8, chunk);
  }

  private unlink(chunk: number): void {
    this.relink(this.space.load64(chunk + 8), this.nextFree(chunk));
  }

  private relink(previous: number, next: number): void {
    this.space.store64(previous === 0 ? this.statics + FIRST_FREE : previous, next);
    if (next !== 0) this.space.store64(next + 8, previous);
  }

  private get endFence(): number {
    return this.region.end - 16;
  }
}

/** Bytes of the chunk for a block of so many bytes. */
function chunkFor(sizeBytes: number): number {
  return Math.max(LEAST_CHUNK, Math.ceil((sizeBytes + 2 * TAG_BYTES) / 16) * 16);
}

/** The seal that the tag of a chunk has; for tests that damage one. */
export const tagSeal = sealOf;
