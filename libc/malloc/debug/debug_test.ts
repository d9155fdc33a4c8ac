/** Tests of the allocator that finds misuse. */
import { assertEquals, assertThrows } from "@std/assert";
import { MemoryView } from "../../memory/memory_view.ts";
import { SignalError } from "../../memory/signal_error.ts";
import { heapProcess } from "../../testing/heap_process.ts";
import { openAllocator } from "../allocators.ts";
import { HeapError } from "../heap_error.ts";
import { type Debug, debug, QUARANTINE_PAGES } from "./debug.ts";

function given(limitBytes?: number) {
  const { machine, space } = heapProcess(limitBytes === undefined ? {} : { limitBytes });
  const allocator = openAllocator(debug, space) as Debug;
  const check = () => allocator.check(new MemoryView(machine.state, 1));
  const refusal = (use: () => void) => {
    const { fault, message, block, damagedAt } = assertThrows(use, HeapError);
    check();
    return {
      fault,
      words: message.slice(message.indexOf(": ") + 2).replace(/ at 0x.*?(?=,|$)/, ""),
      block,
      damagedAt,
    };
  };
  const pages = () => machine.state.spaceOf(1).totalPages - 1;
  return { machine, space, allocator, check, refusal, pages };
}

Deno.test("a block ends with its page, and has exactly what was asked for", () => {
  const { allocator } = given();
  for (const sizeBytes of [0, 1, 16, 100, 4096, 5000]) {
    const block = allocator.allocate(sizeBytes, 16);
    assertEquals(allocator.usableBytes(block), sizeBytes);
    assertEquals((block + Math.ceil(Math.max(1, sizeBytes) / 16) * 16) % 4096, 0);
  }
});

Deno.test("a store behind the last bytes of a page, and one before the first, meet a guard", () => {
  const { space, allocator } = given();
  const block = allocator.allocate(4096, 16);
  space.fill(block, 4096, 1);
  for (
    const [address, fault] of [[block + 4096, "access past the end"], [block - 1, "access before start"]]
  ) {
    assertThrows(() => space.store8(address as number, 1), SignalError, "SEGV_ACCERR");
    const error = allocator.explain(address as number)!;
    assertEquals([error.fault, error.block], [fault, block]);
  }
  assertEquals(allocator.explain(block + 2 ** 30), undefined);
});

Deno.test("a few bytes too many are found when the block is freed, and by a check", () => {
  const { space, allocator, check } = given();
  const block = allocator.allocate(100, 16);
  space.fill(block, 103, 1);
  assertThrows(check, HeapError, "a red zone was written over");
  const error = assertThrows(() => allocator.release(block), HeapError);
  assertEquals([error.fault, error.damagedAt], ["write past the end", block + 100]);
  assertThrows(() => allocator.resize(block, 10), HeapError, "write past the end");
});

Deno.test("bytes before a block are found, too", () => {
  const { space, allocator } = given();
  const block = allocator.allocate(100, 16);
  space.store32(block - 8, 1);
  const error = assertThrows(() => allocator.release(block), HeapError);
  assertEquals([error.fault, error.damagedAt], ["write before start", block - 8]);
});

Deno.test("a freed block has no rights and no memory, and who touches it is told so", () => {
  const { machine, space, allocator } = given();
  const block = allocator.allocate(10_000, 16);
  space.fill(block, 10_000, 1);
  allocator.release(block);
  assertThrows(() => space.load8(block + 20), SignalError, "SEGV_ACCERR");
  const error = allocator.explain(block + 20)!;
  assertEquals([error.fault, error.block, error.message.includes("20 bytes into the block of 10000")], [
    "use after free",
    block,
    true,
  ]);
  const used = machine.state.spaceOf(1).pte(block / 4096 - (block / 4096) % 1);
  assertEquals(used, 0);
});

Deno.test("double frees and pointers to the middle, behind and nowhere are told apart", () => {
  const { allocator, refusal } = given();
  const [one, two] = [allocator.allocate(100, 16), allocator.allocate(100, 16)];
  allocator.release(two);
  const of = (address: number) => {
    const { fault, words, block } = refusal(() => allocator.release(address));
    return [fault, words, block];
  };
  assertEquals(of(two), ["double free", "it was freed before", two]);
  assertEquals(of(one + 40), ["interior pointer", "40 bytes into the block of 100 bytes", one]);
  assertEquals(of(one + 104), ["invalid pointer", "4 bytes behind the block of 100 bytes", one]);
  assertEquals(of(two + 8), ["invalid pointer", "8 bytes into the block of 100 bytes, freed", two]);
  assertEquals(of(0x55_5500_0000)[0], "invalid pointer");
});

Deno.test("the quarantine holds so many pages; the oldest go, and are still known for a while", () => {
  const { allocator, refusal, pages, check } = given();
  const first = allocator.allocate(QUARANTINE_PAGES * 2048, 16);
  const second = allocator.allocate(QUARANTINE_PAGES * 2048 + 4096, 16);
  allocator.release(first);
  allocator.release(second);
  assertEquals(refusal(() => allocator.release(first)).fault, "double free");
  assertEquals(pages(), 1 + QUARANTINE_PAGES / 2 + 1 + 2);
  assertEquals([allocator.trim(), pages(), allocator.trim()], [true, 1, false]);
  check();
});

Deno.test("the leaks are the live blocks, oldest first", () => {
  const { allocator } = given();
  const blocks = [30, 20, 10].map((sizeBytes) => allocator.allocate(sizeBytes, 16));
  allocator.release(blocks[1]);
  assertEquals(allocator.leaks(), [
    { address: blocks[0], sizeBytes: 30 },
    { address: blocks[2], sizeBytes: 10 },
  ]);
});

Deno.test("without memory there is no block, and nothing is left behind", () => {
  const { allocator, pages, check } = given(40 * 4096);
  const before = allocator.allocate(1, 16);
  assertEquals([allocator.allocate(200_000, 16), allocator.resize(before, 200_000)], [0, 0]);
  assertEquals([pages(), check().blockCount], [1 + 3, 1]);
});
