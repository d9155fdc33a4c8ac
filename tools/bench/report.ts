/**
 * Results as tables: for a terminal, and in Markdown for docs/performance.md.
 *
 *     replay: 1,000,000 events, clustered
 *       open, decode, reduce, verify      198 ns/event  191 to 240  190   5.26 M/s    412  at least 5 M events/s: reached
 *
 * The columns: the median, the least and the greatest, the median of processor time, events a second by the shorter,
 * how many times ours it is, what it took the first time, the bar.
 */
import { figure, type Result } from "./result.ts";
import { judged } from "./spread.ts";

/** Where the bar stands among the columns; texts are set left, numbers right. */
const BAR_COLUMN = 7;

/** Results that belong together: one measure, one setting. */
interface Group {
  readonly measure: string;
  readonly setting: string;
  readonly results: readonly Result[];
}

/** Results grouped by measure and setting, in the order they came in. */
function groupsOf(results: readonly Result[]): Group[] {
  const groups = new Map<string, Result[]>();
  for (const result of results) {
    const key = `${result.measure}\n${result.setting}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [result]);
    else group.push(result);
  }
  return [...groups].map(([key, group]) => {
    const [measure, setting] = key.split("\n");
    return { measure, setting, results: group };
  });
}

/** What a result says, column by column. */
function columnsOf(result: Result): string[] {
  const { median, least, greatest, unit, timesOurs, bar, count, processor, first } = result;
  const spread = count === 1 ? "" : `${figure(least)} to ${figure(greatest)}`;
  return [
    result.what,
    `${figure(median)} ${unit}`,
    spread,
    processor === undefined ? "" : figure(processor),
    unit === "ns/event" ? `${figure(1000 / judged(result))} M/s` : "",
    timesOurs === undefined ? "" : `${figure(timesOurs)} × ours`,
    first === undefined ? "" : figure(first),
    bar === undefined ? "" : `${bar.says}: ${bar.isReached ? "reached" : "not reached"}`,
  ];
}

/** A group's lines for a terminal. */
export function groupLines(results: readonly Result[]): string[] {
  return groupsOf(results).flatMap(({ measure, setting, results: group }) => {
    const rows = group.map(columnsOf);
    const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
    const lines = rows.map((row) =>
      `  ${
        row.map((cell, column) => pad(cell, widths[column], column)).filter((cell) =>
          cell.trim() !== "" || cell !== ""
        ).join("  ")
      }`
        .trimEnd()
    );
    return [`${measure}: ${setting}`, ...lines, ""];
  });
}

function pad(cell: string, width: number, column: number): string {
  return column === 0 || column === BAR_COLUMN ? cell.padEnd(width) : cell.padStart(width);
}

/** The results of one measure as Markdown tables, one a setting. */
export function measureTables(results: readonly Result[], measure: string): string {
  const groups = groupsOf(results.filter((result) => result.measure === measure));
  return groups.map(({ setting, results: group }) => {
    const head = [
      setting,
      "median",
      "least to greatest",
      "processor",
      "events/s",
      "ratio",
      "first time",
      "bar",
    ];
    const rows = group.map(columnsOf);
    const kept = head.map((_, column) => column).filter((column) =>
      column < 2 || rows.some((row) => row[column] !== "")
    );
    const line = (cells: readonly string[]) => `| ${kept.map((column) => cells[column]).join(" | ")} |`;
    const rule = `| ${
      kept.map((column) => column === 0 || column === BAR_COLUMN ? "---" : "---:").join(" | ")
    } |`;
    return [line(head), rule, ...rows.map(line)].join("\n");
  }).join("\n\n");
}

/** One line that sums up the bars. */
export function barsLine(results: readonly Result[]): string {
  const held = results.filter(({ bar }) => bar !== undefined);
  if (held.length === 0) return "No bar was measured.";
  const missed = held.filter(({ bar }) => !bar!.isReached);
  if (missed.length === 0) return `All ${held.length} bars are reached.`;
  const names = missed.map(({ measure, what, setting }) => `${measure} (${what}; ${setting})`);
  return `${held.length - missed.length} of ${held.length} bars are reached; not ${names.join(", not ")}.`;
}
