/**
 * Mermaid flowcharts as text: labels that cannot break the syntax, and the few statements that diagrams need.
 *
 *   ME1  Whatever stands in a label, the text parses: what has a meaning to Mermaid or to HTML is written as an entity.
 */

const ENTITIES: Readonly<Record<string, string>> = {
  '"': "#quot;",
  "#": "#35;",
  "&": "#amp;",
  "<": "#lt;",
  ">": "#gt;",
  "`": "#96;",
  "\\": "#92;",
};

/** Lines of text as a quoted label. */
export function label(...lines: readonly string[]): string {
  return `"${lines.map(escaped).join("<br/>")}"`;
}

function escaped(line: string): string {
  // deno-lint-ignore no-control-regex -- control characters are what must not stand in a label
  return line.replace(/[\u0000-\u001f\u007f]/g, " ").replace(
    /["#&<>`\\]/g,
    (character) => ENTITIES[character],
  );
}

/** A box. */
export function box(id: string, ...lines: readonly string[]): string {
  return `${id}[${label(...lines)}]`;
}

/** A box with round ends: what lies outside of memory. */
export function roundBox(id: string, ...lines: readonly string[]): string {
  return `${id}([${label(...lines)}])`;
}

/** A group of statements under a title, one below the other. */
export function group(id: string, title: string, statements: readonly string[]): string[] {
  return [
    `subgraph ${id}[${label(title)}]`,
    "  direction TB",
    ...statements.map((line) => `  ${line}`),
    "end",
  ];
}

/** A flowchart from left to right. */
export function flowchart(statements: readonly string[]): string {
  return ["flowchart LR", ...statements.map((line) => `  ${line}`), ""].join("\n");
}
