/**
 * `policies GUEST|LOG`: a trace of references, run through replacement policies in memories of several sizes.
 */

import { isPolicyName, POLICIES, POLICY_NAMES, type PolicyName } from "@palimpsest/kernel";
import { defineCommand } from "../command_line/command.ts";
import { exitStatus, UserError } from "../command_line/failure.ts";
import { writeOutputFile } from "../command_line/files.ts";
import { nearestName } from "../command_line/nearest.ts";
import { readAnyReferences } from "../guests/references/any_source.ts";
import { ReferenceTrace } from "../guests/references/reference_trace.ts";
import { isPolicyFile, simulateOwn } from "../policies/own_policy.ts";
import { parseFrameSizes, usualFrameSizes } from "../policies/frame_sizes.ts";
import { countText, policyChart, policyTable } from "../policies/policy_report.ts";
import { futureFor, type PolicyRun, simulate } from "../policies/simulate.ts";

/** The command. */
export const policies = defineCommand({
  name: "policies",
  summary: "compares replacement policies over the references of a guest or a log",
  description: [
    "References are page numbers (a .refs file, one a line, then w for a write), the output of valgrind's lackey for a " +
    "real program (valgrind --tool=lackey --trace-mem=yes --log-file=FILE PROGRAM), either compressed with gzip or not, " +
    "or a log that was recorded with its accesses. - reads from standard input. A guest that makes calls (a program, a " +
    "script, a trace of allocator requests) is run, and what it touches are the references.",
    `The policies are ${POLICY_NAMES.map((name) => `${name} (${POLICIES[name].summary})`).join(", ")}.`,
  ],
  operands: { input: { label: "GUEST|LOG", help: "where the references come from" } },
  options: {
    frames: {
      kind: "text",
      label: "N,N,…",
      help: "sizes of memory, in frames, such as 3,4,8 or 2-6 (default: powers of two)",
    },
    policy: { kind: "list", label: "NAME", help: "only this policy; or the file of one of your own" },
    seed: { kind: "whole", label: "S", default: 1, help: "where the random policy starts" },
    output: { kind: "text", short: "o", label: "FILE.svg", help: "write a chart of faults and writes" },
  },
  examples: [
    {
      command: "policies tools/testdata/references/belady.refs --frames 3,4",
      says: "faults of every policy: fifo takes more with more frames",
    },
    {
      command: "policies thrashing --frames 16,24 --policy lru --policy ./mru.ts",
      says: "a policy of your own beside lru (docs/guide/write_a_policy.md)",
    },
    { command: "policies fragmentation --frames 8-32", says: "the pages that a bundled program touches" },
    {
      command: "policies ls.lackey --frames 16,64,256 --policy lru --policy arc -o out/ls.svg",
      says: "two policies over a real program's trace, with a chart",
    },
  ],
  async run({ operands, options, json, print, printJson, warn, progress }) {
    const files = options.policy.filter(isPolicyFile);
    const names = chosenPolicies(options.policy.filter((name) => !isPolicyFile(name)), files.length > 0);
    const wanted = options.frames === undefined ? undefined : parseFrameSizes(options.frames);
    const trace = new ReferenceTrace();
    const { notes } = await readAnyReferences(
      operands.input,
      trace,
      (done) => progress.report("reading", done),
    );
    const sizes = wanted ?? usualFrameSizes(trace.pageCount);
    const observe = (done: number, total: number) => progress.report("runs", done, total);
    const runs = runAll(trace, names, sizes, options.seed, observe);
    for (const path of files) runs.push(...await simulateOwn(path, trace, sizes, options.seed));
    runs.sort((one, other) => sizes.indexOf(one.frames) - sizes.indexOf(other.frames));
    progress.clear();
    for (const note of notes) warn(note);
    if (json) { for (const run of runs) printJson(run); }
    else {
      print(`${countText(trace.length)} references to ${countText(trace.pageCount)} pages`);
      print();
      for (const line of policyTable(runs)) print(line);
    }
    if (options.output !== undefined) {
      const title = `${countText(trace.length)} references to ${countText(trace.pageCount)} pages`;
      await writeOutputFile(options.output, policyChart(title, runs));
    }
    return exitStatus.done;
  },
});

function chosenPolicies(names: readonly string[], hasOwn: boolean): readonly PolicyName[] {
  if (names.length === 0) return hasOwn ? [] : POLICY_NAMES;
  return names.map((name) => {
    if (isPolicyName(name)) return name;
    const near = nearestName(name, POLICY_NAMES);
    const hint = near === undefined
      ? `the policies are ${POLICY_NAMES.join(", ")}`
      : `did you mean '${near}'?`;
    throw new UserError(`There is no policy '${name}'; ${hint.replace(/[^?]$/, "$&.")}`);
  });
}

function runAll(
  trace: ReferenceTrace,
  names: readonly PolicyName[],
  sizes: readonly number[],
  seed: number,
  observe: (done: number, total: number) => void,
): PolicyRun[] {
  const futures = new Map(names.map((name) => [name, futureFor(name, trace)]));
  const runs: PolicyRun[] = [];
  for (const frames of sizes) {
    for (const name of names) {
      runs.push(simulate(name, trace, frames, { seed, nextUses: futures.get(name) }));
      observe(runs.length, sizes.length * names.length);
    }
  }
  return runs;
}
