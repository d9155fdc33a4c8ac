/**
 * Heads: the number, a varint, that a record begins with. It says the record's kind and, for a shape (schema.ts, S5),
 * which fields are present; behind any other head presence bytes say that.
 *
 *     of an event     1 … 127          a shape's code
 *                     1 … 16383        a kind's id, which is no shape's code; presence bytes follow
 *
 *     of an effect    0                the end of the event; no field of its outcome is present
 *                     1                the end; presence bytes and fields of the outcome follow
 *                     2 … 127          2 × a shape's code; + 1 when the event ends behind the effect as with 0
 *                     128 + id         a kind's id; presence bytes follow
 *
 * HD1  There are ⌈fields / 8⌉ presence bytes: bit i of them stands for the i-th declared field.
 * HD2  A record that is a shape of its kind has the shape's head; an end that can stand in an effect's head does.
 */

import type { ByteWriter } from "./byte_writer.ts";
import type { RecordCodec } from "./codec_source.ts";
import type { EffectKind } from "./schema.ts";

/** Heads in place of an effect's. */
export const END = 0;
export const END_WITH_OUTCOME = 1;
/** From here on, heads of effects are those of kinds. */
export const FIRST_KIND_HEAD = 128;
/** The bit of a shape's head that says that the event ends behind it. */
export const LAST_BIT = 1;

/** The heads of one kind. */
export interface Heads {
  /** That of a record with presence bytes. */
  readonly ofKind: number;
  /** Those of its shapes by presence bits, 0 where there is none; undefined for a kind without shapes. */
  readonly ofShapes: Uint8Array | undefined;
}

/** The heads of a kind of event. */
export function eventHeads(kind: EffectKind): Heads {
  return { ofKind: kind.id, ofShapes: byPresence(kind, 1) };
}

/** The heads of a kind of effect. */
export function effectHeads(kind: EffectKind): Heads {
  return { ofKind: FIRST_KIND_HEAD + kind.id, ofShapes: byPresence(kind, 2) };
}

function byPresence({ shapes, record }: EffectKind, factor: number): Uint8Array | undefined {
  if (shapes.size === 0) return undefined;
  const heads = new Uint8Array(2 ** record.fields.length);
  for (const [presence, code] of shapes) heads[presence] = factor * code;
  return heads;
}

/**
 * Writes a record with its head.
 *
 * @returns Where the head stands, when it is a shape's, or -1.
 */
export function encodeRecord(
  writer: ByteWriter,
  registers: Float64Array,
  heads: Heads,
  codec: RecordCodec,
  record: object,
): number {
  const { ofKind, ofShapes } = heads;
  const { presenceBytes } = codec;
  if (ofShapes === undefined) {
    writer.uint(ofKind);
    const at = writer.skip(presenceBytes);
    writePresence(writer, at, presenceBytes, codec.encode(writer, registers, record));
    return -1;
  }
  const at = writer.skip(1);
  const presence = codec.encode(writer, registers, record);
  const head = ofShapes[presence];
  if (head !== 0) {
    writer.bytes[at] = head;
    return at;
  }
  // No shape after all, which is rare: the fields move on for what else stands before them.
  const moved = (ofKind < 128 ? 0 : 1) + presenceBytes;
  writer.insert(at + 1, moved);
  const end = writer.position;
  writer.position = at;
  writer.uint(ofKind);
  writePresence(writer, writer.position, presenceBytes, presence);
  writer.position = end;
  return -1;
}

/** Writes presence bytes over what stands there. */
export function writePresence(writer: ByteWriter, at: number, count: number, presence: number): void {
  for (let index = 0, rest = presence; index < count; index++, rest >>>= 8) {
    writer.bytes[at + index] = rest & 255;
  }
}
