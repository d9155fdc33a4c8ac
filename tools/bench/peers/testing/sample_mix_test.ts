/** The sample that the tests of peers share. */
import { assert, assertEquals } from "@std/assert";
import { ptesOf, sampleMix, sortedRows } from "./sample_mix.ts";

Deno.test("the sample maps pages in several spaces", () => {
  const { events, state } = sampleMix(1200);
  assertEquals(events.length, state.eventCount);
  const ptes = ptesOf(state);
  assert(ptes.length > 200);
  assertEquals(sortedRows(ptes.toReversed()), ptes);
});
