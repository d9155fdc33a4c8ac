/**
 * The decoder: bytes of a block's payload to events, told to a sink. What the bytes are, codec.ts says.
 */

import { assertThat } from "../assert.ts";
import type { FoldLoop } from "../fold_loop.ts";
import type { State } from "../state/state.ts";
import { ByteReader } from "./byte_reader.ts";
import { type Codec, patternRecords } from "./codec.ts";
import type { DecodeRecord } from "./codec_source.ts";
import { END, END_WITH_OUTCOME, FIRST_KIND_HEAD, LAST_BIT, readEventId } from "./heads.ts";
import { FIRST_PATTERN } from "./pattern.ts";
import type { Unpack } from "./unpack_source.ts";
import { copyRegisters, type RegisterLayout, type Registers } from "./registers.ts";
import type {
  AnyRecord,
  EffectOf,
  EffectTable,
  EventHeaderOf,
  EventOf,
  EventTable,
  OutcomeRecordOf,
} from "./schema.ts";

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

/** What the head of an effect stands for: a kind, and how the rest of its record is read. */
interface EffectForm {
  readonly id: number;
  readonly decode: DecodeRecord;
  /** The kind's one record. */
  readonly record: AnyRecord;
}

/** How events of a kind are read. */
interface EventForm extends EffectForm {
  readonly outcome: AnyRecord;
  readonly presenceBytes: number;
  readonly decodeOutcome: DecodeRecord;
  readonly decodeNone: DecodeRecord;
}

/** How events that have a pattern are read. */
interface PatternForm {
  /** The ids of the kinds of the records. */
  readonly ids: readonly number[];
  readonly unpack: Unpack;
  readonly records: readonly AnyRecord[];
  readonly outcome: AnyRecord;
}

/** Decodes events from a block's payload. */
export class Decoder<FX extends EffectTable = EffectTable, EV extends EventTable = EventTable> {
  readonly #layout: RegisterLayout;
  readonly #registers: Registers;
  /** By head, with holes. */
  readonly #effects: readonly (EffectForm | undefined)[];
  /** By id, with holes. */
  readonly #events: readonly (EventForm | undefined)[];
  /** By code, with holes. */
  readonly #patterns: readonly (PatternForm | undefined)[];
  #reader = new ByteReader(new Uint8Array(0));

  /** A decoder of nothing yet: open() is what gives it bytes. */
  constructor(codec: Codec<FX, EV>) {
    this.#layout = codec.registers;
    this.#registers = codec.registers.create();
    this.#effects = effectForms(codec);
    this.#events = eventForms(codec);
    this.#patterns = patternForms(codec);
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
  saveRegisters(): Registers {
    return copyRegisters(this.#registers);
  }

  /** Sets the registers to what {@link saveRegisters} returned. */
  restoreRegisters(saved: Registers): void {
    this.#registers.small.set(saved.small);
    this.#registers.wide.set(saved.wide);
  }

  /**
   * Decodes one event into `sink`; false, and nothing done, at the end of the payload. Throws CodecError
   * (C3).
   */
  next(sink: EventSink<FX, EV>): boolean {
    const reader = this.#reader;
    if (reader.atEnd) return false;
    const head = reader.byte();
    if (head >= FIRST_PATTERN) this.#nextPattern(head, sink);
    else this.#nextGeneral(readEventId(reader, head), sink);
    return true;
  }

  #nextPattern(code: number, sink: EventSink<FX, EV>): void {
    const pattern = this.#patterns[code] ?? unknownPattern(this.#reader, code);
    const { ids, records, outcome } = pattern;
    pattern.unpack(this.#reader, this.#registers, records);
    sink.begin(records[0] as EventHeaderOf<EV>, ids[0]);
    for (let index = 1; index < records.length; index++) {
      sink.effect(records[index] as EffectOf<FX>, ids[index]);
    }
    sink.end(outcome as OutcomeRecordOf<EV>, ids[0]);
  }

  #nextGeneral(eventId: number, sink: EventSink<FX, EV>): void {
    const reader = this.#reader;
    const registers = this.#registers;
    const event = this.#events[eventId] ?? unknownEvent(reader, eventId);
    event.decode(reader, registers, event.record);
    sink.begin(event.record as EventHeaderOf<EV>, eventId);
    let head = reader.uint();
    for (; head > END_WITH_OUTCOME; head = reader.uint()) {
      const { id, decode, record } = this.#effects[head] ?? unknownEffect(reader, head);
      decode(reader, registers, record);
      sink.effect(record as EffectOf<FX>, id);
      if (head < FIRST_KIND_HEAD && (head & LAST_BIT) !== 0) {
        head = END;
        break;
      }
    }
    if (head === END) event.decodeNone(reader, registers, event.outcome);
    else this.#decodeOutcome(event);
    sink.end(event.outcome as OutcomeRecordOf<EV>, eventId);
  }

  #decodeOutcome({ outcome, presenceBytes, decodeOutcome }: EventForm): void {
    const reader = this.#reader;
    if (presenceBytes === 0) reader.corrupt(`event ${outcome.kind} has no outcome`, reader.position - 1);
    decodeOutcome(reader, this.#registers, outcome);
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

/** The forms of effects by head; the head of a shape stands for it with LAST_BIT too. */
function effectForms(codec: Codec): readonly (EffectForm | undefined)[] {
  const forms: EffectForm[] = [];
  for (const { id, record, heads } of codec.effectByName.values()) {
    const form = { id, decode: record.decode, record: record.createRecord() };
    forms[heads.ofKind] = form;
    for (const [presence, decode] of record.decodeShape) {
      const head = heads.ofShapes![presence];
      forms[head] = forms[head | LAST_BIT] = { ...form, decode };
    }
  }
  return forms;
}

function eventForms(codec: Codec): readonly (EventForm | undefined)[] {
  const forms: EventForm[] = [];
  for (const { id, record, outcome } of codec.eventByName.values()) {
    forms[id] = {
      id,
      decode: record.decode,
      record: record.createRecord(),
      outcome: outcome.createRecord(),
      presenceBytes: outcome.presenceBytes,
      decodeOutcome: outcome.decode,
      decodeNone: outcome.decodeShape.get(0)!,
    };
  }
  return forms;
}

function patternForms(codec: Codec): readonly (PatternForm | undefined)[] {
  const forms: PatternForm[] = [];
  for (const [index, pattern] of codec.schema.patterns.entries()) {
    forms[pattern.code] = {
      ids: pattern.records.map(({ kind }) => kind.id),
      unpack: codec.unpack[index],
      records: patternRecords(codec, pattern),
      outcome: codec.eventByName.get(pattern.event.name)!.outcome.createRecord(),
    };
  }
  return forms;
}

/** Refuses an effect's head that was just read and stands for nothing. */
export function unknownEffect(reader: ByteReader, head: number): never {
  reader.corrupt(`effect ${head} is unknown`, reader.position - varintBytes(head));
}

/** Refuses the code of a pattern that was just read, and that there is not. */
export function unknownPattern(reader: ByteReader, code: number): never {
  reader.corrupt(`pattern ${code} is unknown`, reader.position - 1);
}

/** Refuses an event's id that was just read and stands for nothing. */
export function unknownEvent(reader: ByteReader, id: number): never {
  const lengthBytes = id < FIRST_PATTERN ? 1 : 1 + varintBytes(id);
  reader.corrupt(`event ${id} is unknown`, reader.position - lengthBytes);
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
