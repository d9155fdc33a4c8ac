/**
 * Which pages of the heap are slabs: a bit a page, in the static area, or in a block of the heap once it is longer.
 *
 *   SM1  The bit of a page is set exactly while the page is a slab. Pages beyond the map are none.
 *   SM2  The map doubles when a slab is made beyond its end; a block that it leaves is given back.
 */

import type { ChunkHeap } from "./chunk_heap.ts";
import type { HeapMemory } from "./heap_memory.ts";
import { GRANULE_BYTES, HEADER_BYTES, INLINE_MAP_PAGES, ROOT } from "./layout.ts";

/** The map of one heap. */
export class SlabMap {
  /** The map of a heap. */
  constructor(private readonly heap: HeapMemory, private readonly chunks: ChunkHeap) {}

  /** Whether a page of the heap is a slab. */
  has(page: number): boolean {
    if (page < INLINE_MAP_PAGES) return this.bit(this.heap.root + ROOT.inlineMap, page);
    if (page >= this.heap.field(ROOT.slabMapPages)) return false;
    return this.bit(this.heap.space.load64(this.heap.root + ROOT.slabMap), page);
  }

  /** Makes room for the bit of a page; false when there is no memory. */
  reach(page: number): boolean {
    const { heap } = this;
    const pageCount = Math.max(INLINE_MAP_PAGES, heap.field(ROOT.slabMapPages));
    if (page < pageCount) return true;
    return this.growTo(2 ** Math.ceil(Math.log2(page + 1)), pageCount);
  }

  /** Sets or clears the bit of a page that the map reaches. */
  set(page: number, isSlab: boolean): void {
    const { heap } = this;
    const inline = page < INLINE_MAP_PAGES;
    const map = inline ? heap.root + ROOT.inlineMap : heap.space.load64(heap.root + ROOT.slabMap);
    const at = map + Math.floor(page / 32) * 4;
    const bit = 1 << (page % 32);
    const word = heap.space.load32(at);
    heap.space.store32(at, isSlab ? word | bit : word & ~bit);
  }

  private bit(map: number, page: number): boolean {
    return (this.heap.space.load32(map + (page >>> 5) * 4) >>> (page & 31) & 1) !== 0;
  }

  private growTo(pageCount: number, before: number): boolean {
    const { heap, chunks } = this;
    const { space } = heap;
    const lengthBytes = pageCount / 8;
    const index = chunks.take(Math.ceil((lengthBytes + HEADER_BYTES) / GRANULE_BYTES));
    if (index < 0) return false;
    const old = space.load64(heap.root + ROOT.slabMap);
    const map = heap.blockOf(index);
    space.fill(map, lengthBytes, 0);
    if (old !== 0) {
      space.copy(map, old, before / 8);
      chunks.give(heap.indexOf(old));
    }
    space.store64(heap.root + ROOT.slabMap, map);
    heap.setField(ROOT.slabMapPages, pageCount);
    return true;
  }
}
