/**
 * Conformance: a script's simulated answer beside the real kernel's.
 *
 * CF1. A script runs in the world that its wanted answer's header describes.
 * CF2. Where the world has swap, minor and major faults are compared as their sum: whether a page was still in the swap
 *      cache is a matter of timing.
 */
import type { LogWriter } from "@palimpsest/kernel";
import { formatAnswer } from "../guests/script/format.ts";
import { parseScript } from "../guests/script/parse.ts";
import { parseAnswer, type ScriptAnswer } from "../guests/script/record.ts";
import { runScript } from "../guests/script/run_script.ts";
import { compareAnswers, type Difference } from "../oracle/compare.ts";

/** A script to be judged. */
export interface ConformanceCase {
  /** What to call it in reports. */
  readonly name: string;
  /** The script's text, or its bytes. */
  readonly script: string | Uint8Array;
  /** The wanted answer's text, when there is one. */
  readonly wanted?: string;
}

/** How a script fared. */
export interface ConformanceResult {
  readonly name: string;
  /** The simulated answer, exactly as the native oracle would print it. */
  readonly answer: string;
  /** Whether there was an answer to compare with. */
  readonly compared: boolean;
  readonly recordCount: number;
  readonly differenceCount: number;
  /** The first differences. */
  readonly differences: readonly Difference[];
}

/** Differences kept of one script. */
const KEPT_DIFFERENCES = 20;

/**
 * Runs a script and compares.
 *
 * @param log Where the run's events go, if they are wanted.
 * @throws {ScriptError} The script cannot be read. {AnswerError} The wanted answer cannot.
 */
export function judgeScript(given: ConformanceCase, log?: LogWriter): ConformanceResult {
  const ops = parseScript(given.script, given.name);
  const wanted = given.wanted === undefined ? undefined : parseAnswer(given.wanted, `${given.name} (answer)`);
  const { answer } = runScript(ops, { world: wanted?.header, log });
  const { recordCount, differenceCount, differences } = wanted === undefined
    ? { recordCount: answer.records.length, differenceCount: 0, differences: [] }
    : compare(wanted, answer);
  return {
    name: given.name,
    answer: formatAnswer(answer),
    compared: wanted !== undefined,
    recordCount,
    differenceCount,
    differences,
  };
}

function compare(wanted: ScriptAnswer, answer: ScriptAnswer) {
  const sumFaults = wanted.header.swap_pages > 0;
  return compareAnswers(wanted, answer, { sumFaults, keptMax: KEPT_DIFFERENCES });
}
