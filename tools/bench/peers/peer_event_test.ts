/** The events that peers get. */
import { assertEquals } from "@std/assert";
import { sampleMix } from "./testing/sample_mix.ts";

Deno.test("events are plain records with their effects, boot first", () => {
  const { events, state } = sampleMix(1200);
  assertEquals(events.length, state.eventCount);
  assertEquals(events[0].kind, "boot");
  const fault = events.find(({ kind, effects }) => kind === "fault" && effects[0]?.kind === "pagesFresh")!;
  assertEquals(fault.effects[0].count, 1);
});
