/** Tests of when free pages go back to the kernel. */
import { assert, assertEquals } from "@std/assert";
import { type HeapParts, heapParts } from "../testing/heap_parts.ts";
import { ROOT } from "./layout.ts";

const PAGE_GRANULES = 256;
const WINDOW_FREES = 1024;

function takePages(parts: HeapParts, pageCount: number): number {
  const index = parts.chunks.take(pageCount * PAGE_GRANULES);
  parts.returns.noteUse();
  return index;
}

function give(parts: HeapParts, index: number): void {
  parts.returns.afterFree(parts.chunks.give(index));
}

function takeAndGive(parts: HeapParts, size: number): void {
  const index = parts.chunks.take(size);
  parts.returns.noteUse();
  give(parts, index);
}

Deno.test("when nothing is used any more, most pages go at once", () => {
  const parts = heapParts();
  give(parts, takePages(parts, 100));
  assertEquals([parts.heap.field(ROOT.freePages), parts.heap.field(ROOT.mappedPages)], [15, 17]);
  parts.check();
});

Deno.test("what comes and goes stays mapped", () => {
  const parts = heapParts();
  takePages(parts, 60);
  takeAndGive(parts, 40 * PAGE_GRANULES);
  const mapped = parts.heap.field(ROOT.mappedPages);
  for (let count = 0; count < 2.5 * WINDOW_FREES; count++) {
    takeAndGive(parts, 40 * PAGE_GRANULES);
    assertEquals(parts.heap.field(ROOT.mappedPages), mapped);
  }
});

Deno.test("what was not wanted for two windows goes", () => {
  const parts = heapParts();
  const unwanted = takePages(parts, 40);
  takePages(parts, 60);
  give(parts, unwanted);
  for (let count = 0; count < WINDOW_FREES - 1; count++) takeAndGive(parts, 2);
  assertEquals(parts.heap.field(ROOT.freePages), 39);
  for (let count = 0; count < 2 * WINDOW_FREES; count++) takeAndGive(parts, 2);
  assertEquals(parts.heap.field(ROOT.freePages), 0);
  assert(parts.kinds().includes("hole"));
  parts.check();
});

Deno.test("when most of the heap is free for some frees in a row, pages go before the window ends", () => {
  const parts = heapParts();
  const large = takePages(parts, 200);
  takePages(parts, 20);
  give(parts, large);
  assertEquals(parts.heap.field(ROOT.freePages), 199);
  for (let count = 0; count < 15; count++) takeAndGive(parts, 2);
  assertEquals(parts.heap.field(ROOT.freePages), 199);
  takeAndGive(parts, 2);
  assert(parts.heap.field(ROOT.freePages) <= 22);
  parts.check();
});

Deno.test("a free chunk between a hole and the end goes at once", () => {
  const parts = heapParts();
  const first = takePages(parts, 20);
  const second = takePages(parts, 3);
  parts.chunks.give(first);
  parts.edges.release(first);
  assertEquals(parts.kinds(), "free hole used free");
  give(parts, second);
  assertEquals(parts.kinds(), "free");
  assertEquals(parts.heap.field(ROOT.mappedPages), 1);
  parts.check();
});

Deno.test("a free chunk between two holes goes at once", () => {
  const parts = heapParts();
  const [first, between, last] = [takePages(parts, 20), takePages(parts, 2), takePages(parts, 20)];
  takePages(parts, 1);
  for (const index of [first, last]) {
    parts.chunks.give(index);
    parts.edges.release(index);
  }
  assertEquals(parts.kinds().split(" ").filter((kind) => kind === "hole").length, 2);
  give(parts, between);
  assertEquals(parts.kinds().split(" ").filter((kind) => kind === "hole").length, 1);
  parts.check();
});

Deno.test("the end stays while somebody else's memory is behind it; pages go as a hole", () => {
  const parts = heapParts();
  const { programBreak, heap, space, base } = parts;
  const kept = takePages(parts, 20);
  const last = takePages(parts, 100);
  const foreign = programBreak.current();
  programBreak.moveTo(foreign + 4096);
  space.store32(foreign, 77);
  give(parts, last);
  for (let count = 0; count < 20; count++) takeAndGive(parts, 2);
  assertEquals(parts.kinds(), "used free hole free");
  parts.check();
  give(parts, kept);
  assertEquals([space.load32(foreign), programBreak.current()], [77, foreign + 4096]);
  assert(heap.field(ROOT.mappedPages) < 40);
  assertEquals(heap.base, base);
  takePages(parts, 300);
  parts.check();
});
