/**
 * Rebuilding the bookkeeping of a replacement policy from a log: a second residency follows the fold, and must choose at
 * each reclaim event what the event then takes out.
 */

import { assertThat } from "../../assert.ts";
import { kernelPart, System } from "../../compose.ts";
import { Decoder } from "../../event/decoder.ts";
import type { AnyRecord } from "../../event/schema.ts";
import { openLog, payloadOfBlock } from "../../log/reader.ts";
import { expandConfig, type MachineConfig } from "../../machine_config.ts";
import { State } from "../../state/state.ts";
import { POLICIES } from "../policies.ts";
import { Residency } from "../residency.ts";

const system = new System([kernelPart]);

/** Folds a log with a residency beside it; throws when it chooses otherwise. Returns how often it chose. */
export function replayPolicy(bytes: Uint8Array, given: MachineConfig): number {
  const config = expandConfig(given);
  const log = openLog(bytes);
  const state = State.empty(config.frameCount);
  state.slices = system.fold.newSlices(state.epoch);
  const residency = new Residency(state, {
    ...config,
    makePolicy: POLICIES[config.policy].make,
    seed: config.policySeed,
  });
  const decoder = new Decoder(system.codec);
  let header: AnyRecord = { kind: "" };
  let chosen: number[] = [];
  let choiceCount = 0;
  const sink = {
    begin: (record: unknown) => {
      header = record as AnyRecord;
      residency.startWhenNeeded();
      chosen = header.kind === "reclaim" ? chooseFor(residency, header) : [];
    },
    effect: (effect: unknown, id: number) => system.fold.byId[id](state, effect),
    end: (outcome: unknown) => {
      system.fold.endEvent(state, header, outcome as AnyRecord);
      residency.endEvent(header, outcome as AnyRecord);
      if (header.kind !== "reclaim") return;
      choiceCount++;
      for (const frame of chosen) {
        assertThat(
          !state.frameMap.isUsed(frame),
          () => `event ${state.eventCount - 1} did not take frame ${frame}`,
        );
      }
    },
  };
  for (let block = 0; block < log.blocks.blockCount; block++) {
    decoder.open(payloadOfBlock(log, block));
    while (decoder.next(sink));
  }
  return choiceCount;
}

function chooseFor(residency: Residency, header: AnyRecord): number[] {
  const { wanted, held, process } = header as unknown as { wanted: number; held: number; process: number };
  return residency.choose({ wanted, heldFrame: held - 1, isDirect: process !== 0 });
}
