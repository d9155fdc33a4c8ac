/**
 * How long files and functions are. Good ones are short; long ones are reported, and refused when far out.
 *
 *                  aimed at     noted above   refused above
 *     file         200 lines    400           600
 *     function      40 lines     70           120
 *
 * SI1. A function's lines are counted from its head to its closing brace, functions inside it included.
 * SI2. Files of tests are long for good reasons: theirs are noted, never refused, and their functions not measured.
 */
import type { Finding } from "./finding.ts";
import { functionsOf } from "./functions.ts";
import type { Source } from "./source.ts";

/** The limits, in lines. */
export const limits = {
  file: { noted: 400, refused: 600 },
  function: { noted: 70, refused: 120 },
} as const;

/** Finds files and functions that are longer than they should be. */
export function checkSizes(source: Source): Finding[] {
  const isTest = /_(test|bench)\.ts$/.test(source.path);
  const findings: Finding[] = [];
  const measure = (kind: "file" | "function", line: number, lineCount: number, what: string) => {
    if (lineCount <= limits[kind].noted) return;
    const isRefused = lineCount > limits[kind].refused && !isTest;
    findings.push({
      path: source.path,
      line,
      rule: "sizes",
      severity: isRefused ? "refused" : "note",
      message: `${what} has ${lineCount} lines (${isRefused ? "at most" : "better under"} ` +
        `${limits[kind][isRefused ? "refused" : "noted"]}); is it two ideas?`,
    });
  };
  measure("file", 1, source.text.trimEnd().split("\n").length, "the file");
  if (isTest) return findings;
  for (const { name, line, lineCount } of functionsOf(source)) {
    measure("function", line, lineCount, name === undefined ? "a function" : `${name}()`);
  }
  return findings;
}
