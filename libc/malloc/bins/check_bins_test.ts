/** Tests that a damaged bins heap is found. */
import { assertThrows } from "@std/assert";
import { MemoryView } from "../../memory/memory_view.ts";
import { heapProcess } from "../../testing/heap_process.ts";
import { openAllocator } from "../allocators.ts";
import { HeapError } from "../heap_error.ts";
import { bins } from "./bins.ts";

Deno.test("heads, feet, links and the map are held against each other", () => {
  const cases: [words: string, offset: number, value: number][] = [
    ["its head is none", -8, 19],
    ["the chunks do not end at the top", -8, 7],
    ["two free chunks are neighbours", -8, 112],
    ["its foot is not its size", 112 - 16, 96],
    ["is broken", 8, 0x1000],
  ];
  for (const [words, offset, value] of cases) {
    const { space, machine } = heapProcess();
    const allocator = openAllocator(bins, space);
    const blocks = Array.from({ length: 6 }, () => allocator.allocate(100, 16));
    allocator.release(blocks[1]);
    allocator.release(blocks[3]);
    space.store64(blocks[3] + offset, value);
    const view = new MemoryView(machine.state, space.pid);
    assertThrows(() => allocator.check(view), HeapError, words);
  }
});

Deno.test("a map that forgets a bin is found", () => {
  const { space, machine, statics } = heapProcess();
  const allocator = openAllocator(bins, space);
  const [one] = [allocator.allocate(100, 16), allocator.allocate(100, 16)];
  allocator.release(one);
  space.store32(statics + 16 + 32, 0);
  const view = new MemoryView(machine.state, space.pid);
  assertThrows(() => allocator.check(view), HeapError, "the map is wrong about bin 7");
});
