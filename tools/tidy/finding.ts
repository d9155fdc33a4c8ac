/**
 * What the checks of tidy.ts say: a place, the rule, and what to do there.
 *
 * A finding that is *refused* fails the run; a *note* is only reported.
 */

/** One thing found by a check. */
export interface Finding {
  /** Path from the top of the repository, with forward slashes. */
  path: string;
  /** Line in the file, from 1. */
  line: number;
  /** The check that speaks: "imports", "purity", "sizes" … */
  rule: string;
  /** Whether it fails the run. */
  severity: "refused" | "note";
  /** What is there and what to do about it, in one sentence. */
  message: string;
}

/** A finding as a line that editors and terminals can follow: `path:line: rule: message`. */
export function printFinding(finding: Finding): string {
  const { path, line, rule, severity, message } = finding;
  return `${path}:${line}: ${severity === "note" ? "note, " : ""}${rule}: ${message}`;
}

/** Findings by path, then line, then rule, so that two runs print the same. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) =>
    compare(a.path, b.path) || a.line - b.line || compare(a.rule, b.rule) || compare(a.message, b.message)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
