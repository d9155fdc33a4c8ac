/** The folds of the peers, against one another. */
import { assertEquals } from "@std/assert";
import { foldWithCopies, foldWithImmer, foldWithImmutable, foldWithReduxToolkit } from "./folds.ts";
import { sampleMix } from "./testing/sample_mix.ts";

Deno.test("immer and Redux toolkit end in the state that is folded in place", () => {
  const { events } = sampleMix(1200);
  const { state } = foldWithCopies(events, 500);
  assertEquals(foldWithImmer(events), state);
  assertEquals(foldWithReduxToolkit(events), state);
  assertEquals(foldWithImmutable(events).eventCount, state.eventCount);
});

Deno.test("full copies are of the states at their spacing", () => {
  const { events } = sampleMix(1200);
  const { copies } = foldWithCopies(events, 500);
  assertEquals(copies.map(({ eventCount }) => eventCount), [500, 1000]);
  assertEquals(copies[0], foldWithCopies(events.slice(0, 500), 500).state);
});
