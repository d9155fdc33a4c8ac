/** Tests of the textbook's allocator. */
import { assertEquals, assertThrows } from "@std/assert";
import { MemoryView } from "../../memory/memory_view.ts";
import { heapProcess } from "../../testing/heap_process.ts";
import { openAllocator } from "../allocators.ts";
import { HeapError } from "../heap_error.ts";
import { freelist } from "./freelist.ts";

function given() {
  const { machine, space } = heapProcess();
  const allocator = openAllocator(freelist, space);
  const check = () => allocator.check(new MemoryView(machine.state, space.pid));
  const fault = (use: () => void) => {
    const { fault, block } = assertThrows(use, HeapError);
    check();
    return [fault, block];
  };
  return { machine, space, allocator, check, fault };
}

Deno.test("neighbours that are free are one chunk, whichever was freed first", () => {
  for (const order of [[0, 1, 2], [2, 1, 0], [0, 2, 1], [1, 0, 2]]) {
    const { allocator, check } = given();
    const blocks = [100, 100, 100, 100].map((size) => allocator.allocate(size, 16));
    for (const number of order) {
      allocator.release(blocks[number]);
      check();
    }
    assertEquals(allocator.allocate(320, 16), blocks[0]);
  }
});

Deno.test("the smallest block is one list cell, and nothing is lost by splitting", () => {
  const { allocator, check } = given();
  const blocks = [1, 8, 9, 24].map((size) => allocator.allocate(size, 16));
  assertEquals(blocks.map((block) => block - blocks[0]), [0, 16, 32, 64]);
  assertEquals(blocks.map((block) => allocator.usableBytes(block)), [8, 8, 24, 24]);
  const before = check();
  blocks.forEach((block) => allocator.release(block));
  assertEquals(check().freeBytes, before.freeBytes + 6 * 16);
});

Deno.test("a block grows into what is free behind it, gives its end back, or moves", () => {
  const { allocator, check } = given();
  const [one, two, three] = [100, 100, 100].map((size) => allocator.allocate(size, 16));
  allocator.release(two);
  assertEquals(allocator.resize(one, 200), one);
  assertEquals([allocator.resize(one, 10), allocator.allocate(150, 16)], [one, one + 32]);
  assertEquals(allocator.resize(one, 400) > three, true);
  check();
});

Deno.test("a large block is a mapping in whole pages, and goes at once", () => {
  const { machine, allocator } = given();
  const pages = () => machine.state.spaceOf(1).totalPages - 1;
  const block = allocator.allocate(131_073, 16);
  assertEquals([pages(), allocator.usableBytes(block) >= 131_073], [33, true]);
  allocator.release(block);
  assertEquals([pages(), allocator.isFresh(allocator.allocate(131_073, 16))], [0, true]);
});

Deno.test("misuse is told by its kind, and the heap is as before", () => {
  const { allocator, fault } = given();
  const [one, two, three] = [100, 100, 100].map((size) => allocator.allocate(size, 16));
  allocator.release(two);
  assertEquals(fault(() => allocator.release(two)), ["double free", two]);
  assertEquals(fault(() => allocator.release(one + 32)), ["interior pointer", one]);
  assertEquals(fault(() => allocator.resize(one + 8, 10)), ["interior pointer", one]);
  assertEquals(fault(() => allocator.release(0x55_5500_0010)), ["invalid pointer", 0x55_5500_0010]);
  allocator.release(one);
  assertEquals(fault(() => allocator.release(two)), ["double free", two]);
  assertEquals(fault(() => allocator.release(one + 48)), ["double free", one + 48]);
  allocator.release(three);
});

Deno.test("a write past the end is found at the header behind it", () => {
  const { space, allocator } = given();
  const [one, two] = [allocator.allocate(24, 16), allocator.allocate(24, 16)];
  space.fill(one, 25, 0x41);
  const error = assertThrows(() => allocator.release(two), HeapError, "its header was written over");
  assertEquals([error.fault, error.block, error.damagedAt], ["corrupted header", two, two - 8]);
});
