import { assert, assertEquals } from "@std/assert";
import type { State } from "@palimpsest/kernel";
import { LogBytes } from "../log_bytes.ts";
import { runMix } from "../mix.ts";
import { MIX_CONFIG, mixSystem } from "../mix_world.ts";
import { foldWithCopies, foldWithImmer, foldWithImmutable, foldWithReduxToolkit } from "./folds.ts";
import { peerEvents } from "./peer_event.ts";
import type { PlainState } from "./plain_state.ts";

const EVENT_COUNT = 1500;

function sample() {
  const system = mixSystem();
  const log = new LogBytes(MIX_CONFIG);
  const machine = runMix(system, { eventCount: EVENT_COUNT, locality: "scattered" }, log.writer);
  return { events: peerEvents(system, log.close()), state: machine.state };
}

/** What both sides say of the page tables and the frames, comparable. */
function ptesOf(state: State): Map<string, number> {
  const ptes = new Map<string, number>();
  for (const [id, space] of state.spaces.entries()) {
    for (let page = space.pages.nextLeaf(0); page >= 0; page = space.pages.nextLeaf(page + 1)) {
      if (space.pte(page) !== 0) ptes.set(`${id}:${page}`, space.pte(page));
    }
  }
  return ptes;
}

function plainPtes(state: PlainState): Map<string, number> {
  const ptes = new Map<string, number>();
  for (const [id, { tables }] of Object.entries(state.spaces)) {
    for (const [part, entries] of Object.entries(tables)) {
      for (const [index, pte] of Object.entries(entries)) {
        ptes.set(`${id}:${Number(part) * 512 + Number(index)}`, pte);
      }
    }
  }
  return ptes;
}

function assertAgrees(plain: PlainState, state: State): void {
  assertEquals(plain.eventCount, state.eventCount);
  assertEquals(sorted(plainPtes(plain)), sorted(ptesOf(state)));
  const frameCount = Object.values(plain.frames).reduce((sum, part) => sum + Object.keys(part).length, 0);
  assertEquals(frameCount + 1, state.frameMap.usedCount);
  for (const [pid, { minorFaults, majorFaults }] of Object.entries(plain.processes)) {
    const process = state.process(Number(pid));
    assertEquals([minorFaults, majorFaults], [process.minorFaults, process.majorFaults]);
  }
}

function sorted(ptes: Map<string, number>): [string, number][] {
  return [...ptes].sort(([left], [right]) => left < right ? -1 : 1);
}

Deno.test("the folds of immer, Redux toolkit and the copies end in the page tables that ours ends in", () => {
  const { events, state } = sample();
  assert(ptesOf(state).size > 300, "the sample maps many pages");
  assertAgrees(foldWithImmer(events), state);
  assertAgrees(foldWithReduxToolkit(events), state);
  const { state: plain, copies } = foldWithCopies(events, 500);
  assertAgrees(plain, state);
  assertEquals(copies.map(({ eventCount }) => eventCount), [500, 1000, 1500]);
});

Deno.test("the fold of Immutable.js ends in the page tables that ours ends in", () => {
  const { events, state } = sample();
  const folded = foldWithImmutable(events);
  const ptes = new Map<string, number>();
  for (const [id, space] of folded.spaces) {
    for (const table of space.tables.values()) {
      for (const [page, pte] of table) ptes.set(`${id}:${page}`, pte);
    }
  }
  assertEquals(sorted(ptes), sorted(ptesOf(state)));
  assertEquals(folded.frames.size + 1, state.frameMap.usedCount);
});
