/** Tests of blocks that are all mappings. */
import { assertEquals } from "@std/assert";
import { heapProcess } from "../testing/heap_process.ts";
import { openAllocator } from "./allocators.ts";
import { mmapEach } from "./mmap_each.ts";

Deno.test("every block is a mapping of whole pages, gone when it is freed", () => {
  const { machine, space } = heapProcess();
  const allocator = openAllocator(mmapEach, space);
  const pages = () => machine.state.spaceOf(space.pid).totalPages - 1;
  const blocks = [1, 4080, 4081].map((size) => allocator.allocate(size, 16));
  assertEquals([pages(), allocator.isFresh(blocks[0])], [4, true]);
  assertEquals([allocator.resize(blocks[0], 4080), allocator.usableBytes(blocks[0])], [blocks[0], 4080]);
  for (const block of blocks) allocator.release(block);
  assertEquals(pages(), 0);
});
