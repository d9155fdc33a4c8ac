/** Tests of splitting and joining halves. */
import { assertEquals, assertThrows } from "@std/assert";
import { MemoryView } from "../memory/memory_view.ts";
import { heapProcess } from "../testing/heap_process.ts";
import { openAllocator } from "./allocators.ts";
import { buddy } from "./buddy.ts";
import { HeapError } from "./heap_error.ts";

function given() {
  const { machine, space, base } = heapProcess();
  const view = new MemoryView(machine.state, space.pid);
  const pages = () => machine.state.spaceOf(space.pid).totalPages - 1;
  return { space, base, allocator: openAllocator(buddy, space), view, pages };
}

Deno.test("a block is split off in halves, and joined with its buddies again", () => {
  const { base, allocator, view } = given();
  const [small, other] = [allocator.allocate(100, 16), allocator.allocate(100, 16)];
  assertEquals([small, other], [base + 16, base + 128 + 16]);
  assertEquals(allocator.allocate(1000, 16), base + 1024 + 16);
  assertEquals(allocator.check(view).blockCount, 3);
  allocator.release(small);
  allocator.release(other);
  assertEquals(allocator.allocate(1000, 16), base + 16);
  allocator.check(view);
});

Deno.test("the arena doubles when nothing fits, and halves when its upper half is free", () => {
  const { allocator, view, pages } = given();
  const blocks = [4, 4, 8, 16, 32, 64].map((kib) => allocator.allocate(kib * 1024 - 16, 16));
  assertEquals(pages(), 32);
  for (const block of blocks.reverse()) {
    allocator.release(block);
    allocator.check(view);
  }
  assertEquals(pages(), 4);
});

Deno.test("a block that is resized within its order stays", () => {
  const { allocator } = given();
  const block = allocator.allocate(40, 16);
  assertEquals([allocator.usableBytes(block), allocator.resize(block, 48)], [48, block]);
  assertEquals(allocator.resize(block, 49) === block, false);
});

Deno.test("a list that was written over is found by the walk", () => {
  const { space, allocator, view } = given();
  const block = allocator.allocate(100, 16);
  space.store64(block + 128, block);
  assertThrows(() => allocator.check(view), HeapError, "the list of order 7 is broken");
});
