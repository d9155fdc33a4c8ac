/** Tests of what bump does otherwise than all allocators (allocator_test.ts): it forgets. */
import { assertEquals, assertThrows } from "@std/assert";
import { MemoryView } from "../memory/memory_view.ts";
import { heapProcess } from "../testing/heap_process.ts";
import { openAllocator } from "./allocators.ts";
import { bump } from "./bump.ts";
import { HeapError } from "./heap_error.ts";

Deno.test("the next block lies behind the last one, whatever was freed", () => {
  const { machine, space, base } = heapProcess();
  const allocator = openAllocator(bump, space);
  const first = allocator.allocate(24, 16);
  assertEquals(first, base + 16);
  allocator.release(first);
  assertEquals([allocator.allocate(24, 16), allocator.allocate(1, 16)], [base + 48, base + 80]);
  const { blockCount, usableBytes } = allocator.check(new MemoryView(machine.state, space.pid));
  assertEquals([blockCount, usableBytes], [2, 24 + 8]);
});

Deno.test("an aligned block follows a gap, and memory that cannot be had is refused", () => {
  const { machine, space } = heapProcess({ limitBytes: 300_000 });
  const allocator = openAllocator(bump, space);
  allocator.allocate(1, 16);
  assertEquals(allocator.allocate(10, 1024) % 1024, 0);
  assertEquals(allocator.allocate(2 ** 40, 16), 0);
  assertEquals(allocator.allocate(400_000, 16), 0);
  assertEquals(allocator.check(new MemoryView(machine.state, space.pid)).blockCount, 2);
});

Deno.test("a header that was written over is found by the walk", () => {
  const { machine, space } = heapProcess();
  const allocator = openAllocator(bump, space);
  const [first] = [allocator.allocate(24, 16), allocator.allocate(24, 16)];
  space.store8(first + 25, 1);
  assertThrows(() => allocator.check(new MemoryView(machine.state, space.pid)), HeapError, "written over");
});
