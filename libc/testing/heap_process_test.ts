/** Tests of the process that tests of the heap run in. */
import { assertEquals } from "@std/assert";
import { HEAP_START } from "../memory/bare_process.ts";
import { heapProcess } from "./heap_process.ts";

Deno.test("a heap process has static data and a heap of so many pages, and nothing else", () => {
  const { machine, space, base, statics } = heapProcess({ heapPages: 3 });
  assertEquals(base, HEAP_START);
  assertEquals(machine.state.spaceOf(1).totalPages, 4);
  assertEquals(machine.state.spaceOf(1).vmaCount, 2);
  assertEquals(space.load64(statics + 4088), 0);
});

Deno.test("a heap process may be given a limit on its address space", () => {
  const { space, base } = heapProcess({ limitBytes: 3 * 4096 });
  assertEquals(space.call("brk", { address: base + 2 * 4096 }), base + 2 * 4096);
  assertEquals(space.call("brk", { address: base + 3 * 4096 }), base + 2 * 4096);
});
