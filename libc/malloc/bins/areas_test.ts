/** Tests of the top chunk, and of heaps with foreign memory in between. */
import { assertEquals } from "@std/assert";
import { MemoryView } from "../../memory/memory_view.ts";
import { heapProcess } from "../../testing/heap_process.ts";
import { openAllocator } from "../allocators.ts";
import { walkAreas } from "./areas.ts";
import { bins } from "./bins.ts";
import { ChunkReader } from "./chunk_words.ts";

function given(limitBytes?: number) {
  const { machine, space, base, statics } = heapProcess(limitBytes === undefined ? {} : { limitBytes });
  const allocator = openAllocator(bins, space);
  const view = new MemoryView(machine.state, 1);
  const breakNow = () => space.call("brk", { address: 0 });
  const moveBreak = (end: number) => {
    space.call("brk", { address: end });
    space.store64(statics, end);
  };
  const walk = () => [...walkAreas(new ChunkReader((at) => view.peek32(at)), statics + 16)];
  return { space, base, allocator, breakNow, moveBreak, walk, check: () => allocator.check(view) };
}

Deno.test("the heap grows by 128 KiB more than is wanted", () => {
  const { base, allocator, breakNow, walk } = given();
  allocator.allocate(24, 16);
  assertEquals((breakNow() - base) / 4096, 33);
  assertEquals(walk().map(({ sizeBytes, isTop }) => [sizeBytes, isTop]), [[32, false], [
    33 * 4096 - 32,
    true,
  ]]);
  for (let count = 0; count < 40; count++) allocator.allocate(4096, 16);
  assertEquals((breakNow() - base) / 4096 > 40, true);
});

Deno.test("the top is cut when much was freed, but for 128 KiB", () => {
  const { base, allocator, breakNow, check } = given();
  const blocks = Array.from({ length: 60 }, () => allocator.allocate(10_000, 16));
  for (const block of blocks) allocator.release(block);
  assertEquals((breakNow() - base) / 4096, 33);
  assertEquals([allocator.trim!(0), (breakNow() - base) / 4096, allocator.trim!(0)], [true, 1, false]);
  assertEquals(check().blockCount, 0);
});

Deno.test("somebody else's break fences an area off; another begins behind it", () => {
  const { allocator, breakNow, moveBreak, walk, check } = given();
  const low = allocator.allocate(1000, 16);
  const foreign = breakNow();
  moveBreak(foreign + 100);
  const large = allocator.allocate(120_000, 16);
  const larger = allocator.allocate(60_000, 16);
  assertEquals([large < foreign, larger > foreign + 100], [true, true]);
  check();
  for (const block of [low, large, larger]) allocator.release(block);
  assertEquals(check().blockCount, 0);
  assertEquals(walk().filter(({ isFree }) => isFree).length, 2, "one in each area");
});

Deno.test("a top that is hardly larger than a fence becomes one as a whole", () => {
  const { allocator, breakNow, moveBreak, walk, check } = given();
  allocator.allocate(24, 16);
  const top = walk().at(-1)!.sizeBytes;
  allocator.allocate(top - 8 - 48, 16);
  moveBreak(breakNow() + 100);
  allocator.allocate(100, 16);
  assertEquals([check().blockCount, walk().filter(({ isFree }) => isFree).length], [3, 1]);
});

Deno.test("without memory for the pad the heap grows by what is wanted", () => {
  const { base, allocator, breakNow } = given(20 * 4096);
  assertEquals([allocator.allocate(10_000, 16) !== 0, (breakNow() - base) / 4096], [true, 3]);
  assertEquals(allocator.allocate(100_000, 16), 0);
});
