/**
 * Each source has its test beside it: `x.ts` and `x_test.ts`.
 *
 * Excepted by what they are: faces (`mod.ts`, which only export), tests and benchmarks themselves, examples (run as a
 * whole by the tests of what they show), and declaration files. Excepted by name: the list below, each with its reason.
 */
import type { Finding } from "./finding.ts";

/** Sources without a test beside them, and why that is right. */
export const untested: ReadonlyMap<string, string> = new Map([
  ["tools/guests/guest.ts", "types alone: what a guest is"],
  ["tools/guests/recording/record.ts", "types alone: the records of a recording"],
  ["tools/guests/references/reference_sink.ts", "types alone: references and who takes them"],
  ["tools/testing/sample_commands.ts", "commands that the tests of the command line declare, check and run"],
]);

/** Finds sources with no test beside them, and exceptions that are no longer needed. */
export function checkTestsBeside(
  paths: readonly string[],
  exceptions: ReadonlyMap<string, string> = untested,
): Finding[] {
  const present = new Set(paths);
  const findings: Finding[] = [];
  const refuse = (path: string, message: string) =>
    findings.push({ path, line: 1, rule: "test-beside", severity: "refused", message });

  for (const path of paths) {
    if (!needsTest(path) || exceptions.has(path)) continue;
    const test = path.replace(/\.ts$/, "_test.ts");
    if (!present.has(test)) {
      refuse(path, `there is no ${test}; write it (or give the reason in tools/tidy/tests_beside.ts).`);
    }
  }
  for (const path of exceptions.keys()) {
    if (!present.has(path)) {
      refuse(path, "is excepted from having a test but is gone; remove it from tools/tidy/tests_beside.ts.");
    } else if (present.has(path.replace(/\.ts$/, "_test.ts"))) {
      refuse(
        path,
        "is excepted from having a test but has one; remove it from tools/tidy/tests_beside.ts.",
      );
    }
  }
  return findings;
}

function needsTest(path: string): boolean {
  if (!path.endsWith(".ts") || path.endsWith(".d.ts") || /_(test|bench)\.ts$/.test(path)) return false;
  const folders = path.split("/");
  return folders.at(-1) !== "mod.ts" && !folders.includes("examples");
}
