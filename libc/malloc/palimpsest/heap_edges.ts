/**
 * Where the heap begins and ends, and where it is not: growing, filling holes, making holes, cutting the end off.
 *
 *      grow     … chunk │ free │ end          ──▶  … chunk │      free       │ end      brk up
 *      cut      … chunk │      free     │ end ──▶  … chunk │ free │ end                 brk down
 *      release  … chunk │     free      │ …   ──▶  … │ free │hole▒▒▒▒▒▒▒▒│ free │ …     munmap
 *      refill   … free │hole▒▒▒▒▒▒▒▒▒│ …      ──▶  … │    free    │hole▒▒▒▒│ …          mmap(FIXED_NOREPLACE)
 *
 *   HE1  Room is made at the lowest hole that can give it, else at the end.
 *   HE2  The heap grows by 1/GROWTH_DIVISOR of what is mapped, between LEAST_GROWTH and GREATEST_GROWTH pages, and by
 *        whole steps of that: few calls, and little that is not used.
 *   HE3  A hole swallows the holes beside it; a hole is never the last chunk.
 *   HE4  When somebody else moved the break up, what lies between stays a used chunk for ever, and the end is not cut
 *        off: it would take their memory.
 */

import { MAP, PAGE_SIZE, PROT } from "@palimpsest/kernel";
import type { ProgramBreak } from "../../memory/program_break.ts";
import type { FreeTree } from "./free_tree.ts";
import type { HeapMemory } from "./heap_memory.ts";
import { alignedIndex, GREATEST_CHUNK, KIND, PAGE_GRANULES, ROOT } from "./layout.ts";

/** See HE2. */
const GROWTH_DIVISOR = 36;
const LEAST_GROWTH = 4;
const GREATEST_GROWTH = 32;
/** A hole of fewer pages is not left over when one is filled. */
const LEAST_HOLE = 8;

/** The edges of one heap. */
export class HeapEdges {
  /** The edges of a heap whose free chunks are in `tree`. */
  constructor(
    private readonly heap: HeapMemory,
    private readonly tree: FreeTree,
    private readonly programBreak: ProgramBreak,
  ) {}

  /**
   * Makes room for a chunk of `size` granules whose block starts at a multiple of `unit` granules.
   *
   * @returns A free chunk that has the room, or -1 when the kernel gives no memory.
   */
  makeRoom(size: number, unit: number): number {
    if (this.heap.base === 0) return this.begin(size, unit);
    const filled = this.fillHole(size + unit - 1);
    return filled >= 0 ? filled : this.makeRoomAtEnd(size, unit);
  }

  /** Lengthens the heap by at least `granules`; the last chunk is free then, or longer. */
  growEnd(granules: number): boolean {
    const { heap } = this;
    const end = heap.field(ROOT.end);
    const pageCount = this.stepsOf(Math.ceil(granules / PAGE_GRANULES));
    if (!this.endsAtBreak()) return this.growBeyond(end, granules);
    const endAddress = heap.headerOf(end) + 8;
    if (!this.programBreak.moveTo(endAddress + pageCount * PAGE_SIZE)) return false;
    this.addPages(end, pageCount);
    return true;
  }

  /** Gives the whole pages of a free chunk that is not the last one back to the kernel. */
  release(index: number): void {
    const { heap, tree } = this;
    const size = heap.size(index);
    const end = index + size;
    const left = heap.previousSize(index);
    const joinsLeft = left > 0 && (heap.word(index - left) & 3) === KIND.hole;
    const rightWord = heap.word(end);
    const joinsRight = (rightWord & 3) === KIND.hole;
    const firstPage = joinsLeft ? index / PAGE_GRANULES : Math.ceil((index + 1.5) / PAGE_GRANULES);
    const endPage = joinsRight
      ? Math.ceil((end + 1.5) / PAGE_GRANULES)
      : Math.floor((end + 0.5) / PAGE_GRANULES);
    if (endPage <= firstPage) return;
    tree.remove(index, size);
    if (joinsRight) this.removeHole(end);
    const hole = joinsLeft ? index - left : firstPage * PAGE_GRANULES - 2;
    const holeEnd = joinsRight ? end + (rightWord >>> 2) : endPage * PAGE_GRANULES;
    if (end > holeEnd) this.putFree(holeEnd, end - holeEnd);
    if (!joinsLeft && hole > index) this.putFree(index, hole - index);
    heap.setChunk(hole, holeEnd - hole, KIND.hole);
    if (!joinsLeft) this.addHole(hole);
    heap.setField(ROOT.mappedPages, heap.field(ROOT.mappedPages) - (endPage - firstPage));
    const address = heap.base + firstPage * PAGE_SIZE;
    heap.space.call("munmap", { address, lengthBytes: (endPage - firstPage) * PAGE_SIZE });
  }

  /** Whether the heap ends at the break, so that its end may be cut off (HE4). */
  endsAtBreak(): boolean {
    return this.programBreak.current() === this.heap.headerOf(this.heap.field(ROOT.end)) + 8;
  }

  /** Gives pages of the last chunk, which is free, back; `keptPages` of its whole pages stay. */
  cutEnd(index: number, keptPages: number): void {
    const { heap, tree } = this;
    const end = heap.field(ROOT.end);
    const firstPage = Math.ceil((index + 1.5) / PAGE_GRANULES) + keptPages;
    const pageCount = (end + 1) / PAGE_GRANULES - firstPage;
    if (pageCount <= 0) return;
    tree.remove(index, heap.size(index));
    const newEnd = firstPage * PAGE_GRANULES - 1;
    heap.setEnd(newEnd);
    this.putFree(index, newEnd - index);
    heap.setField(ROOT.mappedPages, heap.field(ROOT.mappedPages) - pageCount);
    this.programBreak.moveTo(heap.base + firstPage * PAGE_SIZE);
  }

  /** Cuts the end off down to the hole before the last chunk, which is free; the chunk that is last then, or -1. */
  cutToHole(index: number): number {
    const { heap, tree } = this;
    const hole = index - heap.previousSize(index);
    const end = heap.field(ROOT.end);
    tree.remove(index, heap.size(index));
    this.removeHole(hole);
    const holePage = (hole + 2) / PAGE_GRANULES;
    heap.setEnd(hole + 1);
    const pageCount = (end + 1 - index) / PAGE_GRANULES;
    heap.setField(ROOT.mappedPages, heap.field(ROOT.mappedPages) - pageCount);
    this.programBreak.moveTo(heap.base + holePage * PAGE_SIZE);
    return this.joinLeft(hole, 1);
  }

  /** The first block ever: the heap begins at the next page from the program break on. */
  private begin(size: number, unit: number): number {
    const { heap } = this;
    const base = Math.ceil(this.programBreak.current() / PAGE_SIZE) * PAGE_SIZE;
    const pageCount = Math.ceil((alignedIndex(0, unit) + size + 1) / PAGE_GRANULES);
    if (!this.programBreak.moveTo(base + pageCount * PAGE_SIZE)) return -1;
    heap.begin(base);
    heap.setField(ROOT.mappedPages, pageCount);
    const end = pageCount * PAGE_GRANULES - 1;
    heap.setEnd(end);
    this.putFree(0, end);
    return 0;
  }

  /** Lengthens the heap until its last chunk has the room; behind a foreign piece (HE4) that takes two turns. */
  private makeRoomAtEnd(size: number, unit: number): number {
    const { heap } = this;
    for (;;) {
      const end = heap.field(ROOT.end);
      const last = end - heap.previousSize(end);
      const isLastFree = (heap.word(last) & 3) === KIND.free;
      const needed = alignedIndex(isLastFree ? last : end, unit) + size - end;
      if (needed <= 0) return last;
      if (!this.growEnd(needed)) return -1;
    }
  }

  /** Whole steps of growth that have at least so many pages (HE2). */
  private stepsOf(pageCount: number): number {
    const mapped = this.heap.field(ROOT.mappedPages);
    const step = Math.min(GREATEST_GROWTH, Math.max(LEAST_GROWTH, Math.floor(mapped / GROWTH_DIVISOR)));
    return Math.ceil(pageCount / step) * step;
  }

  /** Somebody else moved the break: the heap goes on behind it (HE4). */
  private growBeyond(end: number, granules: number): boolean {
    const { heap } = this;
    const foreign = this.programBreak.current() - heap.base;
    const foreignPages = Math.ceil(foreign / PAGE_SIZE);
    const newStart = foreignPages * PAGE_GRANULES - 1;
    if (newStart <= end || newStart - end > GREATEST_CHUNK) return false;
    const pageCount = this.stepsOf(Math.ceil((granules + 1) / PAGE_GRANULES));
    if (!this.programBreak.moveTo(heap.base + (foreignPages + pageCount) * PAGE_SIZE)) return false;
    const start = newStart + 1;
    const newEnd = (foreignPages + pageCount) * PAGE_GRANULES - 1;
    heap.setField(ROOT.mappedPages, heap.field(ROOT.mappedPages) + (newEnd - end) / PAGE_GRANULES);
    heap.setChunk(end, start - end, KIND.used);
    heap.setEnd(newEnd);
    this.putFree(start, newEnd - start);
    return true;
  }

  /** The pages from the old end on are mapped: they become free. */
  private addPages(end: number, pageCount: number): void {
    const { heap } = this;
    heap.setField(ROOT.mappedPages, heap.field(ROOT.mappedPages) + pageCount);
    heap.setEnd(end + pageCount * PAGE_GRANULES);
    this.joinLeft(end, pageCount * PAGE_GRANULES);
  }

  /** Maps pages of the lowest hole that gives `size` granules of room; the free chunk there, or -1. */
  private fillHole(size: number): number {
    const { heap } = this;
    let best = -1;
    for (let link = heap.field(ROOT.holes); link !== 0; link = heap.space.load32(heap.blockOf(link - 1))) {
      const hole = link - 1;
      if ((best < 0 || hole < best) && this.roomAround(hole) >= size) best = hole;
    }
    return best < 0 ? -1 : this.refill(best, size);
  }

  /** Granules that were free in one piece if a hole were filled. */
  private roomAround(hole: number): number {
    const { heap } = this;
    const size = heap.size(hole);
    const previous = heap.previousSize(hole);
    const before = previous > 0 && (heap.word(hole - previous) & 3) === KIND.free ? previous : 0;
    const next = heap.word(hole + size);
    return before + size + ((next & 3) === KIND.free ? next >>> 2 : 0);
  }

  private refill(hole: number, size: number): number {
    const { heap } = this;
    const holeSize = heap.size(hole);
    const firstPage = (hole + 2) / PAGE_GRANULES;
    const pageCount = (hole + holeSize) / PAGE_GRANULES - firstPage;
    const previous = heap.previousSize(hole);
    const before = previous > 0 && (heap.word(hole - previous) & 3) === KIND.free ? previous : 0;
    let filled = Math.min(pageCount, this.stepsOf(Math.max(1, Math.ceil((size - before) / PAGE_GRANULES))));
    if (pageCount - filled <= LEAST_HOLE) filled = pageCount;
    const address = heap.base + firstPage * PAGE_SIZE;
    const flags = MAP.PRIVATE | MAP.ANONYMOUS | MAP.FIXED_NOREPLACE;
    const prot = PROT.READ | PROT.WRITE;
    const lengthBytes = filled * PAGE_SIZE;
    if (heap.space.call("mmap", { address, lengthBytes, prot, flags, fd: -1 }) !== address) return -1;
    heap.setField(ROOT.mappedPages, heap.field(ROOT.mappedPages) + filled);
    this.removeHole(hole);
    const rest = hole + filled * PAGE_GRANULES;
    if (filled === pageCount) return this.joinBoth(hole, holeSize);
    heap.setChunk(rest, hole + holeSize - rest, KIND.hole);
    this.addHole(rest);
    return this.joinLeft(hole, rest - hole);
  }

  /** Makes a range that is in no chunk free, with the free chunks on both sides. */
  private joinBoth(index: number, size: number): number {
    const next = this.heap.word(index + size);
    if ((next & 3) !== KIND.free) return this.joinLeft(index, size);
    this.tree.remove(index + size, next >>> 2);
    return this.joinLeft(index, size + (next >>> 2));
  }

  /** Makes a range that is in no chunk free, with the free chunk before it. */
  private joinLeft(index: number, size: number): number {
    const { heap } = this;
    const previous = heap.previousSize(index);
    const joins = previous > 0 && (heap.word(index - previous) & 3) === KIND.free;
    if (!joins) {
      this.putFree(index, size);
      return index;
    }
    this.tree.remove(index - previous, previous);
    this.putFree(index - previous, previous + size);
    return index - previous;
  }

  private putFree(index: number, size: number): void {
    this.heap.setChunk(index, size, KIND.free);
    this.tree.insert(index, size);
  }

  private addHole(hole: number): void {
    const { heap } = this;
    const first = heap.field(ROOT.holes);
    heap.space.store32(heap.blockOf(hole), first);
    heap.space.store32(heap.blockOf(hole) + 4, 0);
    if (first !== 0) heap.space.store32(heap.blockOf(first - 1) + 4, hole + 1);
    heap.setField(ROOT.holes, hole + 1);
  }

  private removeHole(hole: number): void {
    const { heap } = this;
    const next = heap.space.load32(heap.blockOf(hole));
    const previous = heap.space.load32(heap.blockOf(hole) + 4);
    if (previous === 0) heap.setField(ROOT.holes, next);
    else heap.space.store32(heap.blockOf(previous - 1), next);
    if (next !== 0) heap.space.store32(heap.blockOf(next - 1) + 4, previous);
  }
}
