/**
 * `alloc TRACE…`: traces of allocator requests against allocators, with everything recorded.
 */

import { type AllocatorMaking, ALLOCATORS, DEFAULT_ALLOCATOR } from "@palimpsest/libc";
import { allocatorNamed } from "../guests/allocator_name.ts";
import { allocatorChart, allocatorTable, jsonRow } from "../allocators/alloc_report.ts";
import { type Baseline, parseBaseline } from "../allocators/baseline.ts";
import { defineCommand } from "../command_line/command.ts";
import { exitStatus } from "../command_line/failure.ts";
import { readInputFile, writeOutputFile } from "../command_line/files.ts";
import { measureTrace, type TraceResult } from "../guests/trace/measure_trace.ts";
import { readTrace } from "../guests/trace/read_trace.ts";

/** The command. */
export const alloc = defineCommand({
  name: "alloc",
  summary: "replays traces of allocator requests against allocators, and measures what they cost",
  description: [
    "Each trace (.rep, .rep.gz) runs in a process of its own on the simulated kernel; every request is an event, every " +
    "block is written to at both ends and in every page, and verified when it is freed. The log is made as record " +
    "makes it, and dropped.",
    "util: peak of the live payload / peak of the footprint, which is every page made writable. over time: the same, " +
    "summed over all operations. calls, faults: memory calls and page faults, with those of the drain, which frees what " +
    "is live at the end. kept: what is left of the footprint after it. Means are over traces with a peak of 256 KiB or " +
    "more. The exit status is 1 when a block was not as it should be.",
    `The allocators are ${ALLOCATORS.map(({ name, about }) => `${name} (${about})`).join(", ")}.`,
  ],
  operands: { traces: { label: "TRACE", help: "the traces to replay", many: true } },
  options: {
    allocator: {
      kind: "list",
      label: "NAME",
      help: `an allocator, or several with commas, or all (default: ${DEFAULT_ALLOCATOR.name})`,
    },
    baseline: {
      kind: "text",
      label: "FILE.csv",
      help: "native measurements to stand beside: rows with trace, alloc, peak_live, mapped_drain …",
    },
    output: {
      kind: "text",
      short: "o",
      label: "FILE.svg",
      help: "draw live payload and footprint over time",
    },
  },
  examples: [
    { command: "alloc tools/testdata/alloc/x-realloc.rep.gz", says: "one trace on the default allocator" },
    {
      command:
        "alloc tools/testdata/alloc/x-realloc.rep.gz --allocator freelist,freelist:fit=best -o out/realloc.svg",
      says: "why best fit is not the best where blocks grow, with a chart",
    },
  ],
  async run({ operands, options, json, print, printJson, warn, progress }) {
    const makings = chosenAllocators(options.allocator);
    const baselines = await readBaselines(options.baseline);
    const results: TraceResult[] = [];
    for (const path of operands.traces) {
      const trace = await readTrace(path);
      for (const making of makings) {
        const observe = (done: number, total: number) =>
          progress.report(`${trace.name} on ${making.name}`, done, total);
        const result = measureTrace(trace, making, () => performance.now(), observe);
        results.push(result);
        progress.clear();
        for (const { operation, sentence } of result.measures.errors) {
          warn(`${path}: ${making.name}: operation ${operation}: ${sentence}.`);
        }
        if (json) printJson(jsonRow(result));
      }
    }
    if (!json) { for (const line of allocatorTable(results, baselines)) print(line); }
    if (options.output !== undefined) await writeOutputFile(options.output, allocatorChart(results));
    return results.every(({ errors }) => errors === 0) ? exitStatus.done : exitStatus.checkFailed;
  },
});

async function readBaselines(path: string | undefined): Promise<readonly Baseline[]> {
  if (path === undefined) return [];
  return parseBaseline(new TextDecoder().decode(await readInputFile(path)), path);
}

/** The allocators of a list of names; names may have commas between them. */
function chosenAllocators(given: readonly string[]): readonly AllocatorMaking[] {
  const names = given.flatMap((text) => text.split(",")).map((name) => name.trim());
  if (names.includes("all")) return ALLOCATORS;
  if (names.length === 0) return [DEFAULT_ALLOCATOR];
  return names.map(allocatorNamed);
}
