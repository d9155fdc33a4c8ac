/**
 * Replay without checkpoints: a log opened (checksums), decoded, reduced, and its digests verified.
 */
import { Decoder, openLog, payloadOfBlock, State, type System } from "@palimpsest/kernel";
import { MIX_CONFIG } from "./mix_world.ts";

/** Folds a whole log of the mix; the state at its end. Throws when a digest is another than the log says. */
export function foldLog(system: System, bytes: Uint8Array): State {
  const log = openLog(bytes);
  const { blocks } = log;
  const state = State.empty(MIX_CONFIG.frameCount);
  state.slices = system.fold.newSlices(state.epoch);
  const decoder = new Decoder(system.codec);
  for (let block = 0; block < blocks.blockCount; block++) {
    decoder.open(payloadOfBlock(log, block));
    decoder.fold(system.foldLoop, state, blocks.eventCount[block], Infinity);
    const { lo, hi } = state.digest;
    if (lo >>> 0 !== blocks.digestLo[block] || hi >>> 0 !== blocks.digestHi[block]) {
      throw new Error(`the fold of block ${block} has another digest than the log says`);
    }
  }
  return state;
}
