/** Tests of the lists of powers of two. */
import { assertEquals, assertThrows } from "@std/assert";
import { MemoryView } from "../memory/memory_view.ts";
import { heapProcess } from "../testing/heap_process.ts";
import { openAllocator } from "./allocators.ts";
import { HeapError } from "./heap_error.ts";
import { segregated } from "./segregated.ts";

function given() {
  const { machine, space } = heapProcess();
  const view = new MemoryView(machine.state, space.pid);
  return { space, allocator: openAllocator(segregated, space), view };
}

Deno.test("a block has the next power of two, header included", () => {
  const { allocator } = given();
  const usable = [1, 24, 25, 56, 57, 1000, 5000].map((size) =>
    allocator.usableBytes(allocator.allocate(size, 16))
  );
  assertEquals(usable, [24, 24, 56, 56, 120, 1016, 8184]);
});

Deno.test("the block that was freed last is the next of its class", () => {
  const { allocator } = given();
  const [one, two] = [allocator.allocate(40, 16), allocator.allocate(40, 16)];
  allocator.release(one);
  allocator.release(two);
  assertEquals([allocator.allocate(50, 16), allocator.allocate(33, 16)], [two, one]);
  assertEquals(allocator.resize(one, 56), one);
});

Deno.test("the region is full of blocks, whatever the sizes it grew by", () => {
  const { allocator, view } = given();
  for (const size of [1, 3000, 70, 40_000, 9000, 200]) {
    allocator.allocate(size, 16);
    allocator.check(view);
  }
});

Deno.test("a list that was written over is found by the walk", () => {
  const { space, allocator, view } = given();
  const block = allocator.allocate(24, 16);
  allocator.release(block);
  space.store64(block, block);
  assertThrows(() => allocator.check(view), HeapError, "the list of class 5 is broken");
});
