/** Tests of the allocator in the manner of glibc. */
import { assertEquals, assertThrows } from "@std/assert";
import { MemoryView } from "../../memory/memory_view.ts";
import { heapProcess } from "../../testing/heap_process.ts";
import { openAllocator } from "../allocators.ts";
import { HeapError } from "../heap_error.ts";
import { bins } from "./bins.ts";

function given() {
  const { machine, space, base } = heapProcess();
  const allocator = openAllocator(bins, space);
  const check = () => allocator.check(new MemoryView(machine.state, 1));
  const refusal = (use: () => void) => {
    const { fault, message, block, damagedAt } = assertThrows(use, HeapError);
    return { fault, said: message.match(/: ([^;:]*(?:\(\): )?[^;]*)/)![1], block, damagedAt };
  };
  const pages = () => machine.state.spaceOf(1).totalPages - 1;
  return { space, base, allocator, check, refusal, pages };
}

Deno.test("a block uses the first word of the next chunk: 24 bytes of 32", () => {
  const { allocator } = given();
  const blocks = [1, 24, 25, 40].map((size) => allocator.allocate(size, 16));
  assertEquals(blocks.map((block) => block - blocks[0]), [0, 32, 64, 112]);
  assertEquals(blocks.map((block) => allocator.usableBytes(block)), [24, 24, 40, 40]);
});

Deno.test("a freed block joins its neighbours, and the best of the bins is taken and split", () => {
  const { allocator, check } = given();
  const blocks = Array.from({ length: 8 }, () => allocator.allocate(1000, 16));
  for (const index of [1, 5, 4, 3]) allocator.release(blocks[index]);
  check();
  assertEquals(allocator.allocate(900, 16), blocks[1], "the smaller one");
  assertEquals(allocator.allocate(2000, 16), blocks[3], "the three that were joined");
  assertEquals(allocator.allocate(990, 16), blocks[5], "their rest");
  check();
});

Deno.test("a block grows into what is free behind it and into the top, or moves", () => {
  const { allocator, check } = given();
  const [one, two, three] = [100, 100, 100].map((size) => allocator.allocate(size, 16));
  assertEquals(allocator.resize(three, 50_000), three);
  allocator.release(two);
  assertEquals([allocator.resize(one, 200), allocator.resize(one, 10)], [one, one]);
  assertEquals(allocator.resize(one, 500) > three, true);
  check();
});

Deno.test("the mmap threshold rises when a mapping is freed", () => {
  const { allocator, pages } = given();
  allocator.allocate(10, 16);
  const before = pages();
  const mapped = allocator.allocate(200_000, 16);
  assertEquals([pages() - before, allocator.isFresh(mapped)], [49, true]);
  allocator.release(mapped);
  assertEquals(allocator.isFresh(allocator.allocate(200_000, 16)), false);
  const larger = allocator.allocate(300_000, 16);
  assertEquals(allocator.isFresh(larger), true);
  assertEquals(allocator.usableBytes(allocator.resize(larger, 1_000_000)) >= 1_000_000, true);
});

Deno.test("malloc_trim() gives the pages within free chunks back", () => {
  const { space, allocator, check } = given();
  const [large, after] = [allocator.allocate(100_000, 16), allocator.allocate(10, 16)];
  space.fill(large, 100_000, 7);
  allocator.release(large);
  assertEquals(allocator.trim!(0), true);
  assertEquals([space.load32(large + 50_000), check().blockCount], [0, 1]);
  allocator.release(after);
});

Deno.test("what glibc says of misuse is said, with what the walk finds", () => {
  const { space, allocator, refusal } = given();
  const [one, two, three] = [100, 100, 100].map((size) => allocator.allocate(size, 16));
  allocator.release(two);
  const of = (use: () => void) => {
    const { fault, said, block } = refusal(use);
    return [fault, said, block];
  };
  assertEquals(of(() => allocator.release(two)), ["double free", "double free or corruption (!prev)", two]);
  assertEquals(of(() => allocator.release(one + 8)), ["interior pointer", "free(): invalid pointer", one]);
  space.fill(one, 100, 0);
  assertEquals(of(() => allocator.release(one + 32)), ["interior pointer", "free(): invalid size", one]);
  assertEquals(of(() => allocator.resize(one + 32, 9)), ["interior pointer", "realloc(): invalid size", one]);
  const stray = 0x55_5500_0020;
  assertEquals(of(() => allocator.release(stray)), [
    "invalid pointer",
    "munmap_chunk(): invalid pointer",
    stray,
  ]);
  allocator.release(three);
  assertEquals(of(() => allocator.release(three)), ["double free", "double free or corruption (top)", three]);
});

Deno.test("a write past the end is found at the head behind it", () => {
  const { space, allocator, refusal } = given();
  const [one, two] = [24, 24, 24].map((size) => allocator.allocate(size, 16));
  space.fill(one, 32, 0x41);
  const { fault, said, block, damagedAt } = refusal(() => allocator.release(two));
  assertEquals([fault, said, block, damagedAt], ["corrupted header", "free(): invalid size", two, two - 8]);
  const before = refusal(() => allocator.release(one));
  assertEquals([before.fault, before.said, before.damagedAt], [
    "write past the end",
    "free(): invalid next size (normal)",
    two - 8,
  ]);
});
