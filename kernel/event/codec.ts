/**
 * Events to bytes and back: what encoder (encoder.ts) and decoder (decoder.ts) have in common.
 *
 *     event   = a pattern's code, its bits (pattern.ts)                       if it fits one
 *             | head, fields of the header   effect…   end                    heads: heads.ts
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
 * C4  Decoding fills one reused record a kind, or a pattern; it allocates only for text, bytes and lists. A sink that
 *     keeps a record, or a bytes value (a view of the payload, or an array that the kind's next bytes may stand in), has
 *     to copy it.
 */

import { compileRecord, type RecordCodec } from "./codec_source.ts";
import {
  compileWriteEffect,
  compileWriteHeader,
  effectHeads,
  type Heads,
  type WriteRecord,
} from "./heads.ts";
import { type Pattern, WORD_BYTES } from "./pattern.ts";
import { compileUnpack, type Unpack } from "./unpack_source.ts";
import { type Branch, growBranches, mostNumbers } from "./pattern_tree.ts";
import { RegisterLayout } from "./registers.ts";
import type { AnyRecord, EffectTable, EventTable, Kind, Schema } from "./schema.ts";

/** The compiled functions of one kind of effect. */
export interface EffectCodec {
  /** The kind's number. */
  readonly id: number;
  readonly record: RecordCodec;
  readonly heads: Heads;
  /** Writes an effect. */
  readonly write: WriteRecord;
}

/** The compiled functions of one kind of event. */
export interface EventCodec {
  /** The kind's number. */
  readonly id: number;
  /** Of its header. */
  readonly record: RecordCodec;
  readonly outcome: RecordCodec;
  /** Writes the header. */
  readonly write: WriteRecord;
  /** The patterns of its events; undefined when it has none. */
  readonly branch: Branch | undefined;
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
  readonly effectByName: ReadonlyMap<string, EffectCodec>;
  /**
   * Every event kind's functions.
   *
   * @internal
   */
  readonly eventByName: ReadonlyMap<string, EventCodec>;
  /**
   * How each pattern is read, in the order of the schema's.
   *
   * @internal
   */
  readonly unpack: readonly Unpack[];
  /**
   * How many numbers the records of an event can have that may still be a pattern (codec_source.ts, CS4).
   *
   * @internal
   */
  readonly numberCount: number;
}

/** Compiles a schema's coding functions (some milliseconds; once at start-up). */
export function compileCodec<FX extends EffectTable, EV extends EventTable>(
  schema: Schema<FX, EV>,
): Codec<FX, EV> {
  const registers = new RegisterLayout(schema.registers);
  const inPatterns = new Set<Kind>(schema.patterns.flatMap(({ records }) => records.map(({ kind }) => kind)));
  const branches = growBranches(schema.patterns);
  const effects = schema.effects.map((kind): EffectCodec => {
    const use = { registers, shapes: [...kind.shapes.keys()], leavesNumbers: inPatterns.has(kind) };
    const record = compileRecord(`effect ${kind.name}`, kind.name, kind.record, use);
    const heads = effectHeads(kind);
    return { id: kind.id, record, heads, write: compileWriteEffect(heads, record) };
  });
  const events = schema.events.map((kind): EventCodec => {
    const use = { registers, choosesBank: true, leavesNumbers: inPatterns.has(kind) };
    const record = compileRecord(`event ${kind.name}`, kind.name, kind.record, use);
    const label = `outcome of event ${kind.name}`;
    const outcome = compileRecord(label, kind.name, kind.outcome, { registers, shapes: [0] });
    const write = compileWriteHeader(kind.id, record);
    return { id: kind.id, record, outcome, write, branch: branches[kind.id] };
  });
  const kinds: readonly Kind[] = [...schema.effects, ...schema.events];
  return {
    schema,
    registers,
    effectByName: new Map(schema.effects.map(({ name }, index) => [name, effects[index]])),
    eventByName: new Map(schema.events.map(({ name }, index) => [name, events[index]])),
    unpack: schema.patterns.map((pattern) => compileUnpack(pattern, registers)),
    numberCount: mostNumbers(branches) + Math.max(0, ...kinds.map(({ record }) => record.fields.length)),
  };
}

/** Fresh records of a pattern, the header's first, in which all that it knows stands. */
export function patternRecords(codec: Codec, { records }: Pattern): AnyRecord[] {
  return records.map(({ kind, fields }, index) => {
    const { record } = index === 0 ? codec.eventByName.get(kind.name)! : codec.effectByName.get(kind.name)!;
    const known: Record<string, unknown> = record.createRecord();
    for (const { name, value, behind } of fields) {
      if (value !== undefined) known[name] = value;
      if (behind === "WORD") known[name] = new Uint8Array(WORD_BYTES);
    }
    return known as unknown as AnyRecord;
  });
}
