/** Tests of where best fit places blocks. */
import { assertEquals } from "@std/assert";
import { heapProcess } from "../testing/heap_process.ts";
import { openAllocator } from "./allocators.ts";
import { bestFit } from "./best_fit.ts";

Deno.test("the smallest free chunk that is large enough is taken, the lowest of several", () => {
  const allocator = openAllocator(bestFit, heapProcess().space);
  const blocks = [400, 16, 100, 16, 200, 16, 100, 16].map((size) => allocator.allocate(size, 16));
  for (const number of [4, 0, 6, 2]) allocator.release(blocks[number]);
  const taken = [90, 100, 150, 300].map((size) => allocator.allocate(size, 16));
  assertEquals(taken, [blocks[2], blocks[6], blocks[4], blocks[0]]);
});
