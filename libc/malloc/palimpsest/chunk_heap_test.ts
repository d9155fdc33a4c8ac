/** Tests of taking, splitting, giving back and joining chunks. */
import { assertEquals, assertThrows } from "@std/assert";
import { HeapError } from "../heap_error.ts";
import { heapParts } from "../testing/heap_parts.ts";
import { KIND, ROOT } from "./layout.ts";

Deno.test("chunks are taken from the lowest place that fits", () => {
  const { chunks, check, kinds } = heapParts();
  assertEquals([chunks.take(10), chunks.take(5), chunks.take(20)], [0, 10, 15]);
  chunks.give(0);
  chunks.give(15);
  assertEquals([chunks.take(11), chunks.take(4)], [15, 0]);
  check();
  assertEquals(kinds(), "used free used used free");
});

Deno.test("a chunk that is given back joins the free ones on both sides", () => {
  const { chunks, heap, check, kinds } = heapParts();
  const [first, middle, last] = [chunks.take(3), chunks.take(4), chunks.take(5)];
  chunks.take(1);
  assertEquals(chunks.give(first), first);
  assertEquals(chunks.give(last), last);
  assertEquals(chunks.give(middle), first);
  check();
  assertEquals([heap.size(first), kinds()], [12, "free used free"]);
});

Deno.test("an aligned chunk leaves what is before it free", () => {
  const { chunks, heap, check, kinds } = heapParts();
  chunks.take(3);
  const index = chunks.takeAligned(8, 64, KIND.used);
  assertEquals([index, heap.blockOf(index) % 1024], [63, 0]);
  assertEquals(chunks.takeAligned(100, 512, KIND.used), 511);
  check();
  assertEquals(kinds(), "used free used free used free");
});

Deno.test("a chunk grows into the free one behind it or with the heap, and gives up what it does not need", () => {
  const { chunks, heap, check } = heapParts();
  const [first, second] = [chunks.take(10), chunks.take(10)];
  assertEquals(chunks.resize(first, 11), false);
  chunks.give(second);
  assertEquals(chunks.resize(first, 1000), true);
  assertEquals(heap.size(first), 1000);
  check();
  assertEquals(chunks.resize(first, 4), true);
  assertEquals([heap.size(first), heap.word(4) & 3], [4, KIND.free]);
  check();
  assertEquals(chunks.resize(first, heap.field(ROOT.end)), true);
  check();
});

Deno.test("small used chunks are counted by size", () => {
  const { chunks, heap } = heapParts();
  const countOf = (size: number) => heap.field(ROOT.chunkCounts + 4 * size);
  const index = chunks.take(4);
  chunks.take(4);
  assertEquals(countOf(4), 2);
  chunks.give(index);
  assertEquals(countOf(4), 1);
  chunks.resize(chunks.take(4), 3);
  assertEquals([countOf(3), countOf(4)], [1, 1]);
});

Deno.test("no chunk, or no memory, is said", () => {
  const { chunks, check } = heapParts({ limitBytes: 4 * 4096 });
  assertEquals(chunks.take(500), 0);
  assertEquals([chunks.take(1000), chunks.takeAligned(1000, 256, KIND.used)], [-1, -1]);
  assertEquals(chunks.resize(0, 2000), false);
  check();
});

Deno.test("the chunk of a block is found, and what is none is refused", () => {
  const { chunks, heap, space } = heapParts();
  const [first, second] = [chunks.take(4), chunks.take(4)];
  chunks.take(4);
  const refuse = (address: number, message: string) => {
    assertThrows(() => chunks.chunkAt(address), HeapError, message);
  };
  assertEquals(chunks.chunkAt(heap.blockOf(second)), second);
  refuse(heap.blockOf(second) + 8, "invalid pointer");
  chunks.give(first);
  chunks.give(second);
  refuse(heap.blockOf(first), "double free");
  refuse(heap.blockOf(second), "double free");
  space.store32(heap.headerOf(8), 5 * 4 + KIND.used);
  refuse(heap.blockOf(8), "corrupted header");
});

Deno.test("a pointer into a hole, and a chunk whose end is in one, are refused", () => {
  const { chunks, edges, heap, space } = heapParts();
  const [large, small] = [chunks.take(20 * 256), chunks.take(1)];
  chunks.take(1);
  chunks.give(large);
  edges.release(large);
  assertThrows(() => chunks.chunkAt(heap.blockOf(10 * 256)), HeapError, "its page was given back");
  space.store32(heap.headerOf(large), 300 * 4 + KIND.used);
  assertThrows(() => chunks.chunkAt(heap.blockOf(large)), HeapError, "corrupted header");
  assertEquals(chunks.chunkAt(heap.blockOf(small)), small);
});
