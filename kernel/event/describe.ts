/**
 * The schema as Markdown: the part of the log format's reference that follows from the tables.
 *
 * A section for effects and one for events; in each a table of all kinds, then every kind with a table of its
 * fields.
 */

import type { Field } from "./field.ts";
import type { PackedField, Pattern } from "./pattern.ts";
import type { EffectKind, EventKind, FieldSpec, Kind, RecordSpec, Schema } from "./schema.ts";

/** Markdown that documents every kind and field of a schema; headings start at the second level. */
export function describeSchema(schema: Schema): string {
  return [
    "## Effects",
    ...describeKinds(schema.effects, describeEffect),
    "## Events",
    ...describeKinds(schema.events, describeEvent),
    ...describePatterns(schema.patterns),
  ].join("\n\n") + "\n";
}

function describeKinds<K extends Kind>(kinds: readonly K[], describe: (kind: K) => string): string[] {
  const overview = kinds.map(({ id, name, owner, doc }) => [`${id}`, `\`${name}\``, owner, doc]);
  const sections = kinds.map((kind) => {
    const parts = [`### ${kind.id} \`${kind.name}\``, kind.doc, describe(kind)];
    return parts.filter((part) => part !== "").join("\n\n");
  });
  return [table(["Id", "Kind", "Package", "What it says"], overview), ...sections];
}

function describeEffect(kind: EffectKind): string {
  const parts = [fieldTable("Field", kind.record), describeShapes(kind)];
  return parts.filter((part) => part !== "").join("\n\n");
}

function describeEvent(kind: EventKind): string {
  const parts = [fieldTable("Field", kind.record), fieldTable("Outcome field", kind.outcome)];
  return parts.filter((part) => part !== "").join("\n\n");
}

function describeShapes({ shapes, record: { fields } }: EffectKind): string {
  if (shapes.size === 0) return "";
  const texts = [...shapes].map(([presence, code]) => {
    const names = fields.filter((_, bit) => (presence >> bit & 1) === 1).map(({ name }) => `\`${name}\``);
    return `${code} (${names.length === 0 ? "no field" : names.join(", ")})`;
  });
  return `Shapes: ${texts.join("; ")}.`;
}

function describePatterns(patterns: readonly Pattern[]): string[] {
  if (patterns.length === 0) return [];
  const rows = patterns.map(({ code, records, lengthBytes }) => [
    `${code}`,
    records.map(({ kind }) => `\`${kind.name}\``).join(", "),
    `${lengthBytes}`,
    records.flatMap(({ kind, fields }, index) =>
      fields.flatMap((field) => describePacked(index === 0 ? "" : `${kind.name}.`, field))
    ).join(", "),
  ]);
  return [
    "## Patterns",
    table(["Code", "Event, effects", "Bytes", "Fields: their bits, or what they are"], rows),
  ];
}

/** Nothing for a field that is at its default or register. */
function describePacked(
  owner: string,
  { name, field, bits, unit, value, behind }: PackedField,
): string[] {
  const place = `\`${owner}${name}\``;
  if (behind === "WORD") return [`${place} ${bits}, a word`];
  if (behind === "BYTES") return [`${place} behind the bits`];
  if (bits > 0) return [`${place} ${bits}${unit === 1 ? "" : ` (in units of ${unit})`}`];
  return value === undefined || value === field.default ? [] : [`${place} is ${value}`];
}

function fieldTable(heading: string, record: RecordSpec): string {
  if (record.fields.length === 0) return "";
  const rows = record.fields.map(({ name, field }: FieldSpec, bit) => [
    `${bit}`,
    `\`${name}\``,
    describeType(field),
    describeAbsence(field),
    field.doc ?? "",
  ]);
  return table(["Bit", heading, "Stored as", "Absent when", "Meaning"], rows);
}

function describeType(field: Field): string {
  if (field.type === "list") return `list of ${field.item.type}`;
  if (field.type === "int" && field.register !== undefined) {
    return `int by register ${field.register}${field.unit === 1 ? "" : `, in units of ${field.unit}`}`;
  }
  if (field.type !== "near") return field.type;
  const steps = [
    field.advance === undefined ? "" : ` + \`${field.advance}\``,
    field.bias === 0 ? "" : ` + ${field.bias}`,
  ];
  const step = steps.join("");
  const sign = field.signed ? ", signed" : "";
  const from = field.from === undefined ? "" : `, from \`${field.from}\``;
  return `near ${field.register}${sign}${from}${step === "" ? "" : `, which moves on to the value${step}`}`;
}

function describeAbsence(field: Field): string {
  switch (field.type) {
    case "near":
      return `equal to register ${field.register}${field.from === undefined ? "" : ` + \`${field.from}\``}`;
    case "bool":
      return "false (present: true)";
    case "bytes":
    case "list":
      return "empty";
    case "text":
      return field.default === "" ? "empty" : `\`${field.default}\``;
    default:
      return `${field.default}`;
  }
}

function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(headings), line(headings.map(() => "---")), ...rows.map(line)].join("\n");
}
