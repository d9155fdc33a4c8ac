/**
 * docs/performance.md: what is written by people stays, what is between two marks is written by a run.
 *
 *     <!-- generated replay: begin -->
 *     … tables …
 *     <!-- generated replay: end -->
 *
 *   PA1  A run replaces the results of the measures that it made, and no others.
 *   PA2  Where the results come from is told with them: `generated machine`.
 *   PA3  The table of bars is made of the page's own tables: it holds those of earlier runs too.
 */
import { MIX_SHARES } from "./mix_parts.ts";
import { measureTables } from "./report.ts";
import type { Result } from "./result.ts";

/** The page, from the top of the repository. */
export const PAGE_PATH = "docs/performance.md";

const REGION = /(<!-- generated ([a-z]+): begin -->\n)([\s\S]*?)(<!-- generated \2: end -->)/g;
/** The headings of columns that a table of bars is made of. */
const BAR_HEAD = "bar";

/** The page's text with results in place of those it had; `machine` says what they were measured on. */
export function pageWithResults(page: string, results: readonly Result[], machine: string): string {
  const written = page.replace(REGION, (whole, start: string, name: string, _: string, end: string) => {
    const text = name === "machine" ? machine : name === "mix" ? mixTable() : measureTables(results, name);
    return text === "" ? whole : `${start}\n${text}\n\n${end}`;
  });
  const bars = barsOf(written);
  return written.replace(
    REGION,
    (whole, start: string, name: string, _: string, end: string) =>
      name === "bars" ? `${start}\n${bars}\n\n${end}` : whole,
  );
}

/** What the mix is made of. */
function mixTable(): string {
  const rows = Object.entries(MIX_SHARES).map(([action, { share, does }]) =>
    `| ${action} | ${(share / 10).toFixed(1)} % | ${does} |`
  );
  return ["| action | share | what it does |", "| --- | ---: | --- |", ...rows].join("\n");
}

/** A bar as a table of results tells it. */
interface HeldBar {
  readonly measure: string;
  readonly what: string;
  readonly bar: string;
  readonly isReached: boolean;
}

/** A table of the bars that stand in the tables of a page, and a line that sums them up. */
function barsOf(page: string): string {
  const held = [...page.matchAll(REGION)].flatMap(([, , name, text]) =>
    name === "bars" ? [] : barsIn(name, text)
  );
  const reachedCount = held.filter(({ isReached }) => isReached).length;
  const rows = held.map(({ measure, what, bar, isReached }) =>
    `| ${measure} | ${what} | ${bar} | ${isReached ? "yes" : "**no**"} |`
  );
  return [
    `${reachedCount} of ${held.length} bars are reached.`,
    "",
    "| measure | of what | bar | reached |",
    "| --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}

/** The bars in the tables of one measure. The first cell of a table's head is its setting, the last may be "bar". */
function barsIn(measure: string, text: string): HeldBar[] {
  let setting = "";
  let hasBars = false;
  return text.split("\n").filter((line) => line.startsWith("| ")).flatMap((line) => {
    const cells = line.slice(2, -2).split(" | ");
    if (cells[1] === "median") {
      setting = cells[0];
      hasBars = cells[cells.length - 1] === BAR_HEAD;
      return [];
    }
    const told = cells[cells.length - 1].match(/^(.*): (not )?reached$/);
    if (!hasBars || told === null) return [];
    return [{ measure, what: `${cells[0]}; ${setting}`, bar: told[1], isReached: told[2] === undefined }];
  });
}
