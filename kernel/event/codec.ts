/**
 * Events to bytes and back.
 *
 *     event   = event kind id (varint ≥ 1)   header record   effect…   0   outcome record
 *     effect  = effect kind id (varint ≥ 1)  record
 *     record  = presence bytes               fields that are present, in coded order (schema.ts, S4)
 *               ⌈fields / 8⌉, bit i of them for the i-th declared field; an absent field is at its default
 *               or, a near() field, at its register. A record without fields takes no byte.
 *
 * C1  Decoding what was encoded gives equal events, if the decoder's registers are what the encoder's were.
 *     Both are all zero after resetRegisters() and open(), that is, at the start of a block.
 * C2  An event depends on the ones before it through the registers only.
 * C3  Bytes that cannot be an event throw a CodecError. Then the decoder has to be opened anew: its
 *     registers, and what its sink has been told, are those of half an event.
 * C4  Decoding fills one reused record a kind; it allocates only for text, bytes and lists. A sink that keeps
 *     a record, or a bytes value (a view of the payload), has to copy it.
 */

import { assertThat } from "../assert.ts";
import { ByteReader } from "./byte_reader.ts";
import { ByteWriter } from "./byte_writer.ts";
import { compileRecord, type RecordCodec } from "./codec_source.ts";
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
}

/** A schema with its compiled coding functions. Stateless: share it among encoders and decoders. */
export interface Codec<FX extends EffectTable = EffectTable, EV extends EventTable = EventTable> {
  /** What it was compiled from. */
  readonly schema: Schema<FX, EV>;
  /** Every effect kind's functions. */
  readonly effectByName: ReadonlyMap<string, KindCodec>;
  /** Every event kind's functions. */
  readonly eventByName: ReadonlyMap<string, KindCodec>;
}

/** Compiles a schema's coding functions (some milliseconds; once at start-up). */
export function compileCodec<FX extends EffectTable, EV extends EventTable>(
  schema: Schema<FX, EV>,
): Codec<FX, EV> {
  const { registers } = schema;
  const nothing: RecordSpec = { fields: [], codedFields: [] };
  const compile = (what: string, kind: EffectKind, outcome = nothing): [string, KindCodec] => [kind.name, {
    id: kind.id,
    record: compileRecord(`${what} ${kind.name}`, kind.name, kind.record, registers),
    outcome: compileRecord(`outcome of ${what} ${kind.name}`, kind.name, outcome, registers),
  }];
  return {
    schema,
    effectByName: new Map(schema.effects.map((kind) => compile("effect", kind))),
    eventByName: new Map(schema.events.map((kind) => compile("event", kind, kind.outcome))),
  };
}

/** Encodes events one after another, effect by effect as they are emitted. */
export class Encoder<FX extends EffectTable = EffectTable, EV extends EventTable = EventTable> {
  readonly #codec: Codec<FX, EV>;
  readonly #writer = new ByteWriter();
  readonly #registers: Float64Array;
  readonly #registersAtBegin: Float64Array;
  #event: KindCodec | undefined;

  /** An encoder at the start of a block. */
  constructor(codec: Codec<FX, EV>) {
    this.#codec = codec;
    this.#registers = new Float64Array(codec.schema.registers.length);
    this.#registersAtBegin = new Float64Array(codec.schema.registers.length);
  }

  /** Sets all registers to 0, as a block starts. Not between begin() and end(). */
  resetRegisters(): void {
    assertThat(this.#event === undefined, "registers are reset within an event");
    this.#registers.fill(0);
  }

  /** Starts an event. */
  begin(header: EventHeaderOf<EV>): void {
    const { kind } = header as AnyRecord;
    assertThat(this.#event === undefined, () => `event ${kind} begins within another`);
    const event = this.#codec.eventByName.get(kind);
    assertThat(event !== undefined, () => `event kind ${kind} is in no table`);
    for (let index = 0; index < this.#registers.length; index++) {
      this.#registersAtBegin[index] = this.#registers[index];
    }
    this.#event = event;
    this.#writer.position = 0;
    this.#writer.uint(event.id);
    event.record.encode(this.#writer, this.#registers, header);
  }

  /** Adds an effect to the event begun. */
  effect(effect: EffectOf<FX>): void {
    const { kind } = effect as AnyRecord;
    assertThat(this.#event !== undefined, () => `effect ${kind} is emitted outside an event`);
    const codec = this.#codec.effectByName.get(kind);
    assertThat(codec !== undefined, () => `effect kind ${kind} is in no table`);
    this.#writer.uint(codec.id);
    codec.record.encode(this.#writer, this.#registers, effect);
  }

  /** Ends the event begun and returns its bytes: a view that is valid until the next begin(). */
  end(outcome: OutcomeOf<EV>): Uint8Array {
    const event = this.#event;
    assertThat(event !== undefined, "an event ends that did not begin");
    this.#writer.uint(0);
    if (event.outcome.hasFields) event.outcome.encode(this.#writer, this.#registers, outcome);
    this.#event = undefined;
    return this.#writer.view();
  }

  /** Drops the event begun, as if begin() had never been called. */
  abandon(): void {
    assertThat(this.#event !== undefined, "an event is abandoned that did not begin");
    this.#registers.set(this.#registersAtBegin);
    this.#event = undefined;
  }

  /** Encodes a whole event: begin(), effect() for each, end(). */
  encode(event: EventOf<EV, EffectOf<FX>>): Uint8Array {
    this.begin(event as unknown as EventHeaderOf<EV>);
    for (const effect of (event as AnyEvent).effects) this.effect(effect as EffectOf<FX>);
    return this.end(event as unknown as OutcomeOf<EV>);
  }
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

interface DecodedKind {
  readonly codec: KindCodec;
  readonly record: AnyRecord;
  readonly outcome: AnyRecord;
}

/** Decodes events from a block's payload. */
export class Decoder<FX extends EffectTable = EffectTable, EV extends EventTable = EventTable> {
  readonly #registers: Float64Array;
  /** By kind id, with holes. */
  readonly #effects: readonly (DecodedKind | undefined)[];
  readonly #events: readonly (DecodedKind | undefined)[];
  #reader = new ByteReader(new Uint8Array(0));

  /** A decoder of nothing yet: open() is what gives it bytes. */
  constructor(codec: Codec<FX, EV>) {
    this.#registers = new Float64Array(codec.schema.registers.length);
    this.#effects = decodedKinds(codec.effectByName);
    this.#events = decodedKinds(codec.eventByName);
  }

  /** Starts decoding at `offset` of `payload`, up to `end`, with all registers 0. */
  open(payload: Uint8Array, offset = 0, end = payload.length): void {
    assertThat(
      0 <= offset && offset <= end && end <= payload.length,
      () => `bytes ${offset} to ${end} of a payload of ${payload.length}`,
    );
    this.#reader = new ByteReader(end === payload.length ? payload : payload.subarray(0, end), offset);
    this.#registers.fill(0);
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
    const id = reader.uint();
    const event = kindAt(this.#events, id, "event", reader);
    event.codec.record.decode(reader, registers, event.record);
    sink.begin(event.record as EventHeaderOf<EV>, id);
    for (let effectId = reader.uint(); effectId !== 0; effectId = reader.uint()) {
      const effect = kindAt(this.#effects, effectId, "effect", reader);
      effect.codec.record.decode(reader, registers, effect.record);
      sink.effect(effect.record as EffectOf<FX>, effectId);
    }
    if (event.codec.outcome.hasFields) event.codec.outcome.decode(reader, registers, event.outcome);
    sink.end(event.outcome as OutcomeRecordOf<EV>, id);
    return true;
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

function decodedKinds(codecs: ReadonlyMap<string, KindCodec>): (DecodedKind | undefined)[] {
  const kinds: (DecodedKind | undefined)[] = [undefined];
  for (const codec of codecs.values()) {
    while (kinds.length <= codec.id) kinds.push(undefined);
    kinds[codec.id] = { codec, record: codec.record.createRecord(), outcome: codec.outcome.createRecord() };
  }
  return kinds;
}

function kindAt(
  kinds: readonly (DecodedKind | undefined)[],
  id: number,
  what: string,
  reader: ByteReader,
): DecodedKind {
  const kind = id < kinds.length ? kinds[id] : undefined;
  if (kind === undefined) reader.corrupt(`${what} kind ${id} is unknown`, reader.position - varintBytes(id));
  return kind;
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
