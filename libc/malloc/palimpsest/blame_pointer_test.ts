/** Tests of what is said of addresses that are no block's. */
import { assertEquals, assertThrows } from "@std/assert";
import { heapProcess } from "../../testing/heap_process.ts";
import { openAllocator } from "../allocators.ts";
import { HeapError } from "../heap_error.ts";
import { palimpsest } from "./palimpsest.ts";

function given() {
  const { space } = heapProcess();
  const allocator = openAllocator(palimpsest, space);
  const blamed = (address: number) => {
    const error = assertThrows(() => allocator.release(address), HeapError);
    const { fault, block, damagedAt } = allocator.blame!(error);
    return [fault, block, damagedAt];
  };
  return { space, allocator, blamed };
}

Deno.test("the middle of a chunk's block names the block, whatever stands there", () => {
  const { space, allocator, blamed } = given();
  const [block, freed] = [1000, 1000, 1000].map((size) => allocator.allocate(size, 16));
  space.fill(block, 1000, 0);
  assertEquals([blamed(block + 16), blamed(block + 8)], [
    ["interior pointer", block, 0],
    ["interior pointer", block, 0],
  ]);
  allocator.release(freed);
  assertEquals([blamed(freed), blamed(freed + 64)], [
    ["double free", freed, 0],
    ["double free", freed + 64, 0],
  ]);
});

Deno.test("the middle of a slab's block names the block", () => {
  const { allocator, blamed } = given();
  const blocks = Array.from({ length: 300 }, () => allocator.allocate(48, 16));
  const last = blocks[299];
  assertEquals(blamed(last + 16), ["interior pointer", last, 0]);
  allocator.release(blocks[298]);
  assertEquals(blamed(blocks[298]), ["double free", blocks[298], 0]);
});

Deno.test("a header that was written over is named, and the block it belongs to", () => {
  const { space, allocator, blamed } = given();
  const [one, two] = [600, 600, 600].map((size) => allocator.allocate(size, 16));
  space.fill(one, 616, 0x41);
  assertEquals(blamed(two), ["corrupted header", two, two - 8]);
});

Deno.test("of other addresses there is no more to say", () => {
  const { allocator, blamed } = given();
  assertEquals(blamed(0x55_5500_0010), ["invalid pointer", 0x55_5500_0010, 0]);
  allocator.allocate(10, 16);
  assertEquals(blamed(0x55_5500_0010), ["invalid pointer", 0x55_5500_0010, 0]);
});
