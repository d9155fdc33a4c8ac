/** Tests of boundary tags, and of what first_fit and best_fit have in common. */
import { assertEquals, assertThrows } from "@std/assert";
import { MemoryView } from "../memory/memory_view.ts";
import { heapProcess } from "../testing/heap_process.ts";
import { openAllocator } from "./allocators.ts";
import { firstFit } from "./first_fit.ts";
import { HeapError } from "./heap_error.ts";

function given() {
  const { machine, space, base } = heapProcess();
  const view = new MemoryView(machine.state, space.pid);
  const pages = () => machine.state.spaceOf(space.pid).totalPages - 1;
  return { space, base, allocator: openAllocator(firstFit, space), view, pages };
}

Deno.test("neighbours that are free are one chunk, whichever was freed first", () => {
  for (const order of [[0, 1, 2], [2, 1, 0], [0, 2, 1], [1, 0, 2]]) {
    const { allocator, view } = given();
    const blocks = [100, 100, 100, 100].map((size) => allocator.allocate(size, 16));
    for (const number of order) {
      allocator.release(blocks[number]);
      allocator.check(view);
    }
    assertEquals(allocator.allocate(320, 16), blocks[0]);
  }
});

Deno.test("a rest that is too small for a chunk stays with the block", () => {
  const { allocator } = given();
  const [block] = [allocator.allocate(160, 16), allocator.allocate(1, 16)];
  allocator.release(block);
  assertEquals([allocator.allocate(140, 16), allocator.usableBytes(block)], [block, 160]);
});

Deno.test("a block grows into what is free behind it, and with the heap", () => {
  const { allocator, view } = given();
  const [first, second] = [allocator.allocate(100, 16), allocator.allocate(100, 16)];
  assertEquals(allocator.resize(second, 300_000), second);
  allocator.release(second);
  assertEquals(allocator.resize(first, 5000), first);
  assertEquals(allocator.resize(first, 10), first);
  allocator.check(view);
});

Deno.test("the end of the heap is given back when much of it is free", () => {
  const { allocator, view, pages } = given();
  const block = allocator.allocate(1_000_000, 16);
  assertEquals(pages() > 240, true);
  allocator.release(block);
  assertEquals(pages() < 20, true);
  allocator.check(view);
});

Deno.test("tags that were written over are found, at the block's end too", () => {
  const { space, allocator, view } = given();
  const [one] = [allocator.allocate(56, 16), allocator.allocate(56, 16)];
  space.store8(one + allocator.usableBytes(one), 1);
  assertThrows(() => allocator.release(one), HeapError, "corrupted header");
  assertThrows(() => allocator.check(view), HeapError, "its tags do not agree");
});
