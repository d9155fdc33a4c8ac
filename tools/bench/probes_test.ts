/** Probes: events without effects. */
import { assertEquals } from "@std/assert";
import { bootMixWorld, mixSystem } from "./mix_world.ts";

Deno.test("a probe changes nothing but the number of events", () => {
  const machine = bootMixWorld(mixSystem());
  const before = machine.state.digest.toHex();
  const count = machine.state.eventCount;
  machine.run({ kind: "malloc", process: 1, block: 0, address: 4096, sizeBytes: 16 }, () => ({}));
  machine.run({ kind: "free", process: 1, block: 0 }, () => ({}));
  assertEquals(machine.state.digest.toHex(), before);
  assertEquals(machine.state.eventCount, count + 2);
});
