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
 *     encode(w, y, e)   w writer, y registers,        decode(r, y, o)   r reader, o the record to fill
 *                       e the record
 *     const h = y.small, g = y.wide;                  const h = y.small, g = y.wide;
 *     let b0 = 0, v, p = w.position, k = h[0];        let b0 = r.byte(), v, p = r.position, k = h[0];
 *     v = e.count;                                    if (b0 > 3) r.corrupt(…);
 *     if (v !== 1) { b0 |= 2; w.uint(v, …); }         if ((b0 & 2) !== 0) { v = b[p]; … p++; } else v = 1;
 *     v = e.page;                                     o.count = v;
 *     if (v !== g[k + 1] * 2) { b0 |= 1; …            if ((b0 & 1) !== 0) { v = b[p]; … v += g[k + 1] * 2; }
 *       w.int(v - g[k + 1] * 2, …); }                 else v = g[k + 1] * 2;
 *     v += e.count; if (…) g[k + 1] = v * 0.5;        o.page = v;
 *     return b0;                                      v += o.count; if (…) g[k + 1] = v * 0.5;
 *                                                     r.position = p;
 *
 * `k` is where the bank in use begins, and a wide register holds a half (registers.ts). For a shape (schema.ts) decode() is
 * written with its presence bits as constants: nothing is read or asked that is known already.
 *
 * CS1  Only names checked by schema.ts (identifiers) and JSON literals enter the text.
 * CS2  Encoder and decoder move the registers by the same text (moveRegister, moveToAddress).
 * CS3  Presence bit i % 8 of presence byte i >> 3 belongs to the i-th declared field; bits beyond the last
 *      field are 0.
 * CS4  Of a record that is in a pattern, encode(w, g, e, d, at) leaves the number of the i-th declared field in d[at + i]:
 *      what would be stored, present or not, of a near() field the difference; of bytes, how many are stored for them.
 *      MISFIT stands for what no bits can: more than 32 bits, -1 in a near() field, a word that is no address, a text or a
 *      list that is not at its default; ABSENT for an address that is.
 */

import { assertThat } from "../assert.ts";
import type { ByteReader } from "./byte_reader.ts";
import type { ByteWriter } from "./byte_writer.ts";
import {
  ADDRESS_SPAN,
  type Field,
  type IntField,
  type ListField,
  type NearField,
  SIGNED_SPAN,
} from "./field.ts";
import {
  BANK_REGISTER,
  declareRegisters,
  greatestOf,
  isSmallRegister,
  type RegisterLayout,
  type Registers,
} from "./registers.ts";
import type { AnyRecord, FieldSpec, RecordSpec } from "./schema.ts";

/** Fills `record`, which createRecord() made, from a reader; moves the registers. */
export type DecodeRecord = (reader: ByteReader, registers: Registers, record: object) => void;

/** How one record is written, read and made. */
export interface RecordCodec {
  /** Presence bytes; 0 when there are no fields. */
  readonly presenceBytes: number;
  /**
   * Writes the fields that are present; moves the registers. Leaves the fields' numbers in `numbers` (CS4).
   *
   * @returns Their presence bits, the first byte's lowest.
   */
  encode(
    writer: ByteWriter,
    registers: Registers,
    record: object,
    numbers?: Int32Array,
    firstNumber?: number,
  ): number;
  /** Reads presence bytes and fields. */
  readonly decode: DecodeRecord;
  /** Reads the fields of a record whose presence bits are known. */
  readonly decodeShape: ReadonlyMap<number, DecodeRecord>;
  /** A record of this kind with its fields in declared order, all at their defaults. */
  createRecord(): AnyRecord;
}

/** What a record's functions are made for. */
export interface RecordUse {
  /** Where the registers stand. */
  readonly registers: RegisterLayout;
  /** Whether its field of register "process" chooses the bank: whether it is a header (R1). */
  readonly choosesBank?: boolean;
  /** Presence bits that decodeShape knows. */
  readonly shapes?: readonly number[];
  /** Whether encode() leaves numbers (CS4). */
  readonly leavesNumbers?: boolean;
}

/** Numbers (CS4) that stand for none. Of their 32 bits the upper two differ: they fit no field of 31 bits. */
const MISFIT = -(2 ** 31);
export const ABSENT = MISFIT + 1;

/**
 * Compiles the functions of one record.
 *
 * @param label What messages call the record: "effect vmaPut".
 */
export function compileRecord(
  label: string,
  kind: string,
  record: RecordSpec,
  { registers, choosesBank = false, shapes = [], leavesNumbers = false }: RecordUse,
): RecordCodec {
  const presenceBytes = Math.ceil(record.fields.length / 8);
  const coded = record.codedFields.map((spec): CodedField => {
    const bit = record.fields.findIndex(({ name }) => name === spec.name);
    return { ...spec, bit, label: `${label}: ${spec.name}`, registers, choosesBank };
  });
  const initial = record.fields.map(({ name, field }) => `${name}: ${defaultLiteral(field)}`);
  const shapeFunctions = shapes.map((bits) =>
    `[${bits}, function (r, y, o) { ${decodeSource(coded, (bit) => `${(bits >> bit & 1) === 1}`)} }]`
  );
  const spares = coded.filter(({ field }) => field.type === "bytes").map(({ name }) =>
    `const spares_${name} = [];`
  );
  const source = `"use strict"; ${spares.join(" ")} return {
    presenceBytes: ${presenceBytes},
    encode(w, y, e, d, at) { ${encodeSource(coded, presenceBytes, leavesNumbers)} },
    decode(r, y, o) { ${readPresence(label, coded, presenceBytes)} ${decodeSource(coded, isPresent)} },
    decodeShape: new Map([${shapeFunctions.join(", ")}]),
    createRecord() { return { ${[`kind: ${JSON.stringify(kind)}`, ...initial].join(", ")} }; },
  };`;
  return new Function("refuse", "noBytes", "noItems", source)(refuse, NO_BYTES, NO_ITEMS);
}

interface CodedField extends FieldSpec {
  /** Which presence bit is the field's. */
  readonly bit: number;
  readonly label: string;
  readonly registers: RegisterLayout;
  readonly choosesBank: boolean;
}

const NO_BYTES = new Uint8Array(0);
const NO_ITEMS = Object.freeze([]);

function refuse(value: unknown, label: string, expected: string): never {
  assertThat(false, `${label}: ${value} is not ${expected}`);
}

/** Source text that asks whether the field of a presence bit is present. */
function isPresent(bit: number): string {
  return `(b${bit >> 3} & ${1 << (bit & 7)}) !== 0`;
}

function encodeSource(coded: readonly CodedField[], presenceBytes: number, leavesNumbers: boolean): string {
  if (presenceBytes === 0) return "return 0;";
  const bytes = Array.from({ length: presenceBytes }, (_, index) => index);
  return [
    `let v, ${bytes.map((index) => `b${index} = 0`).join(", ")};`,
    // A byte of room for each field: longer ones see to theirs.
    `w.room(${coded.length}); let p = w.position, b = w.bytes;`,
    bankSource(coded),
    ...coded.map((spec) => {
      const encoded = encodeField(spec, coded.length);
      return leavesNumbers ? leaveNumber(spec, encoded) : encoded;
    }),
    `w.position = p; return ${bytes.map((index) => `b${index} * ${256 ** index}`).join(" + ")};`,
  ].join("\n");
}

/** Source text that encodes a field by `encode`, and leaves its number (CS4). */
function leaveNumber(spec: CodedField, encode: string): string {
  const { name, field, bit } = spec;
  const number = `d[at + ${bit}]`;
  const leave = (value: string) => `${number} = (v = ${value}, v === (v | 0) ? v : ${MISFIT});`;
  switch (field.type) {
    case "near": {
      const value = field.from === undefined ? `e.${name}` : `(e.${name} - e.${field.from})`;
      const difference = `${value} - ${spec.registers.read(field.register)}`;
      return `${leave(field.signed ? difference : `e.${name} < 0 ? ${MISFIT} : ${difference}`)} ${encode}`;
    }
    case "int": {
      if (field.register === undefined) return `${leave(`e.${name}`)} ${encode}`;
      const difference = `v - ${addressBase(field, spec.registers.read(field.register))}`;
      const isAddress = `v >= 0 && v < ${ADDRESS_SPAN}`;
      const word = `${isAddress} ? ${difference} : ${MISFIT}`;
      return `v = e.${name}; ${leave(`v === ${field.default} ? ${ABSENT} : ${word}`)} ${encode}`;
    }
    case "bytes":
      return `{ const start = p; ${encode} ${number} = p - start; }`;
    case "text":
    case "list":
      return `{ const start = p; ${encode} ${number} = p === start ? 0 : ${MISFIT}; }`;
    case "bool":
      return `${number} = e.${name} === true ? 1 : 0; ${encode}`;
    case "uint":
      return `${leave(`e.${name}`)} ${encode}`;
  }
}

/** Declares the place of the bank in use, when a field needs it. */
function bankSource(coded: readonly CodedField[]): string {
  const near = coded.find(({ field }) => "register" in field && field.register !== undefined);
  return near === undefined ? "" : `${declareRegisters("y")} let k = ${near.registers.bankInUse()};`;
}

function encodeField(spec: CodedField, room: number): string {
  const { name, field, bit } = spec;
  const label = JSON.stringify(spec.label);
  const present = `b${bit >> 3} |= ${1 << (bit & 7)};`;
  const byWriter = (text: string) => `w.position = p; ${text} w.room(${room}); p = w.position; b = w.bytes;`;
  switch (field.type) {
    case "int":
      if (field.register !== undefined) {
        return encodeAddress(spec, field, byWriter);
      }
      return `v = e.${name}; if (v !== ${field.default}) { ${present} ${writeInt(label, byWriter)} }`;
    case "uint":
      return `v = e.${name}; if (v !== ${field.default}) { ${present}
        if ((v & 127) === v) b[p++] = v; else { ${byWriter(`w.uint(v, ${label});`)} } }`;
    case "text":
      return `v = e.${name}; if (v !== ${defaultLiteral(field)}) { ${present}
        ${byWriter(`w.text(v, ${label});`)} }`;
    case "bool":
      return `v = e.${name};
        if (v === true) ${present} else if (v !== false) refuse(v, ${label}, "true or false");`;
    case "bytes":
      return `v = e.${name}; if (v?.length !== 0) { ${present} ${byWriter(`w.sizedBytes(v, ${label});`)} }`;
    case "list":
      return `v = e.${name}; if (v?.length !== 0) { ${present} ${
        byWriter(`w.uint(v?.length, ${label});
        for (let i = 0; i < v.length; i++) w.${field.item.type}(v[i], ${label});`)
      } }`;
    case "near": {
      const register = spec.registers.read(field.register);
      const [least, greatest, range] = nearRange(field);
      const expected = JSON.stringify(`an integer from ${range}`);
      const less = field.from === undefined ? "" : ` - e.${field.from}`;
      return `v = e.${name}${less}; if (v !== ${register}) { ${present}
        if (!(v >= ${least} && v <= ${greatest})) refuse(v, ${label}, ${expected});
        v -= ${register}; ${writeInt(label, byWriter)} v = e.${name}${less}; }
        ${moveRegisterOf("e", spec, field)}`;
    }
  }
}

/** Source text that writes the signed number v: here when it has one byte, else by the writer. */
function writeInt(label: string, byWriter: (text: string) => string): string {
  return `if ((v << 25 >> 25) === v) b[p++] = v < 0 ? ~(v << 1) : v << 1;
    else { ${byWriter(`w.int(v, ${label});`)} }`;
}

function readPresence(label: string, coded: readonly CodedField[], presenceBytes: number): string {
  if (presenceBytes === 0) return "";
  const bytes = Array.from({ length: presenceBytes }, (_, index) => `b${index} = r.byte()`);
  const lastMask = 2 ** (coded.length - 8 * (presenceBytes - 1)) - 1;
  const beyond = JSON.stringify(`${label}: a presence bit stands for no field`);
  return [
    `const ${bytes.join(", ")};`,
    `if (b${presenceBytes - 1} > ${lastMask}) r.corrupt(${beyond}, r.position - 1);`,
  ].join("\n");
}

/** `presence` gives the source text that asks for a presence bit. */
function decodeSource(coded: readonly CodedField[], presence: (bit: number) => string): string {
  return [
    "let v, p = r.position; const b = r.bytes;",
    bankSource(coded),
    ...coded.map((spec) => decodeField(spec, presence(spec.bit))),
    "r.position = p;",
  ].join("\n");
}

function decodeField(spec: CodedField, present: string): string {
  const { name, field } = spec;
  switch (field.type) {
    case "int":
      if (field.register !== undefined) return decodeAddress(spec, field, present);
      // falls through: without a register it is read like a uint
    case "uint":
      return `if (${present}) { ${readNumber(field.type)} } else v = ${
        defaultLiteral(field)
      }; o.${name} = v;`;
    case "text":
      return `o.${name} = ${defaultLiteral(field)}; if (${present}) { ${byReader(`o.${name} = r.text();`)} }`;
    case "bool":
      return `o.${name} = ${present};`;
    case "bytes":
      return `o.${name} = noBytes;
        if (${present}) { ${byReader(`o.${name} = r.sizedBytes(spares_${name});`)} }`;
    case "list":
      return `o.${name} = noItems; if (${present}) { ${byReader(readItems(name, field))} }`;
    case "near": {
      const register = spec.registers.read(field.register);
      const [least, greatest, range] = nearRange(field);
      const beyond = JSON.stringify(`${spec.label} is not within ${range}`);
      const more = field.from === undefined ? "" : ` + o.${field.from}`;
      const whole = isSmallRegister(field.register) ? "v |= 0;" : "";
      return `if (${present}) { ${readNumber("int")} v += ${register};
          if (v < ${least} || v > ${greatest}) r.corrupt(${beyond}, p); ${whole} } else v = ${register};
        o.${name} = v${more}; ${moveRegisterOf("o", spec, field)}`;
    }
  }
}

/** What is predicted of a near() field is within these. */
function nearRange(
  { signed, register }: NearField,
): readonly [least: number, greatest: number, inWords: string] {
  if (signed) return [-SIGNED_SPAN, SIGNED_SPAN, "-2^51 to 2^51"];
  return [-1, greatestOf(register), isSmallRegister(register) ? "-1 to 2^31-1" : "-1 to 2^53-1"];
}

/** Source text that reads a number into v: here when it has one byte, else by the reader. */
function readNumber(type: "uint" | "int"): string {
  const sign = type === "int" ? "v = v >> 1 ^ -(v & 1);" : "";
  return `v = b[p]; if (v < 128) { p++; ${sign} } else { ${byReader(`v = r.${type}();`)} }`;
}

/** Source text that lets the reader read, from the position that the text has come to. */
function byReader(text: string): string {
  return `r.position = p; ${text} p = r.position;`;
}

function readItems(name: string, field: ListField): string {
  return `const items = [];
    for (let left = r.itemCount(); left > 0; left--) items.push(r.${field.item.type}());
    o.${name} = items;`;
}

/** An int() field with a register (F4). */
function encodeAddress(
  spec: CodedField,
  field: IntField,
  byWriter: (text: string) => string,
): string {
  const { name, bit, label, registers } = spec;
  const register = registers.read(field.register!);
  const refusal = `refuse(v, ${JSON.stringify(label)}, "an integer from -2^53+2^47 to 2^53-1")`;
  return `v = e.${name}; if (v !== ${field.default}) { b${bit >> 3} |= ${1 << (bit & 7)};
    if (v >= 0 && v < ${ADDRESS_SPAN}) {
      const address = v; v -= ${addressBase(field, register)}; ${moveToAddress(spec, field, "address")} }
    else if (!(v >= ${ADDRESS_SPAN - 2 ** 53})) ${refusal};
    else if (v < 0) v -= ${ADDRESS_SPAN};
    ${writeInt(JSON.stringify(label), byWriter)} }`;
}

/** The address that a register of an int() field stands for (F4). */
function addressBase({ unit }: IntField, register: string): string {
  const address = unit === 1 ? register : `${register} * ${unit}`;
  return `(${register} < ${ADDRESS_SPAN / unit} ? ${address} : 0)`;
}

/** Source text that moves the register of an int() field to an address (F4). */
function moveToAddress({ registers }: CodedField, { unit, register }: IntField, address: string): string {
  return registers.assign(register!, unit === 1 ? address : `Math.floor(${address} / ${unit})`);
}

function decodeAddress(spec: CodedField, field: IntField, present: string): string {
  const register = spec.registers.read(field.register!);
  const beyond = JSON.stringify(`${spec.label} is no address`);
  return `if (${present}) { ${readNumber("int")}
      if (v <= -${ADDRESS_SPAN}) v += ${ADDRESS_SPAN};
      else if (v < ${ADDRESS_SPAN}) {
        v += ${addressBase(field, register)};
        if (v < 0 || v >= ${ADDRESS_SPAN}) r.corrupt(${beyond}, p);
        ${moveToAddress(spec, field, "v")}
      }
      o.${spec.name} = v;
    } else o.${spec.name} = ${field.default};`;
}

/** Source text that moves the register of a near() field, whose value is v, which it changes. */
function moveRegister(record: "e" | "o", { registers }: CodedField, field: NearField): string {
  const { register, bias, advance, signed } = field;
  const move = registers.assign(register, "v");
  if (signed) return move;
  const steps = (advance === undefined ? "" : ` + ${record}.${advance}`) + (bias === 0 ? "" : ` + ${bias}`);
  return steps === ""
    ? `if (v >= 0) ${move}`
    : `if (v >= 0 && (v = v${steps}) <= ${greatestOf(register)}) ${move}`;
}

/** Moves the register of a field of a record, and chooses the bank when it is the process of a header. */
function moveRegisterOf(record: "e" | "o", spec: CodedField, field: NearField): string {
  const move = moveRegister(record, spec, field);
  const isBank = spec.choosesBank && field.register === BANK_REGISTER;
  return isBank ? `${move} ${spec.registers.chooseBank(`${record}.${spec.name}`)}` : move;
}

function defaultLiteral(field: Field): string {
  if (field.type === "bytes") return "noBytes";
  if (field.type === "list") return "noItems";
  return JSON.stringify(field.default);
}
