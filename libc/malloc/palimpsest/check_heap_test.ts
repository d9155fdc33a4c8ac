/** Tests that a walk over the heap finds what is not as it should be. */
import { assertEquals, assertThrows } from "@std/assert";
import { HeapError } from "../heap_error.ts";
import { type HeapParts, heapParts } from "../testing/heap_parts.ts";
import { HeapReader } from "./check_heap.ts";
import { KIND, ROOT } from "./layout.ts";

const HOLE = 254;

/** A heap "free hole used free used free", of which nothing is wrong. */
function soundHeap(): HeapParts {
  const parts = heapParts();
  const { chunks, edges } = parts;
  const large = chunks.take(5120);
  chunks.take(4);
  const small = chunks.take(6);
  chunks.take(4);
  chunks.give(large);
  edges.release(large);
  chunks.give(small);
  return parts;
}

/** Each mistake by what is said of it. */
const mistakes: Record<string, (parts: HeapParts) => void> = {
  "a chunk of 0 granules": ({ heap, space }) => space.store32(heap.headerOf(5120), KIND.used),
  "it does not say the size of the chunk before it": ({ heap, space }) => {
    space.store32(heap.headerOf(5124) + 4, 3);
  },
  "two free chunks are neighbours": ({ heap }) => heap.setKind(5120 + 10, KIND.free),
  "no fencepost": ({ heap, space }) => space.store32(heap.headerOf(heap.field(ROOT.end)), KIND.free),
  "the heap points to where no memory is": ({ heap, space }) => {
    space.store32(heap.headerOf(0), 300 * 4 + KIND.used);
  },
  "a page is not mapped": ({ heap, space }) => {
    const first = heap.base + 4096;
    space.call("munmap", { address: first, lengthBytes: 19 * 4096 });
    heap.setKind(HOLE, KIND.used);
  },
  "the number of mapped pages is 9, and 2 were counted": ({ heap }) => heap.setField(ROOT.mappedPages, 9),
  "the list of holes is broken": ({ heap, space }) => space.store32(heap.blockOf(HOLE) + 4, 7),
  "1 holes are not in the list": ({ heap }) => heap.setField(ROOT.holes, 0),
  "freePages is 5, and 0 were counted": ({ heap }) => heap.setField(ROOT.freePages, 5),
  "the number of used chunks of 4 granules is 3, and 2": ({ heap }) => {
    heap.setField(ROOT.chunkCounts + 16, 3);
  },
  "a hole does not stand before a page": ({ heap }) => heap.setKind(5120, KIND.hole),
};

Deno.test("a sound heap is summed up", () => {
  const { kinds, check, heap } = soundHeap();
  assertEquals(kinds(), "free hole used free used free");
  const free = [254, 6, heap.field(ROOT.end) - 5134];
  assertEquals(check(), {
    blockCount: 2,
    usableBytes: 2 * (4 * 16 - 8),
    freeBytes: free.reduce((sum, size) => sum + size * 16 - 8, 0),
  });
});

for (const [message, make] of Object.entries(mistakes)) {
  Deno.test(`it is found that ${message}`, () => {
    const parts = soundHeap();
    make(parts);
    const error = assertThrows(() => parts.check(), HeapError, message);
    assertEquals(error.fault, "corrupted heap");
  });
}

Deno.test("a reader reads words and fields, and refuses places without memory", () => {
  const { heap, view, base } = soundHeap();
  const reader = new HeapReader(view, heap.root);
  assertEquals([reader.base, reader.field(ROOT.end)], [base, heap.field(ROOT.end)]);
  assertEquals([reader.headerOf(3), reader.word(reader.headerOf(0))], [heap.headerOf(3), heap.word(0)]);
  assertThrows(() => reader.wide(base + 4096), HeapError, "no memory is");
});
