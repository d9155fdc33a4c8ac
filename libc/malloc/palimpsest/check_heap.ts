/**
 * Walks a palimpsest heap in memory and holds it against its invariants (LY, FT, CH, SL, SM).
 */

import { PAGE_SIZE } from "@palimpsest/kernel";
import type { MemoryView } from "../../memory/memory_view.ts";
import type { HeapSummary } from "../allocator.ts";
import { HeapError } from "../heap_error.ts";
import { checkSlabs } from "./check_slabs.ts";
import { checkTree } from "./check_tree.ts";
import { pagesWithin } from "./free_tree.ts";
import { GRANULE_BYTES, GREATEST_COUNTED, HEADER_BYTES, KIND, PAGE_GRANULES, ROOT } from "./layout.ts";

/** A chunk as the walk found it. */
export interface FoundChunk {
  readonly index: number;
  readonly size: number;
  readonly kind: number;
}

/** A heap in memory, read without touching it. */
export class HeapReader {
  /** Address of the heap; 0 before the first block. */
  readonly base: number;

  /** The heap whose static area is at `root`. */
  constructor(readonly memory: MemoryView, readonly root: number) {
    this.base = this.wide(root + ROOT.base);
  }

  /** A word that must be there. */
  word(address: number): number {
    const word = this.memory.peek32(address);
    if (word === undefined) {
      throw new HeapError("corrupted heap", address, "the heap points to where no memory is");
    }
    return word;
  }

  /** A 64-bit word that must be there. */
  wide(address: number): number {
    const word = this.memory.peek64(address);
    if (word === undefined) {
      throw new HeapError("corrupted heap", address, "the heap points to where no memory is");
    }
    return word;
  }

  /** A field of the static area. */
  field(offset: number): number {
    return this.word(this.root + offset);
  }

  /** Address of a chunk's header. */
  headerOf(index: number): number {
    return this.base + HEADER_BYTES + index * GRANULE_BYTES;
  }

  /** Throws unless `condition` holds; `detail` says what does not. */
  expect(condition: boolean, address: number, detail: string): void {
    if (!condition) throw new HeapError("corrupted heap", address, detail);
  }

  /** Throws unless a field has the value that was counted. */
  expectField(offset: number, counted: number, name: string): void {
    const value = this.field(offset);
    this.expect(value === counted, this.root + offset, `${name} is ${value}, and ${counted} were counted`);
  }
}

/** Checks a heap whose static area is at `root`; throws HeapError at the first thing that is wrong. */
export function checkHeap(memory: MemoryView, root: number): HeapSummary {
  const heap = new HeapReader(memory, root);
  if (heap.base === 0) return { blockCount: 0, usableBytes: 0, freeBytes: 0 };
  const chunks = walkChunks(heap);
  checkPages(heap, chunks);
  checkTree(heap, chunks);
  checkHoles(heap, chunks);
  checkCounts(heap, chunks);
  const inSlabs = checkSlabs(heap, chunks);
  const mapBlock = heap.wide(root + ROOT.slabMap);
  const used = chunks.filter(({ index, kind }) => {
    return kind === KIND.used && heap.headerOf(index) + HEADER_BYTES !== mapBlock;
  });
  const free = chunks.filter(({ kind }) => kind === KIND.free);
  return {
    blockCount: used.length + inSlabs.blockCount,
    usableBytes: sumOf(used.map(({ size }) => size * GRANULE_BYTES - HEADER_BYTES)) + inSlabs.usableBytes,
    freeBytes: sumOf(free.map(({ size }) => size * GRANULE_BYTES - HEADER_BYTES)) + inSlabs.freeBytes,
  };
}

/** LY1, LY2 and LY4: the chunks from base to end. */
function walkChunks(heap: HeapReader): FoundChunk[] {
  const end = heap.field(ROOT.end);
  const chunks: FoundChunk[] = [];
  let previous: FoundChunk = { index: 0, size: 0, kind: KIND.used };
  for (let index = 0; index < end;) {
    const at = heap.headerOf(index);
    const word = heap.word(at);
    const chunk = { index, size: word >>> 2, kind: word & 3 };
    heap.expect(chunk.size > 0 && index + chunk.size <= end, at, `a chunk of ${chunk.size} granules`);
    heap.expect(heap.word(at + 4) === previous.size, at, "it does not say the size of the chunk before it");
    heap.expect(
      chunk.kind !== KIND.free || previous.kind !== KIND.free,
      at,
      "two free chunks are neighbours",
    );
    chunks.push(chunk);
    previous = chunk;
    index += chunk.size;
  }
  const fence = heap.headerOf(end);
  heap.expect(
    heap.word(fence) === KIND.used && heap.word(fence + 4) === previous.size,
    fence,
    "no fencepost",
  );
  heap.expect((end + 1) % PAGE_GRANULES === 0, fence, "the heap does not end with a page");
  heap.expect(previous.kind !== KIND.hole, heap.headerOf(previous.index), "the last chunk is a hole");
  return chunks;
}

/** LY3: what is mapped. */
function checkPages(heap: HeapReader, chunks: readonly FoundChunk[]): void {
  const endPage = (heap.field(ROOT.end) + 1) / PAGE_GRANULES;
  const absent = new Set<number>();
  for (const { index, size, kind } of chunks) {
    if (kind !== KIND.hole) continue;
    const at = heap.headerOf(index);
    heap.expect((index + 2) % PAGE_GRANULES === 0, at, "a hole does not stand before a page");
    heap.expect((index + size) % PAGE_GRANULES === 0, at, "a hole does not end with a page");
    for (let page = (index + 2) / PAGE_GRANULES; page * PAGE_GRANULES < index + size; page++) {
      absent.add(page);
    }
  }
  for (let page = 0; page < endPage; page++) {
    const address = heap.base + page * PAGE_SIZE;
    const isMapped = heap.memory.isMapped(address);
    heap.expect(
      isMapped !== absent.has(page),
      address,
      isMapped ? "a hole is mapped" : "a page is not mapped",
    );
  }
  heap.expectField(ROOT.mappedPages, endPage - absent.size, "the number of mapped pages");
}

function checkHoles(heap: HeapReader, chunks: readonly FoundChunk[]): void {
  const holes = new Set(chunks.filter(({ kind }) => kind === KIND.hole).map(({ index }) => index));
  let previous = 0;
  for (let link = heap.field(ROOT.holes); link !== 0;) {
    const at = heap.headerOf(link - 1);
    heap.expect(holes.delete(link - 1), at, "the list of holes names what is none, or names it twice");
    heap.expect(heap.word(at + 12) === previous, at, "the list of holes is broken");
    previous = link;
    link = heap.word(at + 8);
  }
  heap.expect(holes.size === 0, heap.base, `${holes.size} holes are not in the list`);
}

/** FT3 and CH3. */
function checkCounts(heap: HeapReader, chunks: readonly FoundChunk[]): void {
  const free = chunks.filter(({ kind }) => kind === KIND.free);
  heap.expectField(
    ROOT.freePages,
    sumOf(free.map(({ index, size }) => pagesWithin(index, size))),
    "freePages",
  );
  for (let size = 1; size <= GREATEST_COUNTED; size++) {
    const counted = chunks.filter((chunk) => chunk.kind === KIND.used && chunk.size === size).length;
    heap.expectField(ROOT.chunkCounts + 4 * size, counted, `the number of used chunks of ${size} granules`);
  }
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
