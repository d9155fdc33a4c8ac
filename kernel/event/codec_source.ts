/**
 * Generates the functions that code one record (an effect, a header, an outcome), as source text.
 *
 * Why text: replay decodes 5–10 million events a second, some 40 ns each. A loop over field descriptions
 * costs several times that, since every field would go through a load by computed name and a dispatch by
 * type. The text written here is what one would write by hand for each kind; the engine sees straight-line
 * code on objects of one shape. Hand-written code for some hundred kinds would have to be kept in step with
 * the tables; this cannot fall out of step.
 *
 * What becomes of a record with the fields `page: near("page", { advance: "count" }), count: uint(1)`:
 *
 *     encode(w, g, e)   w writer, g registers,        decode(r, g, o)   r reader, o the record to fill
 *                       e the record
 *     const at = w.skip(1); let b0 = 0, v = 0;        const b0 = r.byte(); let v = 0;
 *     v = e.count;                                    if (b0 > 3) r.corrupt(…);
 *     if (v !== 1) { b0 |= 2; w.uint(v, …); }         o.count = b0 & 2 ? r.uint() : 1;
 *     v = e.page;                                     v = g[0];
 *     if (v !== g[0]) { b0 |= 1; …                    if (b0 & 1) { v += r.int(); … }
 *       w.int(v - g[0], …); }                         o.page = v;
 *     v += e.count; if (…) g[0] = v;                  v += o.count; if (…) g[0] = v;
 *     w.bytes[at] = b0;
 *
 * CS1  Only names checked by schema.ts (identifiers) and JSON literals enter the text.
 * CS2  Encoder and decoder move the registers by the same text ({@link moveRegister}).
 * CS3  Presence bit i % 8 of presence byte i >> 3 belongs to the i-th declared field; bits beyond the last
 *      field are 0.
 */

import { assertThat } from "../assert.ts";
import type { ByteReader } from "./byte_reader.ts";
import type { ByteWriter } from "./byte_writer.ts";
import type { Field, ListField, NearField } from "./field.ts";
import type { AnyRecord, FieldSpec, RecordSpec } from "./schema.ts";

/** How one record is written, read and made. */
export interface RecordCodec {
  /** False when there are no fields: then encode and decode do nothing, and a hot path may leave them out. */
  readonly hasFields: boolean;
  /** Writes presence bytes and fields; moves the registers. */
  encode(writer: ByteWriter, registers: Float64Array, record: object): void;
  /** Reads presence bytes and fields into `record`, which {@link createRecord} made; moves the registers. */
  decode(reader: ByteReader, registers: Float64Array, record: object): void;
  /** A record of this kind with its fields in declared order, all at their defaults. */
  createRecord(): AnyRecord;
}

const GREATEST = Number.MAX_SAFE_INTEGER;

/**
 * Compiles the functions of one record.
 *
 * @param label What messages call the record: "effect vmaPut".
 * @param registers Register names; the place of a name is its number.
 */
export function compileRecord(
  label: string,
  kind: string,
  record: RecordSpec,
  registers: readonly string[],
): RecordCodec {
  const presenceCount = Math.ceil(record.fields.length / 8);
  const coded = record.codedFields.map((spec): CodedField => {
    const bit = record.fields.findIndex(({ name }) => name === spec.name);
    return {
      ...spec,
      presence: `b${bit >> 3}`,
      mask: 1 << (bit & 7),
      label: `${label}: ${spec.name}`,
      registers,
    };
  });
  const initial = record.fields.map(({ name, field }) => `${name}: ${defaultLiteral(field)}`);
  const source = `"use strict"; return {
    hasFields: ${presenceCount > 0},
    encode(w, g, e) { ${encodeSource(coded, presenceCount)} },
    decode(r, g, o) { ${decodeSource(label, coded, presenceCount)} },
    createRecord() { return { ${[`kind: ${JSON.stringify(kind)}`, ...initial].join(", ")} }; },
  };`;
  return new Function("refuse", "noBytes", "noItems", source)(refuse, NO_BYTES, NO_ITEMS);
}

interface CodedField extends FieldSpec {
  /** The variable that holds the field's presence byte, and the field's bit in it. */
  readonly presence: string;
  readonly mask: number;
  readonly label: string;
  readonly registers: readonly string[];
}

const NO_BYTES = new Uint8Array(0);
const NO_ITEMS = Object.freeze([]);

function refuse(value: unknown, label: string, expected: string): never {
  assertThat(false, `${label}: ${value} is not ${expected}`);
}

function encodeSource(coded: readonly CodedField[], presenceCount: number): string {
  if (presenceCount === 0) return "";
  const bytes = Array.from({ length: presenceCount }, (_, index) => index);
  return [
    `const at = w.skip(${presenceCount});`,
    `let v, ${bytes.map((index) => `b${index} = 0`).join(", ")};`,
    ...coded.map(encodeField),
    ...bytes.map((index) => `w.bytes[at + ${index}] = b${index};`),
  ].join("\n");
}

function encodeField(spec: CodedField): string {
  const { name, field, presence, mask } = spec;
  const label = JSON.stringify(spec.label);
  const present = `${presence} |= ${mask};`;
  switch (field.type) {
    case "uint":
    case "int":
    case "text":
      return `v = e.${name}; if (v !== ${
        defaultLiteral(field)
      }) { ${present} w.${field.type}(v, ${label}); }`;
    case "bool":
      return `v = e.${name};
        if (v === true) ${present} else if (v !== false) refuse(v, ${label}, "true or false");`;
    case "bytes":
      return `v = e.${name}; if (v?.length !== 0) { ${present} w.sizedBytes(v, ${label}); }`;
    case "list":
      return `v = e.${name}; if (v?.length !== 0) { ${present} w.uint(v?.length, ${label});
        for (let i = 0; i < v.length; i++) w.${field.item.type}(v[i], ${label}); }`;
    case "near": {
      const register = registerOf(spec, field);
      return `v = e.${name}; if (v !== ${register}) { ${present}
        if (!(v >= -1 && v <= ${GREATEST})) refuse(v, ${label}, "an integer from -1 to 2^53-1");
        w.int(v - ${register}, ${label}); }
        ${moveRegister("e", field, register)}`;
    }
  }
}

function decodeSource(label: string, coded: readonly CodedField[], presenceCount: number): string {
  if (presenceCount === 0) return "";
  const bytes = Array.from({ length: presenceCount }, (_, index) => `b${index} = r.byte()`);
  const lastMask = 2 ** (coded.length - 8 * (presenceCount - 1)) - 1;
  const beyond = JSON.stringify(`${label}: a presence bit stands for no field`);
  return [
    `let v, ${bytes.join(", ")};`,
    `if (b${presenceCount - 1} > ${lastMask}) r.corrupt(${beyond}, r.position - 1);`,
    ...coded.map(decodeField),
  ].join("\n");
}

function decodeField(spec: CodedField): string {
  const { name, field } = spec;
  const present = `(${spec.presence} & ${spec.mask}) !== 0`;
  switch (field.type) {
    case "uint":
    case "int":
    case "text":
      return `o.${name} = ${present} ? r.${field.type}() : ${defaultLiteral(field)};`;
    case "bool":
      return `o.${name} = ${present};`;
    case "bytes":
      return `o.${name} = ${present} ? r.sizedBytes() : noBytes;`;
    case "list":
      return `if (${present}) ${decodeItems(name, field)} else o.${name} = noItems;`;
    case "near": {
      const register = registerOf(spec, field);
      const beyond = JSON.stringify(`${spec.label} is not within -1 to 2^53-1`);
      return `v = ${register};
        if (${present}) { v += r.int(); if (v < -1 || v > ${GREATEST}) r.corrupt(${beyond}); }
        o.${name} = v; ${moveRegister("o", field, register)}`;
    }
  }
}

function decodeItems(name: string, field: ListField): string {
  return `{ const items = [];
    for (let left = r.itemCount(); left > 0; left--) items.push(r.${field.item.type}());
    o.${name} = items; }`;
}

function registerOf(spec: CodedField, field: NearField): string {
  return `g[${spec.registers.indexOf(field.register)}]`;
}

function moveRegister(record: "e" | "o", field: NearField, register: string): string {
  const advance = field.advance === undefined ? "" : ` + ${record}.${field.advance}`;
  const bias = field.bias === 0 ? "" : ` + ${field.bias}`;
  if (advance + bias === "") return `if (v >= 0) ${register} = v;`;
  return `if (v >= 0 && (v = v${advance}${bias}) <= ${GREATEST}) ${register} = v;`;
}

function defaultLiteral(field: Field): string {
  if (field.type === "bytes") return "noBytes";
  if (field.type === "list") return "noItems";
  return JSON.stringify(field.default);
}
