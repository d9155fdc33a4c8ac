/** Tests of the process that tests of the heap run in. */
import { assertEquals } from "@std/assert";
import { HEAP_START, heapProcess } from "./heap_process.ts";

Deno.test("a heap process has a heap of so many pages, and nothing else", () => {
  const { machine, base } = heapProcess({ heapPages: 3 });
  assertEquals(base, HEAP_START);
  assertEquals(machine.state.spaceOf(1).totalPages, 3);
  assertEquals(machine.state.spaceOf(1).vmaCount, 1);
});
