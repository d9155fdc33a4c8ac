/**
 * docs/performance.md: what is written by people stays, what is between two marks is written by a run.
 *
 *     <!-- generated replay: begin -->
 *     … tables …
 *     <!-- generated replay: end -->
 *
 *   PA1  A run replaces the results of the measures that it made, and no others.
 *   PA2  Where the results come from is told with them: `generated machine`.
 */
import { barsLine, measureTables } from "./report.ts";
import type { Result } from "./result.ts";

/** The page, from the top of the repository. */
export const PAGE_PATH = "docs/performance.md";

const REGION = /(<!-- generated ([a-z]+): begin -->\n)[\s\S]*?(<!-- generated \2: end -->)/g;

/** The page's text with results in place of those it had; `machine` says what they were measured on. */
export function pageWithResults(page: string, results: readonly Result[], machine: string): string {
  return page.replace(REGION, (whole, start: string, name: string, end: string) => {
    const text = name === "machine"
      ? machine
      : name === "bars"
      ? barsOf(results)
      : measureTables(results, name);
    return text === "" ? whole : `${start}\n${text}\n\n${end}`;
  });
}

/** A table of the bars, and a line that sums them up; nothing when none was measured. */
function barsOf(results: readonly Result[]): string {
  const held = results.filter(({ bar }) => bar !== undefined);
  if (held.length === 0) return "";
  const rows = held.map(({ measure, what, setting, bar }) =>
    `| ${measure} | ${what}; ${setting} | ${bar!.says} | ${bar!.isReached ? "yes" : "no"} |`
  );
  return [
    "| measure | of what | bar | reached |",
    "| --- | --- | --- | --- |",
    ...rows,
    "",
    barsLine(results),
  ].join("\n");
}
