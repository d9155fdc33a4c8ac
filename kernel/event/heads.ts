/**
 * Heads: what a record begins with. The head of an effect is a varint that says its kind and, for a shape (schema.ts,
 * S5), which fields are present; that of an event is a byte. Where it does not say which are present, presence bytes do.
 *
 *     of an event     1 … 191          a kind's id; presence bytes follow
 *                     192 … 255        a pattern's code (pattern.ts); its bits follow, and are the whole event
 *                     0                a kind's id that is 192 or greater follows, a varint, and then presence bytes
 *
 *     of an effect    0                the end of the event; no field of its outcome is present
 *                     1                the end; presence bytes and fields of the outcome follow
 *                     2 … 127          2 × a shape's code; + 1 when the event ends behind the effect as with 0
 *                     128 + id         a kind's id; presence bytes follow
 *
 * HD1  There are ⌈fields / 8⌉ presence bytes: bit i of them stands for the i-th declared field.
 * HD2  A record that is a shape of its kind has the shape's head; an end that can stand in an effect's head does; an event
 *      that fits a pattern is one.
 */

import type { ByteReader } from "./byte_reader.ts";
import type { ByteWriter } from "./byte_writer.ts";
import type { RecordCodec } from "./codec_source.ts";
import { FIRST_PATTERN } from "./pattern.ts";
import type { Registers } from "./registers.ts";
import type { EffectKind } from "./schema.ts";

/** Heads in place of an effect's. */
export const END = 0;
export const END_WITH_OUTCOME = 1;
/** From here on, heads of effects are those of kinds. */
export const FIRST_KIND_HEAD = 128;
/** The bit of a shape's head that says that the event ends behind it. */
export const LAST_BIT = 1;

/** The head of an event of a kind with a greater id: it follows. */
const LONG_ID = 0;

/** The heads of one kind of effect. */
export interface Heads {
  /** That of a record with presence bytes. */
  readonly ofKind: number;
  /** Those of its shapes by presence bits, 0 where there is none; undefined for a kind without shapes. */
  readonly ofShapes: Uint8Array | undefined;
}

/** The heads of a kind of effect. */
export function effectHeads({ id, shapes, record }: EffectKind): Heads {
  const ofShapes = shapes.size === 0 ? undefined : new Uint8Array(2 ** record.fields.length);
  for (const [presence, code] of shapes) ofShapes![presence] = 2 * code;
  return { ofKind: FIRST_KIND_HEAD + id, ofShapes };
}

/** Reads the head of an event that is no pattern, of which the first byte was read: the id of a kind. */
export function readEventId(reader: ByteReader, first: number): number {
  if (first !== LONG_ID) return first;
  const id = reader.uint();
  if (id < FIRST_PATTERN) reader.corrupt(`event ${id} has the head of greater ids`, reader.position - 1);
  return id;
}

/**
 * Writes a record with its head; the numbers of its fields go to `numbers` (codec_source.ts, CS4).
 *
 * @returns Where the head stands, when it is a shape's, or -1.
 */
export type WriteRecord = (
  writer: ByteWriter,
  registers: Registers,
  record: object,
  numbers: Int32Array,
  firstNumber: number,
) => number;

/**
 * Compiles the function that writes headers of one kind. It is text of its own (codec_source.ts says why), so that what
 * it calls is the one function that it ever calls.
 */
export function compileWriteHeader(id: number, codec: RecordCodec): WriteRecord {
  const head = id < FIRST_PATTERN ? `w.bytes[w.skip(1)] = ${id};` : `w.uint(${LONG_ID}); w.uint(${id});`;
  return compileWrite(writeWithPresence(head, codec), { encode: codec.encode, writePresence });
}

/** Compiles the function that writes effects of one kind. */
export function compileWriteEffect({ ofKind, ofShapes }: Heads, codec: RecordCodec): WriteRecord {
  const { encode, presenceBytes } = codec;
  if (ofShapes === undefined) {
    return compileWrite(writeWithPresence(`w.uint(${ofKind});`, codec), { encode, writePresence });
  }
  const source = `const at = w.skip(1);
    const presence = encode(w, y, e, d, n), head = ofShapes[presence];
    if (head === 0) return unshape(w, at, ${ofKind}, ${presenceBytes}, presence);
    w.bytes[at] = head;
    return at;`;
  return compileWrite(source, { encode, ofShapes, unshape });
}

function writeWithPresence(head: string, { presenceBytes }: RecordCodec): string {
  return `${head}
    const at = w.skip(${presenceBytes});
    writePresence(w, at, ${presenceBytes}, encode(w, y, e, d, n));
    return -1;`;
}

function compileWrite(source: string, names: Readonly<Record<string, unknown>>): WriteRecord {
  const text = `"use strict"; const { ${Object.keys(names).join(", ")} } = names;
    return function write(w, y, e, d, n) { ${source} };`;
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
