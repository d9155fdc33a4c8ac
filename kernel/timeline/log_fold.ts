/**
 * Folding a log: events decoded and reduced, block by block, from any place on.
 *
 *      place ── the next event begins here: block, offset in its payload, registers of the decoder
 *
 *      block k                    block k + 1
 *      [ event │ event │ event ]  [ event │ event … ]
 *                  ▲           ▲
 *                  a place     end of a block: the state's digest must be the one that the block's header says
 *
 *   LF1  One decoder serves any number of states, one fold() after another; a place holds all it needs to go on.
 *   LF2  Nothing is decided here: effects come from the log.
 *   LF3  Every fold that reaches the end of a block verifies the digest. As every state descends from a fold from event
 *        0 on, the first block that is found to differ is the first that does.
 */

import { KernelAssertion } from "../assert.ts";
import { CodecError } from "../event/codec_error.ts";
import { Decoder } from "../event/decoder.ts";
import type { Registers } from "../event/registers.ts";
import { type OpenedLog, payloadOfBlock } from "../log/reader.ts";
import type { System } from "../compose.ts";
import { State } from "../state/state.ts";
import { TimelineError } from "./timeline_error.ts";

/** Between which two events of a log a state stands, and how decoding goes on from there. */
export interface Place {
  /** The last event that was folded; -1 before the first. */
  readonly event: number;
  /** The block of that event. */
  readonly block: number;
  /** Where the event ends in the block's payload. */
  readonly offset: number;
  /** The decoder's registers after it. */
  readonly registers: Registers;
}

/** A system as far as folding needs it. */
export type FoldingSystem = Pick<System, "codec" | "fold" | "foldLoop">;

/** Folds the events of one log. */
export class LogFold {
  /** The number of the last event. */
  readonly lastEvent: number;
  private readonly decoder: Decoder;
  private payloadBlock = -1;
  private payload: Uint8Array = new Uint8Array(0);

  /** Folds `log` by the reducers of `system`. */
  constructor(readonly log: OpenedLog, private readonly system: FoldingSystem) {
    this.lastEvent = log.eventCount - 1;
    this.decoder = new Decoder(system.codec);
  }

  /** The state before event 0, of a machine of `frameCount` page frames. */
  emptyState(frameCount: number): State {
    const state = State.empty(frameCount);
    state.slices = this.system.fold.newSlices(state.epoch);
    return state;
  }

  /** The place before event 0. */
  start(): Place {
    const registers = this.system.codec.registers.create();
    return { event: -1, block: 0, offset: 0, registers };
  }

  /**
   * Folds the events after `place` into `state`, which stands there.
   *
   * @param toEvent The last event to fold, at most lastEvent.
   * @param workLimit The fold ends early, after the event with which it has done so much work (State.work).
   * @returns The place where the state stands now.
   * @throws {TimelineError} An event cannot be folded, or the state differs from the recording at a block's end.
   */
  fold(state: State, place: Place, toEvent: number, workLimit = Infinity): Place {
    const { blocks } = this.log;
    const workEnd = state.work + workLimit;
    const { decoder } = this;
    let { event, block } = place;
    this.openBlock(block, place.offset);
    decoder.restoreRegisters(place.registers);
    while (event < toEvent && state.work < workEnd) {
      const blockEnd = blocks.firstEvent[block] + blocks.eventCount[block] - 1;
      if (event === blockEnd) {
        this.openBlock(++block, 0);
        continue;
      }
      event = this.foldWithinBlock(state, event, Math.min(toEvent, blockEnd), workEnd);
      if (event === blockEnd) this.verifyBlock(state, block);
    }
    return { event, block, offset: decoder.position, registers: decoder.saveRegisters() };
  }

  /** The payload of a block; that of the last one asked for is kept. */
  payloadOf(block: number): Uint8Array {
    if (block !== this.payloadBlock) {
      this.payload = payloadOfBlock(this.log, block);
      this.payloadBlock = block;
    }
    return this.payload;
  }

  private openBlock(block: number, offset: number): void {
    this.decoder.open(this.payloadOf(block), offset);
  }

  private foldWithinBlock(state: State, from: number, to: number, workEnd: number): number {
    const countBefore = state.eventCount;
    try {
      this.decoder.fold(this.system.foldLoop, state, to - from, workEnd);
    } catch (error) {
      const event = from + state.eventCount - countBefore + 1;
      throw error instanceof CodecError || error instanceof KernelAssertion
        ? new TimelineError(`Cannot replay event ${event}: ${error.message}`, { cause: error })
        : error;
    }
    const last = from + state.eventCount - countBefore;
    if (last < to && state.work < workEnd) throw this.missingEvents(last, to);
    return last;
  }

  private missingEvents(last: number, expected: number): TimelineError {
    return new TimelineError(
      `Cannot replay event ${last + 1}: its block ends after event ${last} and should go on to ${expected}.`,
    );
  }

  private verifyBlock(state: State, block: number): void {
    const { blocks } = this.log;
    const { lo, hi } = state.digest;
    if (lo >>> 0 === blocks.digestLo[block] && hi >>> 0 === blocks.digestHi[block]) return;
    const first = blocks.firstEvent[block];
    const last = first + blocks.eventCount[block] - 1;
    throw new TimelineError(
      `The replay differs from the recording: after event ${last} the state has digest ${state.digest.toHex()}, ` +
        `the log says ${hexDigest(blocks.digestLo[block], blocks.digestHi[block])}; ` +
        `the first difference lies in events ${first}…${last}.`,
    );
  }
}

function hexDigest(lo: number, hi: number): string {
  return hi.toString(16).padStart(8, "0") + lo.toString(16).padStart(8, "0");
}
