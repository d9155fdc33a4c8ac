/** The fold of Immutable.js, against ours. */
import { assertEquals } from "@std/assert";
import { foldImmutable, ImmutableState } from "./immutable_fold.ts";
import { ptesOf, sampleMix, sortedRows } from "./testing/sample_mix.ts";

Deno.test("the fold of Immutable.js ends in the page tables, frames and fault counts that ours ends in", () => {
  const { events, state } = sampleMix(1500);
  let folded = ImmutableState();
  for (const event of events) folded = foldImmutable(folded, event);
  const ptes: number[][] = [];
  for (const [space, { tables }] of folded.spaces) {
    for (const table of tables.values()) {
      for (const [page, pte] of table) ptes.push([space, page, pte]);
    }
  }
  assertEquals(sortedRows(ptes), ptesOf(state));
  assertEquals(folded.frames.size + 1, state.frameMap.usedCount);
  assertEquals(folded.processes.get(1)!.minorFaults, state.process(1).minorFaults);
});

Deno.test("the state before an event is what it was", () => {
  const { events } = sampleMix(1200);
  let before = ImmutableState();
  for (const event of events.slice(0, -1)) before = foldImmutable(before, event);
  const { eventCount } = before;
  foldImmutable(before, events[events.length - 1]);
  assertEquals(before.eventCount, eventCount);
});
