/** Tests of the parts of a heap put together. */
import { assertEquals } from "@std/assert";
import { heapProcess } from "../../testing/heap_process.ts";
import { KIND } from "../palimpsest/layout.ts";
import { heapParts } from "./heap_parts.ts";

Deno.test("the parts of a heap work on one memory, and making them makes no access", () => {
  const { machine, heap, chunks, slabs, kinds, check, base } = heapParts();
  const { eventCount } = heapProcess().machine.state;
  assertEquals(machine.state.eventCount, eventCount);
  assertEquals(chunks.take(10), 0);
  assertEquals(slabs.make(1), true);
  assertEquals(heap.base, base);
  assertEquals(kinds(), "used free slab free");
  slabs.take(1);
  assertEquals(check().blockCount, 2);
});

Deno.test("kinds are named as in the layout", () => {
  assertEquals(Object.keys(KIND), ["free", "used", "slab", "hole"]);
  assertEquals(Object.values(KIND), [0, 1, 2, 3]);
});
