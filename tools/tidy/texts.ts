/**
 * What may not stand in any text of the repository: paths of the machine somebody works on, and marks of work left
 * undone. And how each source must begin: with a comment that says what the file is.
 */
import type { Finding } from "./finding.ts";
import { lineOf, type Source } from "./source.ts";

/** Folders that only a developer's machine has. A guest's paths (`/tmp`, `/usr`, `/etc` …) are free. */
const machinePath = /(?<![\w.$/-])(?:\/(?:work|farm|root|home|Users)\/|[A-Z]:\\Users\\)/g;

/** Marks of undone work; written so that this line is not one. */
const undoneMark = /\b(?:TO[D]O|FIX[M]E|X[X]X|HA[C]K)\b/g;

/** Finds paths of a machine in a file's text, whatever kind of file it is. */
export function checkMachinePaths(path: string, text: string): Finding[] {
  return [...text.matchAll(machinePath)].map((match) => ({
    path,
    line: lineOf(text, match.index),
    rule: "machine-path",
    severity: "refused",
    message: `\`${match[0]}\` is a folder of somebody's machine; use a path relative to the repository.`,
  }));
}

/** Finds comments that promise to do something later. */
export function checkUndoneMarks(source: Source): Finding[] {
  return source.comments.flatMap((comment) =>
    [...comment.text.matchAll(undoneMark)].map((match) => ({
      path: source.path,
      line: comment.line + lineOf(comment.text, match.index) - 1,
      rule: "undone",
      severity: "refused" as const,
      message: `${match[0]}: do it now, or say in the comment what holds and open an issue.`,
    }))
  );
}

/** Finds a source whose first thing is not a comment. */
export function checkOpeningComment(source: Source): Finding[] {
  const text = source.text.replace(/^#!.*\n/, "").trimStart();
  if (text.startsWith("/*") || text.startsWith("//")) return [];
  return [{
    path: source.path,
    line: 1,
    rule: "head",
    severity: "refused",
    message: "the file opens without a comment; say there what it is and what must hold.",
  }];
}
