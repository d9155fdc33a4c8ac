/** Tests of counting the calls of a process. */
import { assertEquals } from "@std/assert";
import { heapProcess } from "../../../libc/testing/heap_process.ts";
import { CountingSpace } from "./counting_space.ts";

const PAGE_BYTES = 4096;

Deno.test("calls are counted by name, those that fail as well, and give what they give", () => {
  const { machine, base } = heapProcess();
  const space = new CountingSpace(machine, 1);
  assertEquals([space.callCount, space.calls], [0, {}]);
  assertEquals(space.call("brk", { address: base + PAGE_BYTES }), base + PAGE_BYTES);
  space.call("brk", { address: 0 });
  assertEquals(space.call("munmap", { address: 1, lengthBytes: PAGE_BYTES }) < 0, true);
  assertEquals([space.callCount, space.calls], [3, { brk: 2, munmap: 1 }]);
});

Deno.test("the footprint is that of the process from the start, and follows its calls", () => {
  const { machine, base } = heapProcess({ heapPages: 3 });
  const space = new CountingSpace(machine, 1);
  assertEquals(space.footprint.pageCount, 4);
  space.call("brk", { address: base + 8 * PAGE_BYTES });
  assertEquals(space.footprint.pageCount, 9);
});

Deno.test("loads and stores are no calls", () => {
  const { machine, base } = heapProcess({ heapPages: 1 });
  const space = new CountingSpace(machine, 1);
  space.store32(base, 7);
  assertEquals([space.load32(base), space.callCount, space.footprint.pageCount], [7, 0, 2]);
});
