/**
 * What `record` says to a person.
 *
 *     cat.ndjson.gz: the recording of cat in.txt
 *       events    118   52 fault, 21 given, 8 mmap …
 *       checked   133   52 page faults, 35 residency of mappings …
 *       differed    0
 *       given      24   8 read, 3 newfstatat …
 */

import type { DistantGuest, Guest, GuestDifference, GuestReport } from "../guests/guest.ts";

/** How many differences are shown. */
const DIFFERENCES_SHOWN = 10;

/** The report as lines. */
export function reportLines(
  guest: Guest | DistantGuest,
  path: string,
  report: GuestReport,
  digest: string,
): string[] {
  const events: [string, number, string] = ["events", total(report.events), listWords(report.events)];
  const rows: [string, number, string][] = report.output !== undefined ? [events] : [
    events,
    ["checked", total(report.checked), listWords(report.checked)],
    ["differed", report.differedCount, ""],
    ["given", total(report.given), listWords(report.given)],
  ];
  const width = Math.max(...rows.map(([, count]) => count.toLocaleString("en-US").length));
  return [
    `Recorded ${guest.title}.`,
    "",
    ...outputLines(report),
    ...rows.flatMap(([name, count, words]) => rowLines(name, count, words, width)),
    ...differenceLines(report),
    "",
    `The log is ${path}; the state at its end has the digest ${digest}.`,
  ];
}

/** What a program printed, and how it ended. */
function outputLines({ output, ending }: GuestReport): string[] {
  if (output === undefined) return [];
  const printed = output === ""
    ? []
    : output.replace(/\n$/, "").split("\n").map((line) => `  | ${line}`.trimEnd());
  return [...printed, `  It ${ending}.`, ""];
}

function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** Counts with their names, the largest first. */
function listWords(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .sort(([, one], [, other]) => other - one)
    .map(([name, count]) => `${count.toLocaleString("en-US")} ${name}`)
    .join(", ");
}

const LINE_WIDTH = 100;

/** A row; words that do not fit go on below themselves. */
function rowLines(name: string, count: number, words: string, width: number): string[] {
  const head = `  ${name.padEnd(10)}${count.toLocaleString("en-US").padStart(width)}   `;
  const lines: string[] = [];
  let line = head;
  for (const word of words.split(", ")) {
    if (line.trim() !== "" && line !== head && line.length + word.length > LINE_WIDTH) {
      lines.push(line.trimEnd());
      line = " ".repeat(head.length);
    }
    line += `${word}, `;
  }
  lines.push(line.replace(/, $/, "").trimEnd());
  return lines;
}

function differenceLines({ differences, differedCount }: GuestReport): string[] {
  if (differedCount === 0) return [];
  const shown = differences.slice(0, DIFFERENCES_SHOWN).flatMap(oneDifference);
  const more = differedCount - Math.min(differences.length, DIFFERENCES_SHOWN);
  return ["", "The first differences:", ...shown, ...(more > 0 ? [`  … and ${more} more`] : [])];
}

function oneDifference({ line, kind, what, expected, got }: GuestDifference): string[] {
  return [`  line ${line}, ${kind}: ${what}`, `      expected ${expected}`, `      got      ${got}`];
}
