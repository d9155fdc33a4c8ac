/**
 * A log that replays what it is given at once: every test that writes to one proves record → replay → same digest.
 *
 *     live machine ── encoded event ──▶ decode ──▶ fold into a state of its own ──▶ same digest as the live state?
 *
 *   RL1  Each event is decoded by itself: the encoder's delta state is cut before every event.
 *   RL2  After every event the replayed state is sound (check/), and a checkpoint taken before it is as it was.
 */

import { assertThat } from "../assert.ts";
import { checkDigest } from "../check/check_digest.ts";
import { checkState } from "../check/check_state.ts";
import type { System } from "../compose.ts";
import { Decoder } from "../event/decoder.ts";
import type { AnyEvent } from "../event/schema.ts";
import { LogWriter } from "../log/writer.ts";
import { State } from "../state/state.ts";

/** A log that keeps nothing but replays everything. */
export class ReplayingLog extends LogWriter {
  /** Told of every event after it was replayed. */
  observer: ((event: AnyEvent) => void) | undefined;
  private readonly state: State;
  private readonly decoder: Decoder;

  /** A log of a machine of `system` with `frameCount` frames. */
  constructor(private readonly system: System, frameCount: number) {
    super(() => {}, { blockPayloadBytes: 1 });
    this.state = State.empty(frameCount);
    this.state.slices = system.fold.newSlices(this.state.epoch);
    this.decoder = new Decoder(system.codec);
  }

  /** Every event is the first of its block (RL1). */
  override beginEvent(): boolean {
    this.block.position = 0;
    return true;
  }

  /** Replays an event; throws when the digest it leads to is another than the live one. */
  override endWritten(lengthBytes: number): void {
    this.decoder.open(this.block.bytes.slice(0, lengthBytes));
    const event = this.decoder.nextEvent() as AnyEvent;
    const { fold } = this.system;
    const before = this.state.checkpoint();
    for (const effect of event.effects) fold.reduce(this.state, effect);
    fold.endEvent(this.state, event, event);
    const { digest } = this.state;
    const live = this.digestSource!();
    assertThat(
      digest.lo === live.lo && digest.hi === live.hi,
      () => `event ${this.state.eventCount - 1}, ${event.kind}: replayed to another digest than the live one`,
    );
    checkState(this.state);
    checkDigest(before);
    this.observer?.(event);
  }
}
