/** Tests of counting events. */
import { assertEquals } from "@std/assert";
import { boot } from "@palimpsest/fs";
import { countEvents } from "./event_counts.ts";

Deno.test("events are counted by kind, boot included", () => {
  const machine = boot({ frameCount: 16, ramPages: 16, swapSlotCount: 0 });
  const counts = countEvents(machine);
  machine.run({ kind: "setup", process: 0, what: "nothing" }, () => ({}));
  assertEquals(counts, { boot: 1, setup: 1 });
});
