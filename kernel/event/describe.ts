/**
 * The schema as Markdown: the part of the log format's reference that follows from the tables.
 *
 * A section for effects and one for events; in each a table of all kinds, then every kind with a table of its
 * fields.
 */

import type { Field } from "./field.ts";
import type { EffectKind, EventKind, FieldSpec, RecordSpec, Schema } from "./schema.ts";

/** Markdown that documents every kind and field of a schema; headings start at the second level. */
export function describeSchema(schema: Schema): string {
  return [
    "## Effects",
    ...describeKinds(schema.effects, ({ record }) => fieldTable("Field", record)),
    "## Events",
    ...describeKinds(schema.events, describeEvent),
  ].join("\n\n") + "\n";
}

function describeKinds<K extends EffectKind>(kinds: readonly K[], describe: (kind: K) => string): string[] {
  const overview = kinds.map(({ id, name, owner, doc }) => [`${id}`, `\`${name}\``, owner, doc]);
  const sections = kinds.map((kind) => {
    const parts = [`### ${kind.id} \`${kind.name}\``, kind.doc, describe(kind), describeShapes(kind)];
    return parts.filter((part) => part !== "").join("\n\n");
  });
  return [table(["Id", "Kind", "Package", "What it says"], overview), ...sections];
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
  if (field.type === "int" && field.register !== undefined) return `int by register ${field.register}`;
  if (field.type !== "near") return field.type;
  const steps = [
    field.advance === undefined ? "" : ` + \`${field.advance}\``,
    field.bias === 0 ? "" : ` + ${field.bias}`,
  ];
  const step = steps.join("");
  return `near ${field.register}${step === "" ? "" : `, which moves on to the value${step}`}`;
}

function describeAbsence(field: Field): string {
  switch (field.type) {
    case "near":
      return `equal to register ${field.register}`;
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
