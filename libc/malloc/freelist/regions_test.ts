/** Tests of what a freelist heap grows by, and gives back. */
import { assertEquals } from "@std/assert";
import { MemoryView } from "../../memory/memory_view.ts";
import { heapProcess } from "../../testing/heap_process.ts";
import { findAllocator, openAllocator } from "../allocators.ts";
import type { AllocatorMaking } from "../allocator.ts";

function given(name: string, limitBytes?: number) {
  const { machine, space, base } = heapProcess(limitBytes === undefined ? {} : { limitBytes });
  const allocator = openAllocator(findAllocator(name) as AllocatorMaking, space);
  const pages = () => machine.state.spaceOf(space.pid).totalPages - 1;
  return { space, base, allocator, pages, check: () => allocator.check(new MemoryView(machine.state, 1)) };
}

Deno.test("with mmap the heap is regions of 16 pages, wherever they come to lie", () => {
  const { allocator, pages, check } = given("freelist");
  const blocks = Array.from({ length: 40 }, () => allocator.allocate(4000, 16));
  assertEquals(pages(), 48);
  assertEquals(check().blockCount, 40);
  for (const block of blocks) allocator.release(block);
  assertEquals([pages(), allocator.trim!(0), pages(), allocator.trim!(0)], [48, true, 0, false]);
  assertEquals(check(), { blockCount: 0, usableBytes: 0, freeBytes: 0 });
});

Deno.test("with brk the heap is one region, that is cut where it is free", () => {
  const { allocator, pages, base, check } = given("freelist:grow=brk");
  const blocks = Array.from({ length: 40 }, () => allocator.allocate(4000, 16));
  assertEquals([pages(), Math.max(...blocks) < base + 48 * 4096], [48, true]);
  for (const block of blocks.slice(1)) allocator.release(block);
  assertEquals([allocator.trim!(10_000), pages()], [true, 4]);
  assertEquals([allocator.trim!(0), pages()], [true, 1]);
  assertEquals(check().blockCount, 1);
});

Deno.test("behind somebody else's break another region begins", () => {
  const { space, base, allocator, check } = given("freelist:grow=brk");
  const low = allocator.allocate(1000, 16);
  const end = space.call("brk", { address: 0 });
  space.call("brk", { address: end + 100 });
  space.store64(0x55_5500_0000, end + 100); // what sbrk() of the C library would have noted
  const blocks = Array.from({ length: 20 }, () => allocator.allocate(4000, 16));
  assertEquals([low > base, Math.max(...blocks) > end + 4096], [true, true]);
  assertEquals(check().blockCount, 21);
});

Deno.test("without memory the heap does not grow", () => {
  const { allocator, check } = given("freelist", 20 * 4096);
  let count = 0;
  while (allocator.allocate(4000, 16) !== 0) count++;
  assertEquals([count, check().blockCount], [16, 16]);
});
