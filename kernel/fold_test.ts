/** Tests of the fold: kinds and reducers are paired, and events count. */
import { assertEquals, assertThrows } from "@std/assert";
import { kernelPart } from "./compose.ts";
import { FAULT_OUTCOME, kernelEvents } from "./event/events.ts";
import { kernelEffects } from "./event/effects.ts";
import { composeSchema } from "./event/schema.ts";
import { Fold } from "./fold.ts";
import type { State } from "./state/state.ts";
import { givenProcess } from "./testing/machine_fixture.ts";

const schema = composeSchema(
  [{ owner: "kernel", firstId: 1, lastId: 63, table: kernelEffects }],
  [{ owner: "kernel", firstId: 1, lastId: 95, table: kernelEvents }],
);
const fold = new Fold(schema, [kernelPart]);

Deno.test("reducers are found by kind and by number", () => {
  assertEquals(fold.byId[kernelEffects.pagesUnmap.id], kernelPart.reducers.pagesUnmap);
  const { state } = givenProcess();
  fold.reduce(state, { kind: "spaceBreak", space: 1, endBreak: 7 });
  assertEquals(state.space(1).endBreak, 7);
});

Deno.test("a kind without a reducer is told at once", () => {
  assertThrows(() => new Fold(schema, [{ reducers: {} }]), Error, "effect pagesFresh has no reducer");
});

Deno.test("followers come after the reducers of what they follow, found by kind and by number", () => {
  const seen: number[] = [];
  const followers = { spaceBreak: (state: State) => seen.push(state.space(1).endBreak) };
  const following = new Fold(schema, [kernelPart, { reducers: {}, followers }]);
  const { state } = givenProcess();
  following.reduce(state, { kind: "spaceBreak", space: 1, endBreak: 7 });
  following.byId[kernelEffects.spaceBreak.id](state, { kind: "spaceBreak", space: 1, endBreak: 8 });
  assertEquals(seen, [7, 8]);
  assertThrows(
    () => new Fold(schema, [kernelPart, { reducers: {}, followers: { nothing: () => {} } }]),
    Error,
    "effect nothing is followed and has no reducer",
  );
});

Deno.test("packages' slices start empty, owned by the state's epoch", () => {
  const slice = (epoch: number) => ({ epoch, clone: slice });
  const slices = new Fold(schema, [kernelPart, { reducers: {}, slices: { names: slice } }]).newSlices(7);
  assertEquals([...slices].map(([name, made]) => [name, (made as unknown as { epoch: number }).epoch]), [[
    "names",
    7,
  ]]);
});

Deno.test("every event counts, and a fault counts for its process when it was served", () => {
  const { state } = givenProcess();
  const before = state.eventCount;
  const end = (result: number) => fold.endEvent(state, { kind: "fault", process: 1 }, { result });
  for (const result of [FAULT_OUTCOME.minor, FAULT_OUTCOME.major, FAULT_OUTCOME.segvAccErr]) end(result);
  fold.endEvent(state, { kind: "setup", process: 1 }, {});
  const { minorFaults, majorFaults } = state.process(1);
  assertEquals([state.eventCount - before, minorFaults, majorFaults], [4, 1, 1]);
});
