/** The plain fold, against ours. */
import { assertEquals, assertThrows } from "@std/assert";
import { foldPlain } from "./plain_fold.ts";
import { emptyPlainState, PART, type PlainState } from "./plain_state.ts";
import { ptesOf, sampleMix, sortedRows } from "./testing/sample_mix.ts";

function plainPtes({ spaces }: PlainState): number[][] {
  return Object.entries(spaces).flatMap(([space, { tables }]) =>
    Object.entries(tables).flatMap(([part, entries]) =>
      Object.entries(entries).map(([index, pte]) => [Number(space), Number(part) * PART + Number(index), pte])
    )
  );
}

Deno.test("the plain fold ends in the page tables, frames and fault counts that ours ends in", () => {
  const { events, state } = sampleMix(1500);
  const plain = emptyPlainState();
  for (const event of events) foldPlain(plain, event);
  assertEquals(plain.eventCount, state.eventCount);
  assertEquals(sortedRows(plainPtes(plain)), ptesOf(state));
  const frameCount = Object.values(plain.frames).reduce((sum, part) => sum + Object.keys(part).length, 0);
  assertEquals(frameCount + 1, state.frameMap.usedCount);
  for (const [pid, { minorFaults, majorFaults }] of Object.entries(plain.processes)) {
    const process = state.process(Number(pid));
    assertEquals([minorFaults, majorFaults], [process.minorFaults, process.majorFaults]);
  }
});

Deno.test("an effect that the plain fold does not know is refused", () => {
  const event = { kind: "fault", effects: [{ kind: "newEffect" }] };
  assertThrows(() => foldPlain(emptyPlainState(), event), Error, "does not know newEffect");
});
