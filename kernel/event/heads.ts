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

/** Writes a record with its head; where the head stands, when it is a shape's, or -1. */
export type WriteRecord = (writer: ByteWriter, registers: Float64Array, record: object) => number;

/**
 * Compiles the function that writes records of one kind. It is text of its own (codec_source.ts says why), so that what
 * it calls is the one function that it ever calls.
 */
export function compileWriteRecord({ ofKind, ofShapes }: Heads, codec: RecordCodec): WriteRecord {
  const { encode, presenceBytes } = codec;
  const names = { encode, ofShapes, unshape, writePresence };
  const source = ofShapes === undefined
    ? `w.uint(${ofKind});
      const at = w.skip(${presenceBytes});
      writePresence(w, at, ${presenceBytes}, encode(w, g, e));
      return -1;`
    : `const at = w.skip(1);
      const presence = encode(w, g, e), head = ofShapes[presence];
      if (head === 0) return unshape(w, at, ${ofKind}, ${presenceBytes}, presence);
      w.bytes[at] = head;
      return at;`;
  const text = `"use strict"; const { ${Object.keys(names).join(", ")} } = names;
    return function write(w, g, e) { ${source} };`;
  return new Function("names", text)(names);
}

/** Makes room for presence bytes in a record that is no shape after all, which is rare; its fields move on. */
function unshape(writer: ByteWriter, at: number, head: number, presenceBytes: number, presence: number): -1 {
  writer.insert(at + 1, (head < 128 ? 0 : 1) + presenceBytes);
  const end = writer.position;
  writer.position = at;
  writer.uint(head);
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
