/** Tests of growing, cutting and holes. */
import { assertEquals } from "@std/assert";
import { heapParts } from "../testing/heap_parts.ts";
import { ROOT } from "./layout.ts";

const PAGE = 4096;
const TWENTY_PAGES = 20 * 256;

/** A heap whose first 20 pages but one are a hole, with a used chunk behind it. */
function withHole() {
  const parts = heapParts();
  parts.chunks.take(TWENTY_PAGES);
  parts.chunks.take(1);
  parts.chunks.give(0);
  parts.edges.release(0);
  return { ...parts, mapped: () => parts.heap.field(ROOT.mappedPages) };
}

Deno.test("the heap begins with as many pages as it needs, at a page, and grows at its end", () => {
  const { space, base, edges, heap, programBreak, check, kinds } = heapParts();
  programBreak.moveTo(base + 10);
  assertEquals(edges.makeRoom(300, 1), 0);
  assertEquals([heap.base, heap.field(ROOT.end), heap.size(0)], [base + PAGE, 511, 511]);
  assertEquals(edges.growEnd(257), true);
  assertEquals([heap.field(ROOT.end), heap.size(0), kinds()], [1535, 1535, "free"]);
  assertEquals(space.call("brk", { address: 0 }), base + 7 * PAGE);
  check();
});

Deno.test("a large heap grows by larger steps", () => {
  const { chunks, heap, edges } = heapParts();
  chunks.take(360 * 256 - 1);
  assertEquals(heap.field(ROOT.mappedPages), 360);
  edges.growEnd(1);
  assertEquals(heap.field(ROOT.mappedPages), 370);
});

Deno.test("pages of a free chunk go back, and their place is a hole", () => {
  const { check, kinds, mapped, view, base } = withHole();
  assertEquals([kinds(), mapped()], ["free hole used free", 2]);
  assertEquals([view.isMapped(base), view.isMapped(base + PAGE)], [true, false]);
  assertEquals(view.isMapped(base + 20 * PAGE), true);
  check();
});

Deno.test("a hole is filled from its low end, as far as needed", () => {
  const { edges, heap, check, kinds, mapped } = withHole();
  assertEquals(edges.makeRoom(300, 1), 0);
  assertEquals([heap.size(0), kinds(), mapped()], [1278, "free hole used free", 6]);
  check();
  assertEquals(edges.makeRoom(3000, 1), 0);
  assertEquals([heap.size(0), kinds(), mapped()], [TWENTY_PAGES, "free used free", 21]);
  check();
});

Deno.test("a hole swallows those beside it", () => {
  const { edges, chunks, check, kinds } = heapParts();
  const parts = [0, 1, 2].map(() => chunks.take(TWENTY_PAGES));
  chunks.take(1);
  for (const place of [0, 2, 1]) {
    chunks.give(parts[place]);
    edges.release(parts[place]);
    check();
  }
  assertEquals(kinds(), "free hole used free");
});

Deno.test("the end is cut off, and some pages may be kept", () => {
  const { space, base, edges, heap, check, kinds } = heapParts();
  edges.makeRoom(2560, 1);
  edges.cutEnd(0, 2);
  assertEquals([heap.field(ROOT.end), heap.field(ROOT.mappedPages), kinds()], [767, 3, "free"]);
  assertEquals(space.call("brk", { address: 0 }), base + 3 * PAGE);
  edges.cutEnd(0, 2);
  assertEquals(heap.field(ROOT.mappedPages), 3);
  check();
});

Deno.test("the end is cut off down to a hole, and the hole is no more", () => {
  const { space, base, edges, chunks, check, kinds, mapped } = withHole();
  const last = chunks.give(TWENTY_PAGES);
  assertEquals(kinds(), "free hole free");
  assertEquals(edges.cutToHole(last), 0);
  assertEquals([kinds(), mapped()], ["free", 1]);
  assertEquals(space.call("brk", { address: 0 }), base + PAGE);
  check();
});

Deno.test("when somebody else moved the break, the heap goes on behind it", () => {
  const { base, edges, chunks, heap, programBreak, kinds } = heapParts();
  chunks.take(255);
  programBreak.moveTo(base + 3 * PAGE + 100);
  const index = edges.makeRoom(400, 1);
  assertEquals([index, heap.size(index), kinds()], [4 * 256, 1023, "used used free"]);
});

Deno.test("without memory there is no room, and the heap is as before", () => {
  const { edges, check, kinds, chunks } = heapParts({ limitBytes: 3 * PAGE });
  assertEquals(edges.makeRoom(1000, 1), -1);
  assertEquals(chunks.take(300), 0);
  assertEquals([edges.makeRoom(1000, 1), edges.growEnd(1)], [-1, false]);
  assertEquals(kinds(), "used free");
  check();
});

Deno.test("behind a break that somebody else moved there is all the room asked for", () => {
  const { base, chunks, heap, programBreak, check } = heapParts();
  chunks.take(10);
  programBreak.moveTo(base + 3 * PAGE + 100);
  assertEquals(heap.size(chunks.take(400)), 400);
  assertEquals([chunks.resize(0, 2000), heap.size(0)], [false, 10]);
  check();
});
