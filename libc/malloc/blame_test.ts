/** Tests of why no used block starts at an address. */
import { assertEquals, assertThrows } from "@std/assert";
import { blameAddress, type WalkedChunk } from "./blame.ts";
import { HeapError } from "./heap_error.ts";

const CHUNKS: readonly WalkedChunk[] = [
  { block: 0x1008, nextBlock: 0x1048, isFree: false, isIntact: true },
  { block: 0x1048, nextBlock: 0x1088, isFree: true, isIntact: true },
  { block: 0x1088, nextBlock: 0x1088, isFree: false, isIntact: false },
];

function blamed(address: number): [fault: string, block: number, damagedAt: number] {
  const { fault, block, damagedAt } = assertThrows(
    () => blameAddress(CHUNKS, address, { headerBytes: 8 }),
    HeapError,
  );
  return [fault, block, damagedAt];
}

Deno.test("the middle of a block names the block", () => {
  assertEquals(blamed(0x1018), ["interior pointer", 0x1008, 0]);
});

Deno.test("what lies in free memory was freed before, the start of a free block above all", () => {
  assertEquals(blamed(0x1048), ["double free", 0x1048, 0]);
  assertEquals(blamed(0x1060), ["double free", 0x1060, 0]);
});

Deno.test("behind a header that was written over nothing can be said but that", () => {
  assertEquals(blamed(0x1088), ["corrupted header", 0x1088, 0x1080]);
  assertEquals(blamed(0x2000), ["corrupted header", 0x1088, 0x1080]);
});

Deno.test("an address before the heap, or in a header, is no block's", () => {
  assertEquals(blamed(0x10), ["invalid pointer", 0x10, 0]);
  assertEquals(blamed(0x1000), ["invalid pointer", 0x1000, 0]);
});
