/**
 * Chunks: taken from the lowest place that fits, split, given back, and joined with free neighbours.
 *
 *      take  lowest free chunk that is large enough ──▶ [ used | rest ]         rest goes back into the tree
 *      give  [ free? | chunk | free? ] ──▶ [       free       ]
 *
 *   CH1  A chunk is taken from the low end of a free one, so that the heap stays short and its end can be given back.
 *   CH2  A header that was given back says "free" even after the chunk was joined to the one before it: a second
 *        give() is then found.
 *   CH3  The static area counts used chunks of up to GREATEST_COUNTED granules by size.
 */

import { HeapError } from "../heap_error.ts";
import type { FreeTree } from "./free_tree.ts";
import type { HeapEdges } from "./heap_edges.ts";
import type { HeapMemory } from "./heap_memory.ts";
import { alignedIndex, GREATEST_COUNTED, KIND, ROOT } from "./layout.ts";

/** Takes and gives chunks of one heap. */
export class ChunkHeap {
  /** Chunks of a heap, whose free ones are in `tree` and which `edges` makes longer. */
  constructor(
    private readonly heap: HeapMemory,
    private readonly tree: FreeTree,
    private readonly edges: HeapEdges,
  ) {}

  /** A used chunk of `size` granules; its index, or -1 when there is no memory. */
  take(size: number): number {
    let index = this.tree.lowestFit(size);
    if (index < 0) index = this.edges.makeRoom(size, 1);
    if (index >= 0) this.split(index, index, size, KIND.used);
    return index;
  }

  /**
   * A chunk whose block starts at a multiple of `unit` granules in the heap.
   *
   * @param unit A power of two up to a page, or a multiple of a page.
   * @returns Its index, or -1 when there is no memory.
   */
  takeAligned(size: number, unit: number, kind: number): number {
    let index = this.tree.lowestFit(size);
    if (index >= 0 && alignedIndex(index, unit) + size > index + this.heap.size(index)) {
      index = this.tree.lowestFit(size + unit - 1);
    }
    if (index < 0) index = this.edges.makeRoom(size, unit);
    if (index < 0) return -1;
    const aligned = alignedIndex(index, unit);
    this.split(index, aligned, size, kind);
    return aligned;
  }

  /** Gives a used chunk back. @returns The free chunk that it is part of now. */
  give(index: number): number {
    const { heap, tree } = this;
    let size = heap.size(index);
    this.count(size, -1);
    heap.space.store32(heap.headerOf(index), size * 4 + KIND.free);
    const next = heap.word(index + size);
    if ((next & 3) === KIND.free) {
      tree.remove(index + size, next >>> 2);
      size += next >>> 2;
    }
    let start = index;
    const previous = heap.previousSize(index);
    if (previous > 0 && (heap.word(index - previous) & 3) === KIND.free) {
      start = index - previous;
      tree.remove(start, previous);
      size += previous;
    }
    heap.setChunk(start, size, KIND.free);
    tree.insert(start, size);
    return start;
  }

  /** Makes a used chunk `size` granules long, if it can be done without moving it. */
  resize(index: number, size: number): boolean {
    const before = this.heap.size(index);
    if (size > before && !this.growInPlace(index, before, size)) return false;
    if (size < before) this.cutOff(index, before, size);
    this.count(before, -1);
    this.count(size, 1);
    return true;
  }

  /** The chunk of a block at an address in the heap. Throws HeapError when there is no used chunk. */
  chunkAt(address: number): number {
    const { heap } = this;
    const index = heap.indexOf(address);
    const heapEnd = heap.field(ROOT.end);
    if (!Number.isInteger(index) || index < 0 || index >= heapEnd) {
      throw new HeapError("invalid pointer", address);
    }
    const word = heap.tryWord(index);
    if (word === undefined) throw new HeapError("invalid pointer", address, "its page was given back");
    const kind = word & 3;
    if (kind === KIND.free) throw new HeapError("double free", address);
    const end = index + (word >>> 2);
    if (kind !== KIND.used || end === index || end > heapEnd) throw new HeapError("invalid pointer", address);
    if (heap.space.tryLoad32(heap.headerOf(end) + 4) !== word >>> 2) {
      throw new HeapError("corrupted header", address, "its size is not what the next block says");
    }
    return index;
  }

  private growInPlace(index: number, before: number, size: number): boolean {
    const { heap, tree } = this;
    const next = index + before;
    let room = this.freeSize(next);
    if (before + room < size) {
      const atEnd = next + room === heap.field(ROOT.end);
      if (!atEnd || !this.edges.growEnd(size - before - room)) return false;
      room = this.freeSize(next);
      // Somebody else's memory lies between: the heap is longer, and this chunk cannot be.
      if (before + room < size) return false;
    }
    const rest = before + room - size;
    if (rest > 0) {
      tree.shrink(next, room, index + size, rest);
      heap.setChunk(index + size, rest, KIND.free);
    } else {
      tree.remove(next, room);
    }
    heap.setChunk(index, size, KIND.used);
    return true;
  }

  /** The size of a chunk if it is free, else 0. */
  private freeSize(index: number): number {
    const word = this.heap.word(index);
    return (word & 3) === KIND.free ? word >>> 2 : 0;
  }

  private cutOff(index: number, before: number, size: number): void {
    const { heap } = this;
    heap.setChunk(index, size, KIND.used);
    heap.setChunk(index + size, before - size, KIND.used);
    this.count(before - size, 1);
    this.give(index + size);
  }

  /** Makes [start, start + size) of a free chunk a chunk of its own; what is left before and behind stays free. */
  private split(free: number, start: number, size: number, kind: number): void {
    const { heap, tree } = this;
    const freeSize = heap.size(free);
    const before = start - free;
    const behind = freeSize - before - size;
    if (before > 0) {
      heap.setChunk(free, before, KIND.free);
      tree.shrink(free, freeSize, free, before);
    }
    if (behind > 0) {
      heap.setChunk(start + size, behind, KIND.free);
      if (before > 0) tree.insert(start + size, behind);
      else tree.shrink(free, freeSize, start + size, behind);
    }
    if (before + behind === 0) tree.remove(free, freeSize);
    heap.setChunk(start, size, kind);
    if (kind === KIND.used) this.count(size, 1);
  }

  private count(size: number, change: number): void {
    if (size > GREATEST_COUNTED) return;
    const at = ROOT.chunkCounts + 4 * size;
    this.heap.setField(at, this.heap.field(at) + change);
  }
}
