/**
 * Patterns: whole events that occur often, each with a code of its own that says everything but a few numbers of a few
 * bits.
 *
 *     216: { fault: { process: 4, page: 20, access: is(9) }, pageCopy: { source: 8 } }
 *
 *     ┌─────────┬───────────────────────────────┐     the event's kind and its effects, and how each of their fields is
 *     │   216   │ process   page     source     │     stored: in so many bits; as the value it always has; or, when it is
 *     │ (head)  │ 4 bits    20 bits  8 bits     │     not named, not at all: it has its default or, a near() field, its
 *     └─────────┴───────────────────────────────┘     register. The outcome is at its defaults.
 *
 * Nine of ten events are of a dozen kinds and effects, and their numbers are small in one of a few ways. A pattern takes no
 * byte for what its code says, and no jump to read it: it is decoded straight on, by shifts.
 *
 *   PN1  Bits are those of 32-bit words, little-endian, from the lowest up, in coded order, the header's first; the last
 *        word has as many bytes as it needs. No field crosses words, and no bit is left over.
 *   PN2  A near() field is its difference to its register, which moves as ever, and is not -1. It and an int() are two's
 *        complement; a uint() is unsigned; a bool() is one bit.
 *   PN3  Of bytes() the last field of a pattern can be stored: as outside patterns, behind the bits; or, when they are a
 *        WORD, as four bits that count those that are kept, which stand behind the bits: the others are zeros.
 *   PN4  An event is stored by the first pattern, by code, that it fits.
 *   PN5  A register that an outcome's field moves on by itself would have to be moved: events with such outcomes have no
 *        patterns.
 */

import { assertThat } from "../assert.ts";
import type { Field } from "./field.ts";
import type { EffectKind, EventKind, Kind, RecordSpec } from "./schema.ts";

/** The codes of patterns: heads of events (heads.ts). */
export const FIRST_PATTERN = 192;
const LAST_PATTERN = 255;
/** How many bytes a WORD has. */
export const WORD_BYTES = 8;
const WORD_COUNT_BITS = 4;
/** How many bits a number has at most that is stored in them. */
const MOST_BITS = 31;

/** The one value of a field that a pattern knows. */
export interface Known {
  /** The value. */
  readonly value: number | boolean;
}

/** A number that is stored in bits as a count of units. */
export interface Units {
  /** What is counted in. */
  readonly unit: number;
  /** How many bits the count has. */
  readonly bits: number;
}

/** How one field is stored: in so many bits, not at all, or, bytes(), behind the bits. */
export type FieldPacking = number | Units | Known | "WORD" | "BYTES";

/** A pattern as it is declared: for its event's kind, and for those of its effects in their order, the fields. */
export type PatternDeclaration = Readonly<Record<string, Readonly<Record<string, FieldPacking>>>>;

/** A field that has always this value. */
export function is(value: number | boolean): Known {
  return { value };
}

/** A uint() or an int() that is a multiple of a unit, a power of two: a count of units in so many bits. */
export function units(unit: number, bits: number): Units {
  return { unit, bits };
}

/** A field of a pattern. */
export interface PackedField {
  /** Its name. */
  readonly name: string;
  /** As it was declared. */
  readonly field: Field;
  /** How many bits it takes; 0: none. */
  readonly bits: number;
  /** Where they begin among those of the pattern. */
  readonly firstBit: number;
  /** What the bits count. */
  readonly unit: number;
  /** Its value, when that is known. */
  readonly value: number | boolean | undefined;
  /** How bytes() are stored behind the bits. */
  readonly behind: "WORD" | "BYTES" | undefined;
}

/** A record of a pattern: the header, or an effect. */
export interface PackedRecord {
  /** The kind of the event, or of the effect. */
  readonly kind: Kind;
  /** All of its fields, in coded order. */
  readonly fields: readonly PackedField[];
}

/** A pattern of a composed schema. */
export interface Pattern {
  /** Its head. */
  readonly code: number;
  /** The kind of the events. */
  readonly event: EventKind;
  /** The header and the effects. */
  readonly records: readonly PackedRecord[];
  /** Of the bits together. */
  readonly lengthBytes: number;
}

/** Lays out a pattern that the declaration of an event's kind has; checks all that must hold of it. */
export function layOutPattern(
  code: number,
  event: EventKind,
  declaration: PatternDeclaration,
  effectByName: ReadonlyMap<string, EffectKind>,
): Pattern {
  const where = `pattern ${code} of ${event.name}`;
  assertThat(code >= FIRST_PATTERN && code <= LAST_PATTERN, `${where}: the code is none of a pattern`);
  const names = Object.keys(declaration);
  assertThat(names[0] === event.name, `${where}: the event's kind comes first`);
  const moves = event.outcome.fields.some(({ field }) => field.type === "near" && isMoving(field));
  assertThat(!moves, `${where}: the outcome moves a register`);
  let bits = 0;
  const records = names.map((name, index): PackedRecord => {
    const kind = index === 0 ? event : effectByName.get(name);
    assertThat(kind !== undefined, `${where}: there is no effect ${name}`);
    const isLast = index === names.length - 1;
    const fields = packFields(`${where}: ${name}`, kind.record, declaration[name], isLast, bits);
    bits = fields.reduce((sum, field) => sum + field.bits, bits);
    return { kind, fields };
  });
  assertThat(bits % 8 === 0, `${where}: ${bits} bits are no whole bytes`);
  return { code, event, records, lengthBytes: bits / 8 };
}

/** Whether the numbers of a field in bits have a sign. */
export function isSigned({ type }: Field): boolean {
  return type === "near" || type === "int";
}

/** Whether coding a near() field changes its register even if it is predicted. */
export function isMoving({ advance, bias }: { readonly advance?: string; readonly bias: number }): boolean {
  return advance !== undefined || bias !== 0;
}

function packFields(
  where: string,
  { codedFields }: RecordSpec,
  packing: Readonly<Record<string, FieldPacking>>,
  isLast: boolean,
  bitsBefore: number,
): PackedField[] {
  const unknown = Object.keys(packing).find((name) => !codedFields.some((field) => field.name === name));
  assertThat(unknown === undefined, `${where} has no field ${unknown}`);
  let firstBit = bitsBefore;
  return codedFields.map(({ name, field }, index): PackedField => {
    const stored = packing[name] ?? 0;
    const fits = isPossible(field, stored, isLast && index === codedFields.length - 1);
    assertThat(fits, `${where}: ${name} is ${field.type} and cannot be stored so`);
    const value = valueOf(field, stored);
    // Whether a pattern fits is asked of numbers of 32 bits.
    const isSmall = typeof value !== "number" || value === (value | 0);
    assertThat(isSmall, `${where}: ${name} is always ${value}, which has more than 32 bits`);
    const behind = typeof stored === "string" ? stored : undefined;
    const bits = bitsOf(stored);
    const crosses = bits > 0 && firstBit >> 5 !== (firstBit + bits - 1) >> 5;
    assertThat(!crosses, `${where}: ${name} crosses words`);
    const unit = typeof stored === "object" && "unit" in stored ? stored.unit : 1;
    const packed = { name, field, bits, firstBit, unit, value, behind };
    firstBit += bits;
    return packed;
  });
}

function bitsOf(stored: FieldPacking): number {
  if (typeof stored === "number") return stored;
  if (typeof stored === "object" && "bits" in stored) return stored.bits;
  return stored === "WORD" ? WORD_COUNT_BITS : 0;
}

/** Whether a field can be stored so (PN1 – PN3). */
function isPossible(field: Field, stored: FieldPacking, isLast: boolean): boolean {
  const { type } = field;
  if (typeof stored === "string") return type === "bytes" && isLast;
  // Of an address bits count what its register counts in, or more.
  const leastUnit = field.type === "int" ? field.unit : 1;
  if (typeof stored === "number") {
    const isNumber = type === "near" || type === "uint" || type === "int";
    const most = type === "bool" ? 1 : isNumber && leastUnit === 1 ? MOST_BITS : 0;
    return Number.isInteger(stored) && stored >= 0 && stored <= most;
  }
  if ("value" in stored) return type === "bool" || type === "uint" || isPlainInt(field);
  const unitBits = Math.log2(stored.unit);
  const isRight = Number.isInteger(unitBits) && stored.unit >= leastUnit && stored.bits > 0 &&
    stored.bits + unitBits <= MOST_BITS;
  return isRight && (type === "uint" || type === "int");
}

function isPlainInt(field: Field): boolean {
  return field.type === "int" && field.register === undefined;
}

function valueOf(field: Field, stored: FieldPacking): number | boolean | undefined {
  const value = typeof stored === "object" && "value" in stored
    ? stored.value
    : stored === 0 && field.type !== "near"
    ? field.default
    : undefined;
  return typeof value === "number" || typeof value === "boolean" ? value : undefined;
}
