/** Tests that a damaged freelist heap is found. */
import { assertThrows } from "@std/assert";
import { MemoryView } from "../../memory/memory_view.ts";
import { heapProcess } from "../../testing/heap_process.ts";
import { openAllocator } from "../allocators.ts";
import { HeapError } from "../heap_error.ts";
import { writeChunk } from "./chunks.ts";
import { freelist } from "./freelist.ts";

Deno.test("headers, neighbours and the list are held against each other", () => {
  const cases: [words: string, damage: (store: (at: number, value: number) => void) => void][] = [
    ["its header was written over", (store) => store(-8, 3)],
    ["the free list is too long", (store) => store(0, 0)],
  ];
  for (const [words, damage] of cases) {
    const { space, machine } = heapProcess();
    const allocator = openAllocator(freelist, space);
    const [one, two] = [allocator.allocate(100, 16), allocator.allocate(100, 16)];
    allocator.release(one);
    damage((offset, value) => space.store32((words.includes("list") ? one : two) + offset, value));
    const view = new MemoryView(machine.state, space.pid);
    if (words.includes("list")) assertThrows(() => allocator.check(view), HeapError, "free list");
    else assertThrows(() => allocator.check(view), HeapError, words);
  }
});

Deno.test("two free chunks that are neighbours are found", () => {
  const { space, machine } = heapProcess();
  const allocator = openAllocator(freelist, space);
  const [one, two] = [allocator.allocate(100, 16), allocator.allocate(100, 16)];
  allocator.release(one);
  writeChunk(space, two, 112, 0);
  const view = new MemoryView(machine.state, space.pid);
  assertThrows(() => allocator.check(view), HeapError, "two free chunks are neighbours");
});
