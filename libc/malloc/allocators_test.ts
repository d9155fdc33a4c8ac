/** Tests of the allocators by name. */
import { assert, assertEquals } from "@std/assert";
import { STATIC_BYTES } from "../memory/bare_process.ts";
import { MemoryView } from "../memory/memory_view.ts";
import { heapProcess } from "../testing/heap_process.ts";
import { allAllocators, ALLOCATORS, DEFAULT_ALLOCATOR, findAllocator, openAllocator } from "./allocators.ts";

Deno.test("allocators have names of their own, and the default stands first", () => {
  assertEquals(ALLOCATORS[0], DEFAULT_ALLOCATOR);
  assertEquals(new Set(ALLOCATORS.map(({ name }) => name)).size, ALLOCATORS.length);
  for (const { about, staticBytes } of ALLOCATORS) {
    assert(about.length > 0);
    assert(staticBytes % 16 === 0 && staticBytes <= STATIC_BYTES - 16);
  }
});

Deno.test("opening an allocator makes no access; a heap that has not begun has nothing", () => {
  for (const making of allAllocators()) {
    const { machine, space } = heapProcess();
    const { eventCount } = machine.state;
    const allocator = openAllocator(making, space);
    machine.endStores();
    assertEquals(machine.state.eventCount, eventCount, making.name);
    const summary = allocator.check(new MemoryView(machine.state, space.pid));
    assertEquals(summary, { blockCount: 0, usableBytes: 0, freeBytes: 0 });
  }
});

Deno.test("every allocator is found by its name, with what was chosen about it", () => {
  const makings = allAllocators();
  assertEquals(new Set(makings.map(({ name }) => name)).size, makings.length);
  for (const { name } of makings) {
    const found = findAllocator(name);
    assert(typeof found !== "string" && found.name === name);
  }
  assertEquals(
    findAllocator("nothing:at=all"),
    `There is no allocator 'nothing'; the allocators are ${ALLOCATORS.map(({ name }) => name).join(", ")}.`,
  );
});
