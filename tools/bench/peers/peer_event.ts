/**
 * The events that peers fold: decoded beforehand, so that they are spared what our replay does first.
 */
import {
  type AnyEvent,
  type AnyRecord,
  Decoder,
  openLog,
  payloadOfBlock,
  type System,
} from "@palimpsest/kernel";

/** An effect of the mix; fields by name. */
// deno-lint-ignore no-explicit-any -- the peers' folds switch on `kind` and know the fields that follow from it
export type PeerEffect = AnyRecord & Record<string, any>;

/** An event: its header, effects and outcome. */
export interface PeerEvent extends AnyEvent {
  readonly effects: readonly PeerEffect[];
}

/** All events of a log as plain records. */
export function peerEvents(system: System, bytes: Uint8Array): PeerEvent[] {
  const log = openLog(bytes);
  const decoder = new Decoder(system.codec);
  const events: PeerEvent[] = [];
  for (let block = 0; block < log.blocks.blockCount; block++) {
    decoder.open(payloadOfBlock(log, block));
    for (let event = decoder.nextEvent(); event !== undefined; event = decoder.nextEvent()) {
      events.push(event as unknown as PeerEvent);
    }
  }
  return events;
}
