/** Tests of the allocator of the guide: what it does, and that the guide shows it as it is. */
import { assertEquals, assertThrows } from "@std/assert";
import { assertStringIncludes } from "@std/assert";
import { boot, HeapError, MemoryView, openAllocator, startBareProcess, UserSpace } from "@palimpsest/libc";
import { HeapRun } from "../../libc/malloc/testing/heap_run.ts";
import { kingsley } from "./kingsley.ts";

function given() {
  const machine = boot({ frameCount: 4096, ramPages: 2 ** 20, swapSlotCount: 0 });
  startBareProcess(machine);
  const space = new UserSpace(machine, 1);
  return { space, allocator: openAllocator(kingsley, space), view: new MemoryView(machine.state, 1) };
}

Deno.test("a block has the next power of two, header included, and comes back last in, first out", () => {
  const { allocator } = given();
  const blocks = [1, 16, 17, 48, 49, 70_000].map((sizeBytes) => allocator.allocate(sizeBytes, 16));
  assertEquals(blocks.map((block) => allocator.usableBytes(block)), [16, 16, 48, 48, 112, 131_056]);
  allocator.release(blocks[2]);
  allocator.release(blocks[3]);
  assertEquals([allocator.allocate(40, 16), allocator.allocate(20, 16)], [blocks[3], blocks[2]]);
});

Deno.test("random operations agree with a list of blocks", () => {
  for (let seed = 1; seed <= 10; seed++) new HeapRun(kingsley, seed).run(60);
});

Deno.test("misuse is refused, and a fresh object carries on from memory", () => {
  const { space, allocator, view } = given();
  const [one, two] = [allocator.allocate(100, 16), allocator.allocate(100, 4096)];
  allocator.release(one);
  const other = openAllocator(kingsley, space);
  assertThrows(() => other.release(one), HeapError, "double free");
  for (const address of [two + 16, two + 4, 8, 0x7000_0000_0000]) {
    assertThrows(() => other.release(address), HeapError, "invalid pointer");
  }
  assertEquals(other.check(view).blockCount, 1);
});

Deno.test("a heap that was written over is found", () => {
  const { space, allocator, view } = given();
  const block = allocator.allocate(24, 16);
  space.store32(block - 16, 9);
  assertThrows(() => allocator.check(view), HeapError, "its header was written over");
});

Deno.test("the guide shows the whole class as it is", async () => {
  const read = (name: string) => Deno.readTextFile(new URL(name, import.meta.url));
  const source = await read("kingsley.ts");
  const shown = source.slice(source.indexOf("/** See the head of this file. */"));
  assertStringIncludes(await read("write_an_allocator.md"), shown.trim());
});
