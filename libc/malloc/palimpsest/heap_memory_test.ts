/** Tests of a heap as words. */
import { assertEquals } from "@std/assert";
import { heapProcess } from "../../testing/heap_process.ts";
import { HeapMemory } from "./heap_memory.ts";
import { KIND, ROOT } from "./layout.ts";

function begun() {
  const { space, statics, base } = heapProcess({ heapPages: 2 });
  const heap = new HeapMemory(space, statics);
  heap.begin(base);
  return { space, statics, base, heap };
}

Deno.test("a heap begins once, and a fresh object on the same memory knows where", () => {
  const { space, statics, base } = heapProcess({ heapPages: 1 });
  const heap = new HeapMemory(space, statics);
  assertEquals(heap.base, 0);
  heap.begin(base);
  assertEquals([heap.base, new HeapMemory(space, statics).base], [base, base]);
});

Deno.test("a chunk's tags say its size and kind in front, and its size behind", () => {
  const { space, base, heap } = begun();
  heap.setChunk(3, 7, KIND.used);
  assertEquals([heap.word(3), heap.size(3), heap.previousSize(10)], [7 * 4 + 1, 7, 7]);
  assertEquals([space.load32(base + 8 + 48), space.load32(base + 8 + 160 + 4)], [29, 7]);
  heap.setKind(3, KIND.hole);
  assertEquals([heap.word(3), heap.size(3)], [7 * 4 + 3, 7]);
});

Deno.test("a chunk's block stands behind its header, and tells the chunk", () => {
  const { base, heap } = begun();
  assertEquals([heap.headerOf(0), heap.blockOf(0)], [base + 8, base + 16]);
  for (const index of [0, 1, 255, 300]) assertEquals(heap.indexOf(heap.blockOf(index)), index);
});

Deno.test("fields stand in the static area; the fencepost is one of them, and a used chunk of no size", () => {
  const { space, statics, heap } = begun();
  heap.setField(ROOT.freePages, 12);
  heap.setEnd(255);
  assertEquals([heap.field(ROOT.freePages), space.load32(statics + ROOT.freePages)], [12, 12]);
  assertEquals([heap.field(ROOT.end), heap.size(255), heap.word(255)], [255, 0, KIND.used]);
});
