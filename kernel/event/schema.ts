/**
 * The schema: every kind of effect and event, declared as data.
 *
 * A package declares two tables, of its effects and of its events; boot composes the packages' tables into
 * one Schema.
 *
 *     const effects = defineEffects({ vmaPut: { id: 3, doc: "…", fields: { space: near("space"), … } } });
 *     const events  = defineEvents({ mmap: { id: 20, doc: "…", fields: { pid: near("pid"), … },
 *                                            outcome: { result: int() } } });
 *     type Effect = EffectOf<typeof effects>;       // { kind: "vmaPut", space: number, … } | …
 *
 * A whole event is the plain record { kind, …header fields, effects, …outcome fields }.
 *
 * S1  Effect ids are unique in a schema, and so are effect names; event ids and event names likewise. The two
 *     kinds of ids are separate number spaces; both start at 1 (0 ends an event's effects).
 * S2  Every package keeps to the id range it was composed with.
 * S3  Names are identifiers; no field is called `kind` or `effects`; header and outcome fields of an event
 *     differ.
 * S4  `advance` names a uint() field of the same record, `from` a uint() or near() field. A record's fields are coded in
 *     declared order, except that a field some other field advances by, or is stored from, comes before that one
 *     ({@link RecordSpec.codedFields}).
 * S5  A shape is a set of fields of one kind of effect that are present while all others are absent. The shapes that
 *     occur most have codes, 1–63, all different, which make a head of one byte (heads.ts). A kind with shapes has at most
 *     ten fields.
 * S6  A register is that of signed near() fields (F5) or of others, not of both. A small register (registers.ts, R3) is that
 *     of near() fields which are not signed and move on by 1 at most, beside another field.
 * S7  Whole events that occur often have patterns (pattern.ts), whose codes, 192–255, are all different.
 *
 * Emit records with `kind` first and the fields in declared order: the decoder's own records look so, and the
 * engine then sees one shape of object live and in replay.
 */

import { assertThat } from "../assert.ts";
import type { Field, FieldValue } from "./field.ts";
import { layOutPattern, type Pattern, type PatternDeclaration } from "./pattern.ts";
import { isSmallRegister } from "./registers.ts";

/** Fields by name, in declared order. */
export type Fields = Readonly<Record<string, Field>>;

/** What the declarations of effect and event kinds have in common. */
export interface KindDeclaration {
  /** Its number in the log, for ever. */
  readonly id: number;
  /** What it changes or what happens, in one sentence. */
  readonly doc: string;
  /** What it consists of; of an event, the header. */
  readonly fields: Fields;
}

/** The declaration of one effect kind. */
export interface EffectDeclaration extends KindDeclaration {
  /** The names of the fields that are present in a shape, by the shape's code (S5); default none. */
  readonly shapes?: Readonly<Record<number, readonly string[]>>;
}

/** The declaration of one event kind. */
export interface EventDeclaration extends KindDeclaration {
  /** Fields that are known only when all effects are; default none. */
  readonly outcome?: Fields;
  /** Patterns by code (S7); default none. */
  readonly patterns?: Readonly<Record<number, PatternDeclaration>>;
}

/** Kinds by name. */
export type KindTable = Readonly<Record<string, KindDeclaration>>;

/** Effect kinds by name. */
export type EffectTable = Readonly<Record<string, EffectDeclaration>>;

/** Event kinds by name. */
export type EventTable = Readonly<Record<string, EventDeclaration>>;

/** The fields of a record without any. */
export type NoFields = Readonly<Record<never, Field>>;
/** The values of fields, by name. */
export type Values<F> = { readonly [N in keyof F]: F[N] extends Field ? FieldValue<F[N]> : never };
/** A record: its `kind` and the values of its fields. */
export type Tagged<K, F> = {
  readonly [N in "kind" | keyof F]: N extends "kind" ? K : Values<F>[N & keyof F];
};
/** The outcome fields an event declares, or none. */
export type OutcomeFields<D extends EventDeclaration> = D["outcome"] extends Fields ? D["outcome"] : NoFields;

/** The names of the kinds of a table, or of a union of tables. */
export type KindOf<T> = T extends unknown ? keyof T & string : never;

/** The effects of a table (or union of tables) as a union; `K` picks kinds. */
export type EffectOf<T extends KindTable, K extends KindOf<T> = KindOf<T>> = T extends KindTable
  ? { [N in K & keyof T & string]: Tagged<N, T[N]["fields"]> }[K & keyof T & string]
  : never;

/** The headers (kind and header fields) of a table's events as a union; `K` picks kinds. */
export type EventHeaderOf<T extends EventTable, K extends KindOf<T> = KindOf<T>> = EffectOf<T, K>;

/** The outcome fields of a table's events as a union, without `kind`; `K` picks kinds. */
export type OutcomeOf<T extends EventTable, K extends KindOf<T> = KindOf<T>> = T extends EventTable
  ? { [N in K & keyof T & string]: Values<OutcomeFields<T[N]>> }[K & keyof T & string]
  : never;

/** The outcomes of a table's events, each with its `kind`, as a union. */
export type OutcomeRecordOf<T extends EventTable, K extends KindOf<T> = KindOf<T>> = T extends EventTable
  ? { [N in K & keyof T & string]: Tagged<N, OutcomeFields<T[N]>> }[K & keyof T & string]
  : never;

/** One kind of whole event. */
export type WholeEvent<N, D extends EventDeclaration, E> = Flat<
  Tagged<N, D["fields"]> & { readonly effects: readonly E[] } & Values<OutcomeFields<D>>
>;
/** An intersection as one object type, which messages of the compiler show readably. */
export type Flat<T> = { [N in keyof T]: T[N] };

/**
 * Whole events: kind, header fields, effects (of type `E`) and outcome fields, as a union; `K` picks kinds.
 */
export type EventOf<T extends EventTable, E, K extends KindOf<T> = KindOf<T>> = T extends EventTable
  ? { [N in K & keyof T & string]: WholeEvent<N, T[N], E> }[K & keyof T & string]
  : never;

/** Any effect, header or outcome, when its table is not known. */
export interface AnyRecord {
  /** The name of its kind. */
  readonly kind: string;
  /** The values of its fields. */
  readonly [field: string]: unknown;
}

/** Any whole event, when its table is not known. */
export interface AnyEvent extends AnyRecord {
  /** In the order they were emitted. */
  readonly effects: readonly AnyRecord[];
}

/** A field with its name. */
export interface FieldSpec {
  /** Its name in the record. */
  readonly name: string;
  /** As it was declared. */
  readonly field: Field;
}

/** The fields of one record (an effect, a header, an outcome). */
export interface RecordSpec {
  /** In declared order: that of presence bits, of printing and of documentation. */
  readonly fields: readonly FieldSpec[];
  /** In the order they are stored and registers move. */
  readonly codedFields: readonly FieldSpec[];
}

/** A kind of a composed schema. */
export interface Kind {
  /** Unique among the effects, or among the events. */
  readonly name: string;
  /** Its number in the log. */
  readonly id: number;
  /** The package that declared it. */
  readonly owner: string;
  /** The declaration's sentence. */
  readonly doc: string;
  /** What it consists of. */
  readonly record: RecordSpec;
}

/** An effect kind of a composed schema. */
export interface EffectKind extends Kind {
  /** The codes of its shapes by their presence bits (S5). */
  readonly shapes: ReadonlyMap<number, number>;
}

/** An event kind of a composed schema; its `record` is the header. */
export interface EventKind extends Kind {
  /** The outcome fields. */
  readonly outcome: RecordSpec;
}

/** One package's table and the ids it may use. */
export interface SchemaPart<T> {
  /** The package: "kernel", "fs", "libc". */
  readonly owner: string;
  /** The least id it may use. */
  readonly firstId: number;
  /** The greatest id it may use. */
  readonly lastId: number;
  /** What it declares. */
  readonly table: T;
}

/** All kinds a machine knows. */
export interface Schema<FX extends EffectTable = EffectTable, EV extends EventTable = EventTable> {
  /** The tables it was composed of. */
  readonly effectTables: readonly FX[];
  /** The tables it was composed of. */
  readonly eventTables: readonly EV[];
  /** By ascending id. */
  readonly effects: readonly EffectKind[];
  /** By ascending id. */
  readonly events: readonly EventKind[];
  /** The same kinds as {@link effects}. */
  readonly effectByName: ReadonlyMap<string, EffectKind>;
  /** The same kinds as {@link events}. */
  readonly eventByName: ReadonlyMap<string, EventKind>;
  /** Patterns by ascending code. */
  readonly patterns: readonly Pattern[];
  /** The names of the registers, in order of first mention; their place is their number in the codec. */
  readonly registers: readonly string[];
}

/** The greatest kind id. */
export const MAX_KIND_ID = 16383;
const MAX_SHAPE_CODE = 63;
const MAX_SHAPED_FIELDS = 10;

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Declares a package's effects; checks S3 and S4 and returns the table as it is. */
export function defineEffects<const T extends EffectTable>(table: T): T {
  for (const [name, { fields }] of Object.entries(table)) checkRecord(`effect ${name}`, name, fields);
  return table;
}

/** Declares a package's events; checks S3 and S4 and returns the table as it is. */
export function defineEvents<const T extends EventTable>(table: T): T {
  for (const [name, { fields, outcome = {} }] of Object.entries(table)) {
    checkRecord(`event ${name}`, name, fields);
    checkRecord(`outcome of event ${name}`, name, outcome);
    const twice = Object.keys(outcome).find((field) => Object.hasOwn(fields, field));
    assertThat(twice === undefined, `event ${name}: field ${twice} is in the header and in the outcome`);
  }
  return table;
}

function checkRecord(where: string, kind: string, fields: Fields): void {
  assertThat(IDENTIFIER.test(kind), `${where}: the name is not an identifier`);
  for (const [name, field] of Object.entries(fields)) {
    assertThat(IDENTIFIER.test(name), `${where}: field name "${name}" is not an identifier`);
    assertThat(name !== "kind" && name !== "effects", `${where}: field name "${name}" is taken`);
    if (field.type !== "near") continue;
    assertThat(
      Number.isSafeInteger(field.bias) && field.bias >= 0,
      `${where}: bias ${field.bias} of ${name}`,
    );
    const typeOf = (other: string) => Object.hasOwn(fields, other) ? fields[other].type : "missing";
    const { advance, from, signed } = field;
    if (advance !== undefined) {
      const isRight = typeOf(advance) === "uint" && !signed;
      assertThat(isRight, `${where}: ${name} advances by ${advance}, which is ${typeOf(advance)}, not uint`);
    }
    if (from !== undefined) {
      const isRight = ["uint", "near"].includes(typeOf(from)) && signed;
      assertThat(isRight, `${where}: ${name} is from ${from}, which is ${typeOf(from)}`);
    }
  }
}

/** Joins the packages' tables into one schema; checks S1 and S2. */
export function composeSchema<
  const FX extends readonly SchemaPart<EffectTable>[],
  const EV extends readonly SchemaPart<EventTable>[],
>(effectParts: FX, eventParts: EV): Schema<FX[number]["table"], EV[number]["table"]> {
  const effects = joinParts("effect", effectParts, (kind, { shapes = {} }): EffectKind => ({
    ...kind,
    shapes: shapesOf(kind, shapes),
  }));
  checkCodes(effects);
  const events = joinParts("event", eventParts, (kind, { outcome = {} }): EventKind => ({
    ...kind,
    outcome: recordSpec(outcome),
  }));
  const effectByName = new Map(effects.map((kind) => [kind.name, kind]));
  const eventByName = new Map(events.map((kind) => [kind.name, kind]));
  return {
    effectTables: effectParts.map((part) => part.table),
    eventTables: eventParts.map((part) => part.table),
    effects,
    events,
    effectByName,
    eventByName,
    patterns: patternsOf(eventParts, eventByName, effectByName),
    registers: registerNames(effects, events),
  };
}

function joinParts<D extends KindDeclaration, K extends Kind>(
  what: "effect" | "event",
  parts: readonly SchemaPart<Readonly<Record<string, D>>>[],
  complete: (kind: Kind, declaration: D) => K,
): K[] {
  const kinds: K[] = [];
  for (const { owner, firstId, lastId, table } of parts) {
    assertThat(
      1 <= firstId && firstId <= lastId && lastId <= MAX_KIND_ID,
      () => `${owner}: ${what} ids ${firstId}–${lastId} are not within 1–${MAX_KIND_ID}`,
    );
    for (const [name, declaration] of Object.entries(table)) {
      const { id, doc, fields } = declaration;
      assertThat(
        Number.isInteger(id) && firstId <= id && id <= lastId,
        () => `${what} ${name}: id ${id} is outside the range ${firstId}–${lastId} of ${owner}`,
      );
      const other = kinds.find((kind) => kind.id === id || kind.name === name);
      assertThat(
        other === undefined,
        () => `${what} ${name} (${id}) of ${owner} meets ${other?.name} (${other?.id}) of ${other?.owner}`,
      );
      kinds.push(complete({ name, id, owner, doc, record: recordSpec(fields) }, declaration));
    }
  }
  return kinds.sort((left, right) => left.id - right.id);
}

function shapesOf(
  { name: kind, record: { fields } }: Kind,
  declared: Readonly<Record<number, readonly string[]>>,
): ReadonlyMap<number, number> {
  const shapes = Object.entries(declared).map(([code, names]): [number, number] => {
    const bits = names.map((name) => {
      const bit = fields.findIndex((field) => field.name === name);
      assertThat(bit >= 0, () => `effect ${kind}: shape ${code} has a field ${name} that is none`);
      return 2 ** bit;
    });
    assertThat(
      Number(code) >= 1 && Number(code) <= MAX_SHAPE_CODE && fields.length <= MAX_SHAPED_FIELDS,
      () => `effect ${kind}: code ${code} or ${fields.length} fields are too many for a shape`,
    );
    return [bits.reduce((sum, bit) => sum + bit, 0), Number(code)];
  });
  return new Map(shapes);
}

function checkCodes(kinds: readonly EffectKind[]): void {
  const owners = new Map<number, string>();
  for (const { name, shapes } of kinds) {
    for (const code of shapes.values()) {
      const other = owners.get(code);
      assertThat(other === undefined, () => `effect ${name}: shape ${code} meets ${other}`);
      owners.set(code, name);
    }
  }
}

function patternsOf(
  parts: readonly SchemaPart<EventTable>[],
  eventByName: ReadonlyMap<string, EventKind>,
  effectByName: ReadonlyMap<string, EffectKind>,
): Pattern[] {
  const patterns = new Map<number, Pattern>();
  for (const { table } of parts) {
    for (const [name, { patterns: declared = {} }] of Object.entries(table)) {
      for (const [key, declaration] of Object.entries(declared)) {
        const code = Number(key);
        const other = patterns.get(code)?.event.name;
        assertThat(other === undefined, () => `event ${name}: pattern ${code} meets one of ${other}`);
        patterns.set(code, layOutPattern(code, eventByName.get(name)!, declaration, effectByName));
      }
    }
  }
  return [...patterns.values()].sort((left, right) => left.code - right.code);
}

function recordSpec(declared: Fields): RecordSpec {
  const fields = Object.entries(declared).map(([name, field]) => ({ name, field }));
  const coded = new Map<string, FieldSpec>();
  for (const { name, field } of fields) {
    const first = field.type === "near" ? field.advance ?? field.from : undefined;
    if (first !== undefined) coded.set(first, { name: first, field: declared[first] });
    if (!coded.has(name)) coded.set(name, { name, field });
  }
  return { fields, codedFields: [...coded.values()] };
}

function registerNames(effects: readonly EffectKind[], events: readonly EventKind[]): string[] {
  const records = [
    ...effects.map(({ record }) => record),
    ...events.flatMap((kind) => [kind.record, kind.outcome]),
  ];
  const signed = new Map<string, boolean>();
  for (const { fields } of records) {
    for (const { field } of fields) {
      if (!("register" in field) || field.register === undefined) continue;
      const isSigned = field.type === "near" && field.signed;
      const other = signed.get(field.register) ?? isSigned;
      const fits = field.type === "near" && !isSigned && field.bias <= 1;
      assertThat(
        fits || !isSmallRegister(field.register),
        `register ${field.register} is small, and a field is not`,
      );
      assertThat(other === isSigned, `register ${field.register} is that of signed and of other fields`);
      signed.set(field.register, isSigned);
    }
  }
  return [...signed.keys()];
}
