/**
 * The encoder: events to bytes, effect by effect as they are emitted. What the bytes are, codec.ts says.
 *
 * An event is encoded in its general form while it happens; when it ends and its kind and those of its effects have
 * patterns (pattern_tree.ts), it is written again by the first pattern that it fits, over what was written.
 */

import { assertThat } from "../assert.ts";
import { ByteWriter } from "./byte_writer.ts";
import type { Codec, EventCodec } from "./codec.ts";
import { END, END_WITH_OUTCOME, LAST_BIT, writePresence } from "./heads.ts";
import type { Branch } from "./pattern_tree.ts";
import type { Registers } from "./registers.ts";
import type {
  AnyEvent,
  AnyRecord,
  EffectOf,
  EffectTable,
  EventHeaderOf,
  EventOf,
  EventTable,
  OutcomeOf,
} from "./schema.ts";

/**
 * Encodes events one after another, effect by effect as they are emitted.
 *
 *     begin ──▶ effect* ──▶ finish           kinds by name: begin(), effect(), encode()
 *                                            kinds by reference, which takes no search: enter(), emitters.ts
 */
export class Encoder<FX extends EffectTable = EffectTable, EV extends EventTable = EventTable> {
  /**
   * Where the events are written; the event that was begun last stands there from `start` on.
   *
   * @internal
   */
  readonly writer: ByteWriter;
  /** Where that is. */
  start = 0;
  /**
   * The registers as they are.
   *
   * @internal
   */
  readonly registers: Registers;
  /**
   * Where the head of the last effect stands, if it is a shape's: the end may go there. -1: it is none.
   *
   * @internal
   */
  lastShapeAt = -1;
  /**
   * The numbers of the records so far, while the event may become a pattern (codec_source.ts, CS4).
   *
   * @internal
   */
  readonly numbers: Int32Array;
  private branch: Branch | undefined;
  private readonly codec: Codec<FX, EV>;
  private readonly appends: boolean;
  private event: EventCodec | undefined;

  /**
   * An encoder at the start of a block.
   *
   * @param writer Where events are appended, one behind the other. Without one, each takes the place of the one before.
   */
  constructor(codec: Codec<FX, EV>, writer?: ByteWriter) {
    this.codec = codec;
    this.registers = codec.registers.create();
    this.numbers = new Int32Array(codec.numberCount);
    this.appends = writer !== undefined;
    this.writer = writer ?? new ByteWriter();
  }

  /** Sets the registers as a block starts. Not between begin() and end(). */
  resetRegisters(): void {
    assertThat(this.event === undefined, "registers are reset within an event");
    this.codec.registers.reset(this.registers);
  }

  /**
   * The functions of a kind of event.
   *
   * @internal
   */
  eventKind(kind: string): EventCodec {
    return this.codec.eventByName.get(kind) ?? unknownKind("event", kind);
  }

  /** Whether an event is begun. */
  get isWithinEvent(): boolean {
    return this.event !== undefined;
  }

  /** Starts an event; the number of its kind. */
  begin(header: EventHeaderOf<EV>): number {
    const event = this.eventKind((header as AnyRecord).kind);
    this.enter(event);
    event.write(this.writer, this.registers, header, this.numbers, 0);
    return event.id;
  }

  /**
   * Starts an event of a kind that is at hand; the caller has its function write the header right after that.
   *
   * @internal
   */
  enter(event: EventCodec): void {
    // Messages as functions would be objects made for every event.
    if (this.event !== undefined) {
      assertThat(false, `event ${event.record.createRecord().kind} begins within another`);
    }
    this.event = event;
    const { writer } = this;
    if (!this.appends) writer.position = 0;
    this.start = writer.position;
    this.branch = event.branch;
    this.lastShapeAt = -1;
  }

  /**
   * Where in `numbers` those of the next effect begin, which is of the kind with this number.
   *
   * @internal
   */
  follow(effectId: number): number {
    const { branch } = this;
    if (branch === undefined) return 0;
    this.branch = branch.next[effectId];
    return branch.numberCount;
  }

  /** Adds an effect to the event begun; the number of its kind. */
  effect(effect: EffectOf<FX>): number {
    const { kind } = effect as AnyRecord;
    if (this.event === undefined) assertThat(false, `effect ${kind} is emitted outside an event`);
    const codec = this.codec.effectByName.get(kind) ?? unknownKind("effect", kind);
    const { id, write } = codec;
    this.lastShapeAt = write(this.writer, this.registers, effect, this.numbers, this.follow(id));
    return id;
  }

  /** Ends the event begun and returns its bytes: a view that is valid until the next begin(). */
  end(outcome: OutcomeOf<EV>): Uint8Array {
    this.finish(outcome);
    return this.writer.bytes.subarray(this.start, this.writer.position);
  }

  /** Ends the event begun like end(), and returns how many bytes it has. */
  finish(outcome: OutcomeOf<EV>): number {
    const { event, writer } = this;
    if (event === undefined) assertThat(false, "an event ends that did not begin");
    const { presenceBytes } = event!.outcome;
    if (presenceBytes === 0) return this.finishPlain();
    const end = writer.skip(1 + presenceBytes);
    const presence = event!.outcome.encode(writer, this.registers, outcome);
    if (presence === 0) {
      writer.position = end;
      return this.finishPlain();
    }
    writer.bytes[end] = END_WITH_OUTCOME;
    writePresence(writer, end + 1, presenceBytes, presence);
    this.event = undefined;
    return writer.position - this.start;
  }

  /** The same for an event whose outcome is at its defaults and has no near() fields: nothing has to be encoded. */
  finishPlain(): number {
    const { writer } = this;
    if (this.event === undefined) assertThat(false, "an event ends that did not begin");
    this.event = undefined;
    const pack = this.branch?.pack;
    if (pack !== undefined && pack(writer, this.numbers, this.start)) return writer.position - this.start;
    if (this.lastShapeAt >= 0) writer.bytes[this.lastShapeAt] |= LAST_BIT;
    else writer.bytes[writer.skip(1)] = END;
    return writer.position - this.start;
  }

  /** Encodes a whole event: begin(), effect() for each, end(). */
  encode(event: EventOf<EV, EffectOf<FX>>): Uint8Array {
    this.begin(event as unknown as EventHeaderOf<EV>);
    for (const effect of (event as AnyEvent).effects) this.effect(effect as EffectOf<FX>);
    return this.end(event as unknown as OutcomeOf<EV>);
  }
}

function unknownKind(what: string, kind: string): never {
  assertThat(false, `${what} kind ${kind} is in no table`);
}
