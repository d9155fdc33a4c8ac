/** Tests of composing kernel and file system. */
import { assertEquals } from "@std/assert";
import { boot, fsPart, system } from "./boot.ts";
import { namesOf } from "./names/names.ts";

const config = { frameCount: 64, ramPages: 64, swapSlotCount: 0 };

Deno.test("boot() starts a machine that has the calls of both packages, and no names", () => {
  const machine = boot(config);
  assertEquals([machine.state.eventCount, machine.hasCall("mmap"), machine.hasCall("open")], [1, true, true]);
  assertEquals([...namesOf(machine.state).records()], []);
});

Deno.test("the package keeps to its ids, and its system folds its effects", () => {
  const { fold } = system();
  for (const { id } of Object.values(fsPart.effects)) {
    assertEquals([id >= 64 && id <= 95, typeof fold.byId[id]], [true, "function"]);
  }
  for (const { id } of fsPart.calls) assertEquals(id >= 128 && id <= 191, true);
});
