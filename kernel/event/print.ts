/**
 * Events as lines of text, the way strace(1) shows system calls.
 *
 *     9  read(3, 0x5000, 10) = 5                          a call: the values of its arguments
 *     9  mmap(NULL, 4096, …) = -1 ENOMEM (Cannot …)       a call's result of -4095 … -1 is a negated errno
 *     9  fault(page=0x7f0000000000, write) = 1            any other kind: names, and flags that are set
 *         pagesFresh space=1 page=0x7f0000000000 count=1  its effects, when asked for, one an indented line
 *     9  read(3, 0x5000, 10 <unfinished ...>              an interrupted call: outcome field `unfinished`
 *     9  <... read resumed>) = 5                          and its rest: header field `resumed`
 *
 * P1  A call is a kind whose outcome has an int() called `result`.
 * P2  The header field `process` stands before the name; `resumed` and `unfinished` show as above; a field
 *     with the hint "none" is left out.
 * P3  A number is shown by the formatter its hint names; -1 in a near() field that is not signed is `none`.
 * P4  Among named values a bool shows as its name, and what is at its default is left out; a near() field
 *     when it is 0 and that says nothing. The arguments of a resumed call are shown so too: whoever resumes a call leaves them at their
 *     defaults.
 */

import { assertThat } from "../assert.ts";
import type { Field } from "./field.ts";
import { formatBytes, type Formatter, SHOWN_ITEM_COUNT } from "./format.ts";
import type { AnyEvent, AnyRecord, EventKind, FieldSpec, Schema } from "./schema.ts";

/** What a printer knows beside the schema. */
export interface Printers {
  /** Formatter by print hint; every hint of the schema has one (except "none"). */
  readonly hints: Readonly<Record<string, Formatter>>;
  /** 12 → "ENOMEM". */
  readonly errnoName: (errno: number) => string;
  /** 12 → "Cannot allocate memory". */
  readonly errnoMessage: (errno: number) => string;
}

/** What of an event is printed. */
export interface PrintOptions {
  /** Adds the effects, one an indented line; default false. */
  readonly effects?: boolean;
}

/** The greatest errno a negative result stands for, as in Linux (MAX_ERRNO). */
const GREATEST_ERRNO = 4095;

/** One event as a line (without line end), or several with its effects. */
export function printEvent(
  schema: Schema,
  event: AnyEvent,
  printers: Printers,
  options: PrintOptions = {},
): string {
  const kind = schema.eventByName.get(event.kind);
  assertThat(kind !== undefined, () => `event kind ${event.kind} is in no table`);
  const lines = [printHead(kind, event, printers)];
  if (options.effects) {
    for (const effect of event.effects) lines.push(`    ${printEffect(schema, effect, printers)}`);
  }
  return lines.join("\n");
}

/** One effect as a line: `pagesFresh space=1 page=0x5000 count=2`. */
export function printEffect(schema: Schema, effect: AnyRecord, printers: Printers): string {
  const kind = schema.effectByName.get(effect.kind);
  assertThat(kind !== undefined, () => `effect kind ${effect.kind} is in no table`);
  return [kind.name, ...namedValues(kind.record.fields, effect, printers)].join(" ");
}

function printHead(kind: EventKind, event: AnyEvent, printers: Printers): string {
  const isCall = resultOf(kind)?.field.type === "int";
  const resumed = isCall && event.resumed === true;
  const shown = kind.record.fields.filter(({ name }) => name !== "process" && name !== "resumed");
  const values = isCall && !resumed
    ? shown.filter(isShown).map(({ name, field }) => formatValue(field, event[name], printers))
    : namedValues(shown, event, printers);
  const process = event.process === undefined ? "" : `${event.process}  `;
  const open = resumed ? `<... ${kind.name} resumed>${values.length === 0 ? "" : " "}` : `${kind.name}(`;
  const unfinished = isCall && event.unfinished === true;
  const close = unfinished ? " <unfinished ...>" : `)${printOutcome(kind, event, printers)}`;
  return `${process}${open}${values.join(", ")}${close}`;
}

function resultOf(kind: EventKind): FieldSpec | undefined {
  return kind.outcome.fields.find(({ name }) => name === "result");
}

function printOutcome(kind: EventKind, event: AnyEvent, printers: Printers): string {
  const result = resultOf(kind);
  const others = namedValues(kind.outcome.fields.filter(({ name }) => name !== "result"), event, printers);
  const text = result === undefined ? "" : ` = ${printResult(result.field, event.result, printers)}`;
  return others.length === 0 ? text : `${text} {${others.join(", ")}}`;
}

function printResult(field: Field, result: unknown, printers: Printers): string {
  if (field.type !== "int" || typeof result !== "number" || result >= 0 || result < -GREATEST_ERRNO) {
    return formatValue(field, result, printers);
  }
  return `-1 ${printers.errnoName(-result)} (${printers.errnoMessage(-result)})`;
}

function isShown({ field }: FieldSpec): boolean {
  return field.print !== "none";
}

function namedValues(fields: readonly FieldSpec[], record: AnyRecord, printers: Printers): string[] {
  return fields.filter((spec) => isShown(spec) && !isDefault(spec.field, record[spec.name])).map((
    { name, field },
  ) => field.type === "bool" ? name : `${name}=${formatValue(field, record[name], printers)}`);
}

function isDefault(field: Field, value: unknown): boolean {
  if (field.type === "near") return field.zeroUnsaid === true && value === 0;
  if (field.type === "bytes" || field.type === "list") return (value as ArrayLike<unknown>).length === 0;
  return value === field.default;
}

function formatValue(field: Field, value: unknown, printers: Printers): string {
  switch (field.type) {
    case "uint":
    case "int":
      return formatNumber(field.print, value as number, printers);
    case "near":
      return value === -1 && !field.signed ? "none" : formatNumber(field.print, value as number, printers);
    case "bool":
      return `${value}`;
    case "text":
      return JSON.stringify(value);
    case "bytes":
      return formatBytes(value as Uint8Array);
    case "list": {
      const items = value as readonly unknown[];
      const item = { ...field.item, print: field.print ?? field.item.print };
      const shown = items.slice(0, SHOWN_ITEM_COUNT).map((each) => formatValue(item, each, printers));
      return `[${shown.join(", ")}${shown.length < items.length ? ", ..." : ""}]`;
    }
  }
}

function formatNumber(hint: string | undefined, value: number, printers: Printers): string {
  if (hint === undefined) return `${value}`;
  const formatter = Object.hasOwn(printers.hints, hint) ? printers.hints[hint] : undefined;
  assertThat(formatter !== undefined, () => `print hint "${hint}" has no formatter`);
  return formatter(value);
}
