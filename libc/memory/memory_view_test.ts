/** Tests of memory seen from outside. */
import { assertEquals } from "@std/assert";
import { heapProcess } from "../testing/heap_process.ts";
import { MemoryView } from "./memory_view.ts";

Deno.test("a view sees words as they are stored, and nothing where no memory is", () => {
  const { machine, space, base } = heapProcess({ heapPages: 1 });
  space.store64(base + 8, 0x1_2345_6789);
  const view = new MemoryView(machine.state, 1);
  assertEquals(view.peek32(base + 8), 0x2345_6789);
  assertEquals(view.peek64(base + 8), 0x1_2345_6789);
  assertEquals(view.peek64(base + 16), 0);
  assertEquals(view.peek32(base + 4094), undefined);
  assertEquals([view.isMapped(base + 4095), view.isMapped(base + 4096)], [true, false]);
});

Deno.test("a view of a checkpoint sees what was there then", () => {
  const { machine, space, base } = heapProcess({ heapPages: 1 });
  space.store32(base, 1);
  machine.endStores();
  const past = new MemoryView(machine.state.checkpoint(), 1);
  space.store32(base, 2);
  assertEquals([past.peek32(base), new MemoryView(machine.state, 1).peek32(base)], [1, 2]);
});
