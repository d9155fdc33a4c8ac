/**
 * `bench`: measures recording, replay, seeking, memory and the size of logs, beside what people would use instead.
 */

import { BenchRun } from "../bench/bench_run.ts";
import { changeLine, changesBetween } from "../bench/comparison.ts";
import { PAGE_PATH, pageWithResults } from "../bench/page.ts";
import { barsLine, groupLines } from "../bench/report.ts";
import type { Result } from "../bench/result.ts";
import { type Command, defineCommand } from "../command_line/command.ts";
import { exitStatus, UserError } from "../command_line/failure.ts";
import { readInputFile, writeOutputFile } from "../command_line/files.ts";
import { Interrupted } from "../command_line/interruption.ts";

/** The measures by name, as the suite has them; its peers are not loaded before they are wanted. */
export const MEASURE_NAMES = [
  "record",
  "replay",
  "seek",
  "memory",
  "size",
  "peers",
  "growth",
  "reclaim",
  "mrc",
  "files",
  "names",
] as const;
const MEBIBYTE = 1024 * 1024;
const MOST_EVENTS = 10_000_000;

/** The command. */
export const bench: Command = defineCommand({
  name: "bench",
  summary: "measures recording, replay, seeking, memory and the size of logs",
  description: [
    "The workload is a mix of calls, page faults, stores and probes that depends on a seed only (tools/bench/). " +
    "Each thing is done until the engine has compiled it, then measured several times; its median and spread are " +
    "told, and what it took the first time. Ratios to peers (immer, Immutable.js, Redux toolkit, node:sqlite, JSON " +
    "lines, full copies) are taken in the same run, for machines differ and are noisy. Memory is measured at ten " +
    "times the events.",
    "Control-C ends the run; what was measured until then is told.",
  ],
  options: {
    events: {
      kind: "whole",
      label: "N",
      minimum: 1000,
      maximum: MOST_EVENTS,
      default: 1_000_000,
      help: "events of the mix",
    },
    only: { kind: "list", label: "NAME", help: `only this measure: ${MEASURE_NAMES.join(", ")}` },
    repeat: {
      kind: "whole",
      label: "R",
      minimum: 1,
      maximum: 100,
      default: 5,
      help: "how often each is measured",
    },
    "warm-up": {
      kind: "whole",
      label: "MS",
      minimum: 0,
      default: 2000,
      help: "how long each is done before it is measured, in milliseconds",
    },
    memory: { kind: "whole", label: "MIB", minimum: 1, default: 256, help: "memory of a timeline, in MiB" },
    compare: { kind: "text", label: "FILE", help: "an earlier run's --json, to compare with" },
    "write-docs": { kind: "flag", help: `write the results into ${PAGE_PATH}` },
  },
  examples: [
    { command: "bench", says: "everything, over a million events; some minutes" },
    { command: "bench --only replay --events 100000", says: "replay alone, quickly" },
  ],
  async run({ options, json, print, printJson, progress, warn }) {
    const names = measuresNamed(options.only);
    const earlier = options.compare === undefined ? undefined : await readResults(options.compare);
    const { measures } = await import("../bench/suite.ts");
    const run = new BenchRun(
      {
        eventCount: options.events,
        repetitions: options.repeat,
        warmUpMs: options["warm-up"],
        budgetBytes: options.memory * MEBIBYTE,
      },
      (what, done, total) => progress.report(what, done, total),
    );
    const results: Result[] = [];
    let group: Result[] = [];
    const tell = () => {
      progress.clear();
      for (const line of groupLines(group)) print(line);
      group = [];
    };
    const stop = () => run.interrupt();
    Deno.addSignalListener("SIGINT", stop);
    try {
      for (const name of names) {
        for await (const result of measures[name](run)) {
          if (!json && group.length > 0 && !belongsTo(group, result)) tell();
          results.push(result);
          group.push(result);
        }
        if (!json) tell();
      }
    } catch (error) {
      if (!(error instanceof Interrupted)) throw error;
      if (!json) tell();
      warn("bench: interrupted; this is what was measured until then.");
    } finally {
      Deno.removeSignalListener("SIGINT", stop);
    }
    if (json) printJson({ options, results });
    else print(barsLine(results));
    if (earlier !== undefined) {
      for (const change of changesBetween(earlier, results)) print(changeLine(change));
    }
    if (options["write-docs"]) await writePage(results);
    return exitStatus.done;
  },
});

/** Whether a result is told together with those of a group: it is of the same measure and setting. */
function belongsTo([first]: readonly Result[], { measure, setting }: Result): boolean {
  return first.measure === measure && first.setting === setting;
}

function measuresNamed(only: readonly string[]): readonly string[] {
  const names: readonly string[] = MEASURE_NAMES;
  for (const name of only) {
    if (names.includes(name)) continue;
    throw new UserError(`There is no measure '${name}'; the measures are ${names.join(", ")}.`);
  }
  return only.length === 0 ? names : names.filter((name) => only.includes(name));
}

/** Writes the results into the page, with what they were measured on. */
async function writePage(results: readonly Result[]): Promise<void> {
  const page = new TextDecoder().decode(await readInputFile(PAGE_PATH));
  const { os, arch } = Deno.build;
  const machine =
    `Measured with Deno ${Deno.version.deno} on ${os}, ${arch}, ${navigator.hardwareConcurrency} cores ` +
    "that others were using too.";
  await writeOutputFile(PAGE_PATH, pageWithResults(page, results, machine));
}

/** The results in an earlier run's --json. */
async function readResults(path: string): Promise<readonly Result[]> {
  const text = new TextDecoder().decode(await readInputFile(path));
  try {
    const { results } = JSON.parse(text);
    if (Array.isArray(results)) return results;
  } catch {
    // Not JSON: told below.
  }
  throw new UserError(`'${path}' is not the --json of an earlier run of bench; give one.`);
}
