/** Tests of where first fit places blocks. */
import { assertEquals } from "@std/assert";
import { heapProcess } from "../testing/heap_process.ts";
import { openAllocator } from "./allocators.ts";
import { firstFit } from "./first_fit.ts";

Deno.test("the lowest free chunk that is large enough is taken", () => {
  const allocator = openAllocator(firstFit, heapProcess().space);
  const blocks = [400, 16, 100, 16, 200, 16].map((size) => allocator.allocate(size, 16));
  for (const number of [4, 0, 2]) allocator.release(blocks[number]);
  assertEquals([allocator.allocate(100, 16), allocator.allocate(300, 16)], [blocks[0], blocks[5] + 48]);
});
