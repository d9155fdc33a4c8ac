/**
 * Why no used block of a palimpsest heap starts at an address: chunks and slabs are walked from the base up.
 *
 *      chunks   ├─ used ─┬─ slab ────────────────────┬─ hole ─┬─ free ─┬─ …
 *                        ├ fields ┬ block ┬ block ┬ …┤
 *
 *   BP1  A chunk whose words do not agree with the chunk before was written over: the walk ends there.
 */

import { PAGE_SIZE } from "@palimpsest/kernel";
import { explainAddress, type WalkedChunk } from "../blame.ts";
import type { HeapError } from "../heap_error.ts";
import type { HeapMemory } from "./heap_memory.ts";
import { HEADER_BYTES, KIND, ROOT } from "./layout.ts";
import { SLAB_FIELDS, SLAB_SHAPES } from "./slabs.ts";

/** Says more of an error than the words at its address did; the error itself when there is no more to say. */
export function blamePointer(heap: HeapMemory, error: HeapError): HeapError {
  if (heap.base === 0) return error;
  const chunks = walkHeap(heap, error.address);
  return explainAddress(chunks, error.address, { headerBytes: HEADER_BYTES }) ?? error;
}

/** Every chunk; of the slab that an address lies in, its blocks. */
function* walkHeap(heap: HeapMemory, address: number): Generator<WalkedChunk> {
  const { space } = heap;
  const end = heap.field(ROOT.end);
  for (let index = 0, previousSize = 0; index < end;) {
    const word = heap.tryWord(index) ?? 0;
    const size = word >>> 2;
    const kind = word & 3;
    const block = heap.blockOf(index);
    const agrees = space.tryLoad32(heap.headerOf(index) + 4) === previousSize;
    const isIntact = agrees && size > 0 && index + size <= end;
    const nextBlock = heap.blockOf(index + size);
    const isSlab = kind === KIND.slab && address >= block && address < block + PAGE_SIZE;
    if (isIntact && isSlab) yield* slabBlocks(heap, block);
    else yield { block, nextBlock, isFree: kind === KIND.free || kind === KIND.hole, isIntact };
    if (!isIntact) return;
    previousSize = size;
    index += size;
  }
}

/** The blocks of a slab, as if each had a header. */
function* slabBlocks({ space }: HeapMemory, slab: number): Generator<WalkedChunk> {
  const shape = SLAB_SHAPES[space.load32(slab + SLAB_FIELDS.state) & 0xff];
  if (shape === undefined) return;
  for (let number = 0; number < shape.capacity; number++) {
    const bits = space.load32(slab + SLAB_FIELDS.bits + 4 * (number >>> 5));
    const block = slab + shape.start + number * shape.blockBytes;
    const nextBlock = block + shape.blockBytes + HEADER_BYTES;
    yield { block, nextBlock, isFree: (bits >>> (number & 31) & 1) !== 0, isIntact: true };
  }
}
