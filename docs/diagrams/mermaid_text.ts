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

/** Mermaid breaks lines at 200 pixels otherwise, in the middle of an address space's rows. */
const WIDE_LABELS = '%%{init: {"flowchart": {"wrappingWidth": 800, "nodeSpacing": 16}}}%%';

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

/** An arrow that nobody sees, to a box that nobody sees: it keeps a box without arrows where it stands. */
export function unseenArrow(id: string, toId: string): string[] {
  return [`${id} ~~~ ${toId}`, `style ${toId} fill:none,stroke:none`];
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

/**
 * A flowchart from left to right, in which a line of a label is as long as it is.
 *
 * A group's own direction is ignored as soon as one of its boxes is tied to the outside: what comes below what is then
 * decided by the arrows, and boxes without any go to the top. `unseenArrow()` is for those.
 */
export function flowchart(statements: readonly string[]): string {
  return [WIDE_LABELS, "flowchart LR", ...statements.map((line) => `  ${line}`), ""].join("\n");
}
