/**
 * Events to bytes and back.
 *
 *     event   = head, fields of the header   effect…   end        heads: heads.ts
 *     effect  = head, fields                                       an effect's head may say that it is the last,
 *     end     = head, fields of the outcome                        and then there is no end
 *     fields  = those that are present, in coded order (schema.ts, S4); an absent field is at its default or,
 *               a near() field, at its register
 *
 * C1  Decoding what was encoded gives equal events, if the decoder's registers are what the encoder's were.
 *     Both are as at the start of a block (R2) after resetRegisters() and open().
 * C2  An event depends on the ones before it through the registers only.
 * C3  Bytes that cannot be an event throw a CodecError. Then the decoder has to be opened anew: its
 *     registers, and what its sink has been told, are those of half an event.
 * C4  Decoding fills one reused record a kind; it allocates only for text, bytes and lists. A sink that keeps
 *     a record, or a bytes value (a view of the payload, or an array that the kind's next bytes may stand in), has
 *     to copy it.
 */

import { assertThat } from "../assert.ts";
import { ByteReader } from "./byte_reader.ts";
import { ByteWriter } from "./byte_writer.ts";
import {
  compileWriteRecord,
  effectHeads,
  END,
  END_WITH_OUTCOME,
  eventHeads,
  FIRST_KIND_HEAD,
  type Heads,
  LAST_BIT,
  writePresence,
  type WriteRecord,
} from "./heads.ts";
import type { FoldLoop } from "../fold_loop.ts";
import type { State } from "../state/state.ts";
import { compileRecord, type DecodeRecord, type RecordCodec } from "./codec_source.ts";
import { RegisterLayout } from "./registers.ts";
import type {
  AnyEvent,
  AnyRecord,
  EffectKind,
  EffectOf,
  EffectTable,
  EventHeaderOf,
  EventOf,
  EventTable,
  OutcomeOf,
  OutcomeRecordOf,
  RecordSpec,
  Schema,
} from "./schema.ts";

/** The compiled functions of one kind. */
export interface KindCodec {
  /** The kind's number. */
  readonly id: number;
  /** Of an effect, or of an event's header. */
  readonly record: RecordCodec;
  /** Of an event; an effect has none. */
  readonly outcome: RecordCodec;
  readonly heads: Heads;
  /** Writes the record behind its head. */
  readonly write: WriteRecord;
}

/** A schema with its compiled coding functions. Stateless: share it among encoders and decoders. */
export interface Codec<FX extends EffectTable = EffectTable, EV extends EventTable = EventTable> {
  /** What it was compiled from. */
  readonly schema: Schema<FX, EV>;
  /**
   * Where its registers stand.
   *
   * @internal
   */
  readonly registers: RegisterLayout;
  /**
   * Every effect kind's functions.
   *
   * @internal
   */
  readonly effectByName: ReadonlyMap<string, KindCodec>;
  /**
   * Every event kind's functions.
   *
   * @internal
   */
  readonly eventByName: ReadonlyMap<string, KindCodec>;
}

/** Compiles a schema's coding functions (some milliseconds; once at start-up). */
export function compileCodec<FX extends EffectTable, EV extends EventTable>(
  schema: Schema<FX, EV>,
): Codec<FX, EV> {
  const registers = new RegisterLayout(schema.registers);
  const nothing: RecordSpec = { fields: [], codedFields: [] };
  const compile = (what: "effect" | "event", kind: EffectKind, outcome = nothing): [string, KindCodec] => {
    const use = { registers, choosesBank: what === "event", shapes: [...kind.shapes.keys()] };
    const outcomeUse = { registers, shapes: [0] };
    const heads = what === "event" ? eventHeads(kind) : effectHeads(kind);
    const record = compileRecord(`${what} ${kind.name}`, kind.name, kind.record, use);
    return [kind.name, {
      id: kind.id,
      heads,
      record,
      write: compileWriteRecord(heads, record),
      outcome: compileRecord(`outcome of ${what} ${kind.name}`, kind.name, outcome, outcomeUse),
    }];
  };
  return {
    schema,
    registers,
    effectByName: new Map(schema.effects.map((kind) => compile("effect", kind))),
    eventByName: new Map(schema.events.map((kind) => compile("event", kind, kind.outcome))),
  };
}

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
  readonly registers: Float64Array;
  /**
   * Where the head of the last effect stands, if it is a shape's: the end may go there. -1: it is none.
   *
   * @internal
   */
  lastShapeAt = -1;
  private readonly codec: Codec<FX, EV>;
  private readonly appends: boolean;
  private event: KindCodec | undefined;

  /**
   * An encoder at the start of a block.
   *
   * @param writer Where events are appended, one behind the other. Without one, each takes the place of the one before.
   */
  constructor(codec: Codec<FX, EV>, writer?: ByteWriter) {
    this.codec = codec;
    this.registers = codec.registers.create();
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
  eventKind(kind: string): KindCodec {
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
    event.write(this.writer, this.registers, header);
    return event.id;
  }

  /**
   * Starts an event of a kind that is at hand; the caller has its function write the header right after that.
   *
   * @internal
   */
  enter(event: KindCodec): void {
    // Messages as functions would be objects made for every event.
    if (this.event !== undefined) {
      assertThat(false, `event ${event.record.createRecord().kind} begins within another`);
    }
    this.event = event;
    const { writer } = this;
    if (!this.appends) writer.position = 0;
    this.start = writer.position;
    this.lastShapeAt = -1;
  }

  /** Adds an effect to the event begun; the number of its kind. */
  effect(effect: EffectOf<FX>): number {
    const { kind } = effect as AnyRecord;
    if (this.event === undefined) assertThat(false, `effect ${kind} is emitted outside an event`);
    const codec = this.codec.effectByName.get(kind) ?? unknownKind("effect", kind);
    this.lastShapeAt = codec.write(this.writer, this.registers, effect);
    return codec.id;
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
    if (this.lastShapeAt >= 0) writer.bytes[this.lastShapeAt] |= LAST_BIT;
    else writer.bytes[writer.skip(1)] = END;
    this.event = undefined;
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

/**
 * What a decoder tells of an event. The records are reused (C4); `id` is the number of the kind, for dispatch
 * by table.
 */
export interface EventSink<FX extends EffectTable = EffectTable, EV extends EventTable = EventTable> {
  /** An event of kind `id` begins. */
  begin(header: EventHeaderOf<EV>, id: number): void;
  /** It has this effect, of kind `id`. */
  effect(effect: EffectOf<FX>, id: number): void;
  /** The event of kind `id` ends. */
  end(outcome: OutcomeRecordOf<EV>, id: number): void;
}

/** What a head stands for: a kind, and how the rest of its record is read. */
interface Form {
  readonly id: number;
  readonly decode: DecodeRecord;
  /** The kind's one record. */
  readonly record: AnyRecord;
  readonly outcome: Outcome;
}

/** How the outcome of a kind of event is read. */
interface Outcome {
  readonly record: AnyRecord;
  readonly presenceBytes: number;
  readonly decode: DecodeRecord;
  readonly decodeNone: DecodeRecord;
}

/** Decodes events from a block's payload. */
export class Decoder<FX extends EffectTable = EffectTable, EV extends EventTable = EventTable> {
  readonly #layout: RegisterLayout;
  readonly #registers: Float64Array;
  /** By head, with holes. */
  readonly #effects: readonly (Form | undefined)[];
  readonly #events: readonly (Form | undefined)[];
  #reader = new ByteReader(new Uint8Array(0));

  /** A decoder of nothing yet: open() is what gives it bytes. */
  constructor(codec: Codec<FX, EV>) {
    this.#layout = codec.registers;
    this.#registers = codec.registers.create();
    this.#effects = formsOf(codec.effectByName, LAST_BIT);
    this.#events = formsOf(codec.eventByName, 0);
  }

  /** Starts decoding at `offset` of `payload`, up to `end`, with the registers as at the start of a block. */
  open(payload: Uint8Array, offset = 0, end = payload.length): void {
    assertThat(
      0 <= offset && offset <= end && end <= payload.length,
      () => `bytes ${offset} to ${end} of a payload of ${payload.length}`,
    );
    this.#reader = new ByteReader(end === payload.length ? payload : payload.subarray(0, end), offset);
    this.#layout.reset(this.#registers);
  }

  /** Offset in the payload of the next event. */
  get position(): number {
    return this.#reader.position;
  }

  /**
   * A copy of the registers, to go on from {@link position} later: open() there, then {@link
   * restoreRegisters}.
   */
  saveRegisters(): Float64Array {
    return this.#registers.slice();
  }

  /** Sets the registers to what {@link saveRegisters} returned. */
  restoreRegisters(saved: Float64Array): void {
    this.#registers.set(saved);
  }

  /**
   * Decodes one event into `sink`; false, and nothing done, at the end of the payload. Throws CodecError
   * (C3).
   */
  next(sink: EventSink<FX, EV>): boolean {
    const reader = this.#reader;
    if (reader.atEnd) return false;
    const registers = this.#registers;
    const event = formAt(this.#events, reader.uint(), "event", reader);
    event.decode(reader, registers, event.record);
    sink.begin(event.record as EventHeaderOf<EV>, event.id);
    let head = reader.uint();
    for (; head > END_WITH_OUTCOME; head = reader.uint()) {
      const effect = formAt(this.#effects, head, "effect", reader);
      effect.decode(reader, registers, effect.record);
      sink.effect(effect.record as EffectOf<FX>, effect.id);
      if (head < FIRST_KIND_HEAD && (head & LAST_BIT) !== 0) {
        head = END;
        break;
      }
    }
    const { outcome } = event;
    if (head === END) outcome.decodeNone(reader, registers, outcome.record);
    else this.#decodeOutcome(outcome);
    sink.end(outcome.record as OutcomeRecordOf<EV>, event.id);
    return true;
  }

  #decodeOutcome({ record, presenceBytes, decode }: Outcome): void {
    const reader = this.#reader;
    if (presenceBytes === 0) reader.corrupt(`event ${record.kind} has no outcome`, reader.position - 1);
    decode(reader, this.#registers, record);
  }

  /** Lets a loop (fold_loop.ts) decode and reduce up to `most` events; how many it did. */
  fold(loop: FoldLoop, state: State, most: number, workEnd: number): number {
    return loop(this.#reader, this.#registers, state, most, workEnd);
  }

  /**
   * Decodes one event into a fresh plain record; undefined at the end of the payload. Throws CodecError (C3).
   */
  nextEvent(): EventOf<EV, EffectOf<FX>> | undefined {
    const effects: AnyRecord[] = [];
    let header: AnyRecord | undefined;
    let outcome: AnyRecord | undefined;
    this.next({
      begin: (record) => header = copyOf(record as AnyRecord),
      effect: (record) => effects.push(copyOf(record as AnyRecord)),
      end: (record) => outcome = copyOf(record as AnyRecord),
    });
    return header && ({ ...header, effects, ...outcome } as unknown as EventOf<EV, EffectOf<FX>>);
  }
}

/** The forms by head; the head of a shape stands for it with any of `freeBits` set too. */
function formsOf(codecs: ReadonlyMap<string, KindCodec>, freeBits: number): (Form | undefined)[] {
  const forms: (Form | undefined)[] = [undefined];
  const put = (head: number, form: Form) => {
    while (forms.length <= head) forms.push(undefined);
    forms[head] = form;
  };
  for (const { id, record, outcome, heads } of codecs.values()) {
    const { presenceBytes, decode, decodeShape } = outcome;
    const decodeNone = decodeShape.get(0)!;
    const form = {
      id,
      decode: record.decode,
      record: record.createRecord(),
      outcome: { record: outcome.createRecord(), presenceBytes, decode, decodeNone },
    };
    put(heads.ofKind, form);
    for (const [presence, shape] of record.decodeShape) {
      const head = heads.ofShapes![presence];
      put(head, { ...form, decode: shape });
      put(head | freeBits, { ...form, decode: shape });
    }
  }
  return forms;
}

function formAt(forms: readonly (Form | undefined)[], head: number, what: string, reader: ByteReader): Form {
  const form = head < forms.length ? forms[head] : undefined;
  return form ?? unknownHead(reader, what, head);
}

/** Refuses a head that was just read and stands for nothing. */
export function unknownHead(reader: ByteReader, what: string, head: number): never {
  reader.corrupt(`${what} ${head} is unknown`, reader.position - varintBytes(head));
}

function varintBytes(value: number): number {
  return value < 128 ? 1 : 1 + varintBytes(Math.floor(value / 128));
}

function copyOf(record: AnyRecord): AnyRecord {
  const copy: { [field: string]: unknown; kind: string } = { ...record };
  for (const name in copy) {
    const value = copy[name];
    if (value instanceof Uint8Array) copy[name] = value.slice();
  }
  return copy;
}
