/** Tests of the process that allocators are tried in. */
import { assertEquals } from "@std/assert";
import { boot } from "../boot.ts";
import { BARE_PID, HEAP_START, startBareProcess, STATIC_BYTES, STATIC_START } from "./bare_process.ts";
import { MemoryView } from "./memory_view.ts";
import { UserSpace } from "./user_space.ts";

Deno.test("a bare process has one page of zeros, and a program break at the start of its heap", () => {
  const machine = boot({ frameCount: 1024, ramPages: 1024, swapSlotCount: 0 });
  startBareProcess(machine);
  const space = new UserSpace(machine, BARE_PID);
  assertEquals(machine.state.spaceOf(BARE_PID).vmaCount, 1);
  assertEquals(space.isZero(STATIC_START, STATIC_BYTES), true);
  space.store64(STATIC_START + STATIC_BYTES - 8, 5);
  assertEquals(space.load64(STATIC_START + STATIC_BYTES - 8), 5);
  assertEquals(space.call("brk", { address: 0 }), HEAP_START);
  const view = new MemoryView(machine.state, BARE_PID);
  const places = [STATIC_START - 1, STATIC_START, STATIC_START + STATIC_BYTES, HEAP_START];
  assertEquals(places.map((address) => view.isMapped(address)), [false, true, false, false]);
});
