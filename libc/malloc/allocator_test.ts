/** Tests that every allocator is what an allocator has to be. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { MemoryView } from "../memory/memory_view.ts";
import { heapProcess } from "../testing/heap_process.ts";
import { BLOCK_ALIGNMENT, NO_BLOCK } from "./allocator.ts";
import { allAllocators, openAllocator } from "./allocators.ts";
import { HeapError } from "./heap_error.ts";

for (const making of allAllocators()) {
  const open = () => {
    const process = heapProcess();
    const view = new MemoryView(process.machine.state, process.space.pid);
    return { ...process, view, allocator: openAllocator(making, process.space) };
  };

  Deno.test(`${making.name}: blocks are aligned as asked for, large enough, and apart`, () => {
    const { allocator, view } = open();
    const blocks: [start: number, end: number][] = [];
    for (const sizeBytes of [0, 1, 16, 100, 256, 257, 4096, 200_000]) {
      for (const alignment of [BLOCK_ALIGNMENT, 64, 4096]) {
        const address = allocator.allocate(sizeBytes, alignment);
        const usable = allocator.usableBytes(address);
        assert(address !== NO_BLOCK && address % alignment === 0 && usable >= sizeBytes);
        blocks.push([address, address + Math.max(1, usable)]);
      }
    }
    blocks.sort(([one], [other]) => one - other);
    assert(blocks.every(([start], place) => place === 0 || blocks[place - 1][1] <= start));
    allocator.check(view);
    for (const [address] of blocks) allocator.release(address);
    assertEquals(allocator.check(view).blockCount, 0);
  });

  Deno.test(`${making.name}: blocks are aligned to more than a page`, () => {
    const { allocator } = open();
    for (const alignment of [8192, 16384, 65536]) {
      assertEquals(allocator.allocate(100, alignment) % alignment, 0);
    }
  });

  Deno.test(`${making.name}: a fresh object on the same memory carries on where the old one stood`, () => {
    const { allocator, space, view } = open();
    const [small, large] = [allocator.allocate(40, 16), allocator.allocate(5000, 16)];
    const other = openAllocator(making, space);
    assertEquals(other.check(view), allocator.check(view));
    other.release(small);
    const grown = other.resize(large, 9000);
    assertThrows(() => openAllocator(making, space).release(small), HeapError);
    assert(allocator.usableBytes(grown) >= 9000);
  });

  Deno.test(`${making.name}: a block keeps what it holds when its size changes`, () => {
    const { allocator, space, view } = open();
    const bytes = Uint8Array.from({ length: 200 }, (_, index) => index);
    let address = allocator.allocate(200, 16);
    space.storeBytes(address, bytes);
    for (const sizeBytes of [300, 10_000, 300_000, 900_000, 40_000, 250]) {
      address = allocator.resize(address, sizeBytes);
      assert(address !== NO_BLOCK && allocator.usableBytes(address) >= sizeBytes);
      assertEquals(space.loadBytes(address, 200), bytes);
      allocator.check(view);
    }
    allocator.release(address);
  });

  Deno.test(`${making.name}: what is no block is refused, and the heap is as before`, () => {
    const { allocator, view } = open();
    const [freed, kept, large] = [100, 100, 1_000_000].map((sizeBytes) => allocator.allocate(sizeBytes, 16));
    allocator.release(freed);
    allocator.release(large);
    const before = allocator.check(view);
    for (const address of [freed, large, kept + 8, kept + 32, 8]) {
      assertThrows(() => allocator.release(address), HeapError);
      assertThrows(() => allocator.resize(address, 50), HeapError);
    }
    assertEquals(allocator.check(view), before);
  });
}
