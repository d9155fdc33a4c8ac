/**
 * palimpsest, the default allocator: little memory, few calls, few faults, all at once.
 *
 *      ≤ 256 bytes     a slab, once the blocks of its size outside slabs would fill one (slabs.ts)
 *      other sizes     the lowest free chunk that fits (chunk_heap.ts, free_tree.ts)
 *      ≥ threshold     a mapping of its own (mapped_blocks.ts)
 *
 *      the heap grows by small steps at its end (heap_edges.ts); pages that nobody wanted for a while go back to the
 *      kernel, in the middle of the heap too (page_return.ts)
 *
 * Why these: lowest-first placement keeps what lives long together at the low end; without slabs, small blocks that
 * live long sit between large ones that do not ("binary" patterns: half the heap lost), and 8 bytes of header are a
 * seventh of a block of 56; with slabs for rare sizes, each would hold a page for a few blocks. What does not fit a
 * slab is placed by address alone: best fit saves two percent on random sizes and loses sixty on blocks that grow.
 *
 *   PA1  A block in the heap is in a slab if the slab map says so, else it is a chunk. A block outside it is mapped.
 *   PA2  The threshold starts at 128 KiB; when a mapped block of up to 32 MiB is given back, it rises to its size: what
 *        comes and goes is better kept in the heap (as in glibc).
 *   PA3  A block is moved by resize() only if it must: a chunk grows into the free chunk behind it, or with the heap.
 *   PA4  A chunk that grows bit by bit and must move, at GROWN_BYTES or more, becomes a mapping: there it grows further,
 *        while in the heap each place that it leaves is too small for the next (blocks that grow beside each other: half
 *        the heap lost).
 */

import { PAGE_SIZE } from "@palimpsest/kernel";
import type { ProgramBreak } from "../../memory/program_break.ts";
import type { UserSpace } from "../../memory/user_space.ts";
import type { MemoryView } from "../../memory/memory_view.ts";
import {
  type Allocator,
  type AllocatorMaking,
  BLOCK_ALIGNMENT,
  type HeapSummary,
  NO_BLOCK,
} from "../allocator.ts";
import { MappedBlocks, pagesFor } from "../mapped_blocks.ts";
import type { HeapError } from "../heap_error.ts";
import { blamePointer } from "./blame_pointer.ts";
import { checkHeap } from "./check_heap.ts";
import { ChunkHeap } from "./chunk_heap.ts";
import { FreeTree } from "./free_tree.ts";
import { HeapEdges } from "./heap_edges.ts";
import { HeapMemory } from "./heap_memory.ts";
import { GRANULE_BYTES, HEADER_BYTES, KIND, ROOT, ROOT_BYTES, SLAB_LIMIT_BYTES } from "./layout.ts";
import { PageReturn } from "./page_return.ts";
import { SlabMap } from "./slab_map.ts";
import { SLAB_SHAPES, Slabs } from "./slabs.ts";

/** The threshold at the start, and what it never rises beyond, in pages (PA2). */
const FIRST_THRESHOLD_PAGES = 32;
const GREATEST_THRESHOLD_PAGES = 8192;
/** No heap grows beyond this; mappings lie farther up. */
const GREATEST_HEAP_BYTES = 2 ** 34;
/** A mapped block that shrinks below this goes into the heap. */
const LEAST_MAPPED_BYTES = 32768;
/** See PA4. */
const GROWN_BYTES = 65536;
const BIT_BY_BIT = 1.75;
/** A mapped block that grows gets a part of its size as spare pages. */
const SPARE_DIVISOR = 32;

/** See the head of this file. */
export class Palimpsest implements Allocator {
  private readonly heap: HeapMemory;
  private readonly chunks: ChunkHeap;
  private readonly slabs: Slabs;
  private readonly map: SlabMap;
  private readonly returns: PageReturn;
  private readonly mapped: MappedBlocks;

  /** The allocator of a process, whose static area is at `staticAddress`. */
  constructor(private readonly space: UserSpace, staticAddress: number, programBreak: ProgramBreak) {
    const heap = new HeapMemory(space, staticAddress);
    const tree = new FreeTree(heap);
    const edges = new HeapEdges(heap, tree, programBreak);
    this.heap = heap;
    this.chunks = new ChunkHeap(heap, tree, edges);
    this.map = new SlabMap(heap, this.chunks);
    this.slabs = new Slabs(heap, this.chunks, this.map);
    this.returns = new PageReturn(heap, tree, edges);
    this.mapped = new MappedBlocks(space);
  }

  /** A new block (Allocator). */
  allocate(sizeBytes: number, alignmentBytes: number): number {
    const hasBegun = this.heap.base !== 0;
    if (sizeBytes <= SLAB_LIMIT_BYTES && alignmentBytes === BLOCK_ALIGNMENT) {
      return this.allocateSmall(sizeBytes, hasBegun);
    }
    // The heap begins with a page, not with more.
    if (pagesFor(sizeBytes) > this.threshold() || alignmentBytes > PAGE_SIZE) {
      return this.mapped.map(sizeBytes, alignmentBytes);
    }
    return this.allocateChunk(sizeBytes, alignmentBytes);
  }

  /** Takes a block back (Allocator). */
  release(address: number): void {
    if (!this.isInHeap(address)) return this.releaseMapped(address);
    const freed = this.isSlabBlock(address)
      ? this.slabs.give(address)
      : this.chunks.give(this.chunks.chunkAt(address));
    if (freed >= 0) this.returns.afterFree(freed);
  }

  /** Changes a block's size (Allocator). */
  resize(address: number, sizeBytes: number): number {
    if (!this.isInHeap(address)) return this.resizeMapped(address, sizeBytes);
    if (this.isSlabBlock(address)) {
      const usable = this.slabs.blockBytes(address);
      return classOf(sizeBytes) * GRANULE_BYTES === usable ? address : this.move(address, usable, sizeBytes);
    }
    const index = this.chunks.chunkAt(address);
    const usable = this.heap.size(index) * GRANULE_BYTES - HEADER_BYTES;
    if (sizeBytes > SLAB_LIMIT_BYTES || sizeBytes <= usable) {
      if (this.chunks.resize(index, chunkFor(sizeBytes))) {
        this.returns.noteUse();
        return address;
      }
    }
    const isGrown = sizeBytes > usable && sizeBytes < usable * BIT_BY_BIT && sizeBytes >= GROWN_BYTES;
    const target = isGrown ? this.mapped.map(sizeBytes, BLOCK_ALIGNMENT) : NO_BLOCK;
    return this.move(address, usable, sizeBytes, target);
  }

  /** How much a block may be used for (Allocator). */
  usableBytes(address: number): number {
    if (!this.isInHeap(address)) return this.mapped.usableBytes(address);
    if (this.isSlabBlock(address)) return this.slabs.blockBytes(address);
    return this.heap.size(this.chunks.chunkAt(address)) * GRANULE_BYTES - HEADER_BYTES;
  }

  /** Whether a new block is all zero (Allocator): mapped ones are. */
  isFresh(address: number): boolean {
    return !this.isInHeap(address);
  }

  /** Gives whole free pages back (Allocator). */
  trim(padBytes: number): boolean {
    return this.heap.base !== 0 && this.returns.trim(Math.ceil(padBytes / PAGE_SIZE));
  }

  /** Walks the heap to what an error is about (Allocator). */
  blame(error: HeapError): HeapError {
    return blamePointer(this.heap, error);
  }

  /** Checks the heap (Allocator). */
  check(memory: MemoryView): HeapSummary {
    return checkHeap(memory, this.heap.root);
  }

  private allocateSmall(sizeBytes: number, hasBegun: boolean): number {
    const { heap, slabs } = this;
    const slabClass = classOf(sizeBytes);
    const address = hasBegun ? slabs.take(slabClass) : 0;
    if (address !== 0) return address;
    const outside = heap.field(ROOT.chunkCounts + 4 * chunkFor(sizeBytes));
    if (outside < SLAB_SHAPES[slabClass].capacity || !slabs.mayMake() || !slabs.make(slabClass)) {
      return this.allocateChunk(sizeBytes, BLOCK_ALIGNMENT);
    }
    this.returns.noteUse();
    return slabs.take(slabClass);
  }

  private allocateChunk(sizeBytes: number, alignmentBytes: number): number {
    const { chunks, heap } = this;
    const size = chunkFor(sizeBytes);
    const index = alignmentBytes === BLOCK_ALIGNMENT
      ? chunks.take(size)
      : chunks.takeAligned(size, alignmentBytes / GRANULE_BYTES, KIND.used);
    if (index < 0) return this.mapped.map(sizeBytes, alignmentBytes);
    this.returns.noteUse();
    return heap.blockOf(index);
  }

  /** Moves a block, to `target` when that is one. */
  private move(address: number, usable: number, sizeBytes: number, target = NO_BLOCK): number {
    const moved = target === NO_BLOCK ? this.allocate(sizeBytes, BLOCK_ALIGNMENT) : target;
    if (moved === NO_BLOCK) return NO_BLOCK;
    this.space.copy(moved, address, Math.min(usable, sizeBytes));
    this.release(address);
    return moved;
  }

  private releaseMapped(address: number): void {
    const pageCount = this.mapped.unmap(address);
    if (pageCount > this.threshold() && pageCount <= GREATEST_THRESHOLD_PAGES) {
      this.heap.setField(ROOT.mappedThreshold, pageCount);
    }
  }

  private resizeMapped(address: number, sizeBytes: number): number {
    const usable = this.mapped.usableBytes(address);
    if (sizeBytes < LEAST_MAPPED_BYTES) return this.move(address, usable, sizeBytes);
    if (sizeBytes <= usable && sizeBytes * 4 > usable * 3) return address;
    const spare = sizeBytes > usable ? Math.floor(sizeBytes / PAGE_SIZE / SPARE_DIVISOR) : 0;
    return this.mapped.remap(address, sizeBytes, spare);
  }

  private threshold(): number {
    return this.heap.field(ROOT.mappedThreshold) || FIRST_THRESHOLD_PAGES;
  }

  private isInHeap(address: number): boolean {
    const { base } = this.heap;
    return base !== 0 && address > base && address < base + GREATEST_HEAP_BYTES;
  }

  private isSlabBlock(address: number): boolean {
    return this.map.has(Math.floor((address - this.heap.base) / PAGE_SIZE));
  }
}

/** The slab class of a size up to SLAB_LIMIT_BYTES. */
function classOf(sizeBytes: number): number {
  return Math.max(1, Math.ceil(sizeBytes / GRANULE_BYTES));
}

/** Granules of a chunk for a block of so many bytes. */
function chunkFor(sizeBytes: number): number {
  return Math.max(1, Math.ceil((sizeBytes + HEADER_BYTES) / GRANULE_BYTES));
}

/** How palimpsest is made. */
export const palimpsest: AllocatorMaking = {
  name: "palimpsest",
  about: "slabs over lowest-first chunks, pages returned after a while",
  staticBytes: ROOT_BYTES,
  make: (space, staticAddress, programBreak) => new Palimpsest(space, staticAddress, programBreak),
};
