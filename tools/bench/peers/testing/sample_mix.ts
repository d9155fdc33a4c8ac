/** A short mix for the tests of peers: its events, and the state that our fold of them ends in. */
import type { State } from "@palimpsest/kernel";
import { LogBytes } from "../../log_bytes.ts";
import { runMix } from "../../mix.ts";
import { MIX_CONFIG, mixSystem } from "../../mix_world.ts";
import { type PeerEvent, peerEvents } from "../peer_event.ts";

/** The events of a short mix, and the state after them. */
export function sampleMix(eventCount: number): { events: PeerEvent[]; state: State } {
  const system = mixSystem();
  const log = new LogBytes(MIX_CONFIG);
  const machine = runMix(system, { eventCount, locality: "scattered" }, log.writer);
  return { events: peerEvents(system, log.close()), state: machine.state };
}

/** Every PTE of a state that is not absent, as [space, page, pte], in order. */
export function ptesOf(state: State): number[][] {
  const ptes: number[][] = [];
  for (const [id, space] of state.spaces.entries()) {
    for (let page = space.pages.nextLeaf(0); page >= 0; page = space.pages.nextLeaf(page + 1)) {
      if (space.pte(page) !== 0) ptes.push([id, page, space.pte(page)]);
    }
  }
  return ptes;
}

/** Numbers in rows, in order. */
export function sortedRows(rows: readonly number[][]): number[][] {
  return [...rows].sort((left, right) => left[0] - right[0] || left[1] - right[1]);
}
