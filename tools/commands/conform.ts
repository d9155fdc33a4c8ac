/**
 * `conform`: scripts' answers, simulated, beside those of Linux.
 */
import { basename, join } from "@std/path";
import { CheckFailed, exitStatus, messageOf, UserError } from "../command_line/failure.ts";
import { makeFolder, readInputFile, refuseSameFile, writeOutputFile } from "../command_line/files.ts";
import { defineCommand } from "../command_line/command.ts";
import { type ConformanceResult, judgeScript } from "../conform/conformance.ts";
import { AnswerError } from "../guests/script/record.ts";
import { ScriptError } from "../guests/script/script_error.ts";
import { printDifference } from "../oracle/compare.ts";
import { NativeFailure, NativeUnavailable, openNativeOracle } from "../oracle/native.ts";

/** Differences shown in all, unless `--differences` says otherwise. */
const SHOWN_DIFFERENCES = 10;

/** Runs scripts and compares their answers. */
export const conform = defineCommand({
  name: "conform",
  summary: "compares scripts' answers with those of Linux",
  description: [
    "Runs each script on the simulated kernel and prints its answer exactly as the native oracle prints it, or writes " +
    "it to DIR. Where the real kernel's answer lies beside a script (NAME.ndjson beside NAME.mm), the two are compared: " +
    "the count and the first differences go to standard error, or, with --out, to standard output.",
    "With --native the kernel of this machine is asked (Linux 6.18 on x86-64, root and a C compiler needed).",
    "Exit status 0 when nothing differs, 1 when something does, 2 when a script cannot be read.",
  ],
  operands: { scripts: { label: "FILE.mm", help: "scripts to run", many: true } },
  options: {
    out: { kind: "text", label: "DIR", help: "write each answer to DIR/NAME.ndjson" },
    native: { kind: "flag", help: "compare with the answers of the kernel that runs here" },
    differences: {
      kind: "whole",
      label: "N",
      default: SHOWN_DIFFERENCES,
      help: "how many differences to show",
    },
  },
  examples: [
    {
      command: "conform my.mm",
      says: "the answer to one script, compared if Linux's lies beside it",
    },
    { command: "conform --out answers a.mm b.mm", says: "answers written to a folder, and how many differ" },
  ],
  async run({ operands, options, json, print, printJson, warn, progress }) {
    const native = options.native ? await openNative() : undefined;
    if (options.out !== undefined) await makeFolder(options.out);
    const results: ConformanceResult[] = [];
    for (const path of operands.scripts) {
      progress.report("scripts", results.length, operands.scripts.length);
      const script = await readInputFile(path);
      const wanted = native === undefined ? await answerBeside(path) : await askNative(native, path, script);
      const result = judge(path, script, wanted);
      results.push(result);
      if (options.out !== undefined) {
        const answerPath = join(options.out, answerName(path));
        if (result.differenceCount > 0) await refuseSameFile(answerPath, wantedPath(path), "Linux's answer");
        await writeOutputFile(answerPath, result.answer);
      } else if (!json) print(result.answer.trimEnd());
    }
    const summary = summarize(results);
    if (json) printJson({ ...summary, first: firstDifferences(results, options.differences) });
    else if (summary.compared > 0) {
      const say = options.out === undefined ? warn : print;
      for (const line of differenceLines(results, options.differences)) say(line);
      say(`scripts ${summary.scripts}, records ${summary.records}, differences ${summary.differences}`);
    }
    return summary.differences === 0 ? exitStatus.done : exitStatus.checkFailed;
  },
});

function judge(path: string, script: Uint8Array, wanted: string | undefined): ConformanceResult {
  try {
    return judgeScript({ name: path, script, wanted });
  } catch (error) {
    if (error instanceof ScriptError || error instanceof AnswerError) throw new UserError(error.message);
    throw error;
  }
}

function answerName(path: string): string {
  return `${basename(path).replace(/\.mm$/, "")}.ndjson`;
}

/** Where the real kernel's answer to a script lies, if it does. */
function wantedPath(path: string): string {
  return path.replace(/\.mm$/, ".ndjson");
}

/** The text of the answer beside a script, when there is one. */
async function answerBeside(path: string): Promise<string | undefined> {
  if (!path.endsWith(".mm")) return undefined;
  try {
    return await Deno.readTextFile(wantedPath(path));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw new UserError(`${path}: the answer beside it cannot be read: ${messageOf(error)}`);
  }
}

type Native = Awaited<ReturnType<typeof openNativeOracle>>;

async function openNative(): Promise<Native> {
  try {
    return await openNativeOracle();
  } catch (error) {
    if (error instanceof NativeUnavailable) throw new UserError(error.message);
    throw error;
  }
}

async function askNative(native: Native, path: string, script: Uint8Array): Promise<string> {
  try {
    const { answer, comparison } = await native.answerTwice(new TextDecoder().decode(script));
    if (comparison.differenceCount > 0) {
      throw new CheckFailed(`${path}: two native runs of the script differ, so it cannot be compared.`);
    }
    return answer;
  } catch (error) {
    if (error instanceof NativeFailure) throw new UserError(`${path}: ${error.message}`);
    throw error;
  }
}

function summarize(results: readonly ConformanceResult[]) {
  const compared = results.filter((result) => result.compared);
  return {
    scripts: results.length,
    compared: compared.length,
    records: results.reduce((count, { recordCount }) => count + recordCount, 0),
    differences: results.reduce((count, { differenceCount }) => count + differenceCount, 0),
  };
}

function firstDifferences(results: readonly ConformanceResult[], most: number) {
  return results.flatMap(({ name, differences }) =>
    differences.map((difference) => ({ script: name, ...difference }))
  )
    .slice(0, most);
}

function* differenceLines(results: readonly ConformanceResult[], most: number): Iterable<string> {
  let left = most;
  for (const { name, differences } of results) {
    for (const difference of differences) {
      if (left-- <= 0) return;
      yield `${name}: ${printDifference(difference)}`;
    }
  }
}
