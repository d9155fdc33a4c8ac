/** Tests of where palimpsest puts blocks. */
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { MemoryView } from "../../memory/memory_view.ts";
import { heapProcess } from "../../testing/heap_process.ts";
import { openAllocator } from "../allocators.ts";
import { palimpsest } from "./palimpsest.ts";

function open(limitBytes?: number) {
  const process = heapProcess({ limitBytes });
  const { space, machine, base } = process;
  const allocator = openAllocator(palimpsest, space);
  const view = new MemoryView(machine.state, space.pid);
  const isInHeap = (address: number) => address >= base && address < space.call("brk", { address: 0 });
  return { ...process, allocator, isInHeap, check: () => allocator.check(view) };
}

Deno.test("small blocks of a size that is common lie in slabs, without headers between them", () => {
  const { allocator, check } = open();
  const blocks = Array.from({ length: 300 }, () => allocator.allocate(48, 16));
  assertEquals(blocks[1] - blocks[0], 64, "a chunk has a header");
  assertEquals(blocks[299] - blocks[298], 48, "a block in a slab has none");
  assertEquals([allocator.usableBytes(blocks[0]), allocator.usableBytes(blocks[299])], [56, 48]);
  assertEquals(check().blockCount, 300);
  for (const block of blocks) allocator.release(block);
  assertEquals(check().blockCount, 0);
});

Deno.test("large blocks are mappings, fresh ones; others lie in the heap", () => {
  const { allocator, isInHeap } = open();
  const [middle, large] = [allocator.allocate(100_000, 16), allocator.allocate(140_000, 16)];
  assertEquals([isInHeap(middle), isInHeap(large)], [true, false]);
  assertEquals([allocator.isFresh(middle), allocator.isFresh(large)], [false, true]);
});

Deno.test("the threshold rises to the size of a mapping that was given back", () => {
  const { allocator, isInHeap, check } = open();
  allocator.allocate(10, 16);
  allocator.release(allocator.allocate(1_000_000, 16));
  assert(isInHeap(allocator.allocate(1_000_000, 16)));
  assert(!isInHeap(allocator.allocate(1_100_000, 16)));
  check();
});

Deno.test("a block grows in place when it can, and is moved when it must", () => {
  const { allocator, check } = open();
  const block = allocator.allocate(1000, 16);
  assertEquals(allocator.resize(block, 50_000), block);
  const behind = allocator.allocate(60_000, 16);
  assertNotEquals(allocator.resize(block, 100_000), block);
  assertEquals(allocator.resize(behind, 300), behind);
  check();
});

Deno.test("a mapped block that shrinks far goes into the heap, others stay mappings", () => {
  const { space, allocator, isInHeap } = open();
  allocator.allocate(10, 16);
  const block = allocator.allocate(1_000_000, 16);
  space.fill(block, 100, 5);
  assertEquals(allocator.resize(block, 900_000), block);
  const less = allocator.resize(block, 100_000);
  const small = allocator.resize(less, 100);
  assertEquals([isInHeap(less), isInHeap(small)], [false, true]);
  assert(space.loadBytes(small, 100).every((byte) => byte === 5));
});

Deno.test("without memory there is no block, and what was given stays", () => {
  const { allocator, check } = open(20 * 4096);
  const blocks: number[] = [];
  for (let block = allocator.allocate(3000, 16); block !== 0; block = allocator.allocate(3000, 16)) {
    blocks.push(block);
  }
  assert(blocks.length > 15);
  assertEquals([allocator.allocate(200_000, 16), allocator.resize(blocks[0], 50_000)], [0, 0]);
  check();
  for (const block of blocks) allocator.release(block);
  assertEquals(check().blockCount, 0);
});

Deno.test("a large block that grows bit by bit and must move becomes a mapping, and grows on there (PA4)", () => {
  const { allocator, isInHeap, space, check } = open();
  let [one, other] = [allocator.allocate(20_000, 16), allocator.allocate(20_000, 16)];
  space.store32(one, 77);
  const last = allocator.allocate(100, 16);
  one = allocator.resize(one, 60_000);
  assert(isInHeap(one), "not yet");
  other = allocator.resize(other, 120_000);
  assert(isInHeap(other), "not by a bit");
  one = allocator.resize(one, 70_000);
  assert(!isInHeap(one));
  one = allocator.resize(one, 700_000);
  assertEquals([space.load32(one), allocator.usableBytes(one) >= 700_000], [77, true]);
  check();
  for (const block of [one, other, last]) allocator.release(block);
  assertEquals(check().blockCount, 0);
});

Deno.test("malloc_trim() gives whole free pages back, between blocks too, and goes on", () => {
  const { machine, space, allocator, check } = open();
  const pages = () => machine.state.spaceOf(space.pid).totalPages - 1;
  assertEquals(allocator.trim!(0), false, "there is no heap yet");
  const blocks = Array.from({ length: 60 }, () => allocator.allocate(6000, 16));
  for (const [index, block] of blocks.entries()) if (index % 20 !== 0) allocator.release(block);
  const before = pages();
  assertEquals([allocator.trim!(0), pages() < before / 3], [true, true]);
  check();
  assertEquals([allocator.trim!(0), allocator.allocate(50_000, 16) !== 0], [false, true]);
  check();
});
