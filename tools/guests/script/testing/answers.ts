/**
 * A short script and its answers, for tests.
 */
import { parseScript } from "../parse.ts";
import type { ScriptRecord } from "../record.ts";
import { runScript } from "../run_script.ts";

/** The records that the lines of a script answer. */
export function answersTo(...lines: string[]): readonly ScriptRecord[] {
  return runScript(parseScript(lines.join("\n"), "test.mm")).answer.records;
}

/** The last record that the lines of a script answer. */
export function lastAnswer(...lines: string[]): ScriptRecord {
  return answersTo(...lines).at(-1)!;
}
