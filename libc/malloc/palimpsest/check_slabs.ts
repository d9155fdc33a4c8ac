/**
 * Checks the slabs of a heap: SL1 … SL4 and SM1.
 */

import { PAGE_SIZE } from "@palimpsest/kernel";
import type { HeapSummary } from "../allocator.ts";
import type { FoundChunk, HeapReader } from "./check_heap.ts";
import { GRANULE_BYTES, INLINE_MAP_PAGES, KIND, PAGE_GRANULES, ROOT, SLAB_CLASSES } from "./layout.ts";
import { SLAB_FIELDS, SLAB_SHAPES } from "./slabs.ts";

interface FoundSlab {
  readonly page: number;
  readonly slabClass: number;
  readonly freeCount: number;
}

/** Throws HeapError when a slab is not as it should be; what all of them hold. */
export function checkSlabs(heap: HeapReader, chunks: readonly FoundChunk[]): HeapSummary {
  const slabs = chunks.filter(({ kind }) => kind === KIND.slab).map((chunk) => readSlab(heap, chunk));
  for (let slabClass = 1; slabClass <= SLAB_CLASSES; slabClass++) checkRing(heap, slabs, slabClass);
  checkMap(heap, slabs);
  heap.expectField(ROOT.slabs, slabs.length, "the number of slabs");
  const isSparse = ({ slabClass, freeCount }: FoundSlab) => freeCount > SLAB_SHAPES[slabClass].capacity >>> 1;
  heap.expectField(ROOT.sparseSlabs, slabs.filter(isSparse).length, "the number of sparse slabs");
  let blockCount = 0;
  let usableBytes = 0;
  let freeBytes = 0;
  for (const { slabClass, freeCount } of slabs) {
    const used = SLAB_SHAPES[slabClass].capacity - freeCount;
    blockCount += used;
    usableBytes += used * slabClass * GRANULE_BYTES;
    freeBytes += freeCount * slabClass * GRANULE_BYTES;
  }
  return { blockCount, usableBytes, freeBytes };
}

function readSlab(heap: HeapReader, { index, size }: FoundChunk): FoundSlab {
  const page = (index + 1) / PAGE_GRANULES;
  const at = heap.base + page * PAGE_SIZE;
  heap.expect(Number.isInteger(page) && size === PAGE_GRANULES, at, "a slab is not a page");
  const state = heap.word(at + SLAB_FIELDS.state);
  const slabClass = state & 0xff;
  heap.expect(slabClass >= 1 && slabClass <= SLAB_CLASSES, at, `a slab of class ${slabClass}`);
  const { capacity, wordCount } = SLAB_SHAPES[slabClass];
  const freeCount = state >>> 8 & 0xff;
  let counted = 0;
  for (let word = 0; word < wordCount; word++) {
    const bits = heap.word(at + SLAB_FIELDS.bits + 4 * word);
    heap.expect(bits === 0 || word >= state >>> 24, at, "a slab has free blocks before its first word");
    heap.expect(
      capacity - 32 * word >= 32 || bits >>> (capacity - 32 * word) === 0,
      at,
      "a bit is of no block",
    );
    counted += bitCount(bits);
  }
  heap.expect(counted === freeCount, at, `a slab says ${freeCount} free blocks, and has ${counted}`);
  heap.expect(freeCount < capacity, at, "a slab is empty");
  return { page, slabClass, freeCount };
}

function checkRing(heap: HeapReader, slabs: readonly FoundSlab[], slabClass: number): void {
  const withRoom = new Set(
    slabs.filter((slab) => slab.slabClass === slabClass && slab.freeCount > 0).map(({ page }) => page),
  );
  const head = heap.field(ROOT.slabHeads + 4 * slabClass);
  for (let page = head; page !== 0;) {
    const at = heap.base + page * PAGE_SIZE;
    heap.expect(
      withRoom.delete(page),
      at,
      `the ring of class ${slabClass} names what has no room, or names it twice`,
    );
    const next = heap.word(at + SLAB_FIELDS.next);
    const back = heap.word(heap.base + next * PAGE_SIZE + SLAB_FIELDS.previous);
    heap.expect(back === page, at, `the ring of class ${slabClass} is broken`);
    page = next === head ? 0 : next;
  }
  heap.expect(
    withRoom.size === 0,
    heap.base,
    `${withRoom.size} slabs of class ${slabClass} are not in their ring`,
  );
}

function checkMap(heap: HeapReader, slabs: readonly FoundSlab[]): void {
  const pages = new Set(slabs.map(({ page }) => page));
  const outgrown = heap.wide(heap.root + ROOT.slabMap);
  const check = (map: number, first: number, end: number): void => {
    for (let word = first; word < end; word += 32) {
      const bits = heap.word(map + word / 8);
      for (let bit = 0; bit < 32; bit++) {
        const isSet = (bits >>> bit & 1) !== 0;
        heap.expect(
          isSet === pages.has(word + bit),
          map + word / 8,
          `the bit of page ${word + bit} is wrong`,
        );
      }
    }
  };
  check(heap.root + ROOT.inlineMap, 0, INLINE_MAP_PAGES);
  if (outgrown !== 0) check(outgrown, INLINE_MAP_PAGES, heap.field(ROOT.slabMapPages));
  const reach = Math.max(INLINE_MAP_PAGES, heap.field(ROOT.slabMapPages));
  heap.expect([...pages].every((page) => page < reach), heap.base, "a slab lies beyond the map");
}

function bitCount(word: number): number {
  let count = 0;
  for (let rest = word; rest !== 0; rest = (rest & (rest - 1)) >>> 0) count++;
  return count;
}
