/**
 * `alloc TRACE…`: traces of allocator requests against allocators, with everything recorded.
 */

import { type AllocatorMaking, ALLOCATORS, DEFAULT_ALLOCATOR } from "@palimpsest/libc";
import { join } from "@std/path";
import { allocatorChart } from "../allocators/alloc_chart.ts";
import { csvHead, csvLine, rowOf } from "../allocators/alloc_rows.ts";
import { allocatorTable } from "../allocators/alloc_table.ts";
import { type Baseline, nativeBaselines, parseBaseline } from "../allocators/baseline.ts";
import { chooseAllocators, choosePair } from "../allocators/choose_allocators.ts";
import { defineCommand } from "../command_line/command.ts";
import { exitStatus, UserError } from "../command_line/failure.ts";
import { makeFolder, readInputFile, refuseSameFile, writeOutputFile } from "../command_line/files.ts";
import { measureTrace, type TraceResult } from "../guests/trace/measure_trace.ts";
import { readTrace } from "../guests/trace/read_trace.ts";
import type { Trace } from "../guests/trace/trace.ts";
import { LogFile } from "../log_file/log_file.ts";
import { type Outlet, tellPartings, tellProcesses, tellSizes, tellSpeeds } from "./alloc_modes.ts";

const MOST_PROCESSES = 64;

/** The command. */
export const alloc = defineCommand({
  name: "alloc",
  summary: "replays traces of allocator requests against allocators, and measures what they cost",
  description: [
    "Each trace (.rep, .rep.gz) runs in a process of its own on the simulated kernel; every request is an event, every " +
    "block is written to at both ends and in every page, and verified when it is freed. All of it is recorded; the log " +
    "is dropped unless -o keeps it for rewind, log, replay and diagram.",
    "util: peak of the live payload / peak of the footprint, which is every page that was made writable or holds a " +
    "frame. over time: the same, summed over all operations. calls, faults: memory calls and page faults, with those of " +
    "the drain, which frees what is live at the end. kept: what is left of the footprint after it. Means and sums are " +
    "over traces with a peak of 256 KiB or more. The exit status is 1 when a block was not as it should be.",
    `The allocators are ${ALLOCATORS.map(({ name, about }) => `${name} (${about})`).join(", ")}.`,
  ],
  operands: { traces: { label: "TRACE", help: "the traces to replay", many: true } },
  options: {
    allocator: {
      kind: "list",
      label: "A,B",
      help: `an allocator, or several with commas, or all (default: ${DEFAULT_ALLOCATOR.name})`,
    },
    csv: { kind: "flag", help: "print CSV instead of text" },
    svg: {
      kind: "text",
      label: "FOLDER",
      help: "draw live payload and footprint over time: a file a trace",
    },
    diff: {
      kind: "text",
      label: "A B",
      help: "show where the footprints of two allocators first part, and where each page went",
    },
    sizes: { kind: "flag", help: "show sizes and lifetimes of the blocks, and what mapping each would cost" },
    processes: {
      kind: "whole",
      label: "N",
      minimum: 1,
      maximum: MOST_PROCESSES,
      help: "replay the traces in so many processes at once, and show what they waste together",
    },
    speed: {
      kind: "flag",
      help:
        "measure speed, in processor time: replays repeated, a trace ten times as long, 50,000 steps made inspectable",
    },
    native: {
      kind: "list",
      label: "NAME",
      help: "native allocators to stand beside: glibc, musl, jemalloc …, all or none (default: glibc)",
    },
    baseline: {
      kind: "text",
      label: "FILE.csv",
      help: "native measurements to stand beside, in place of those that come with the project",
    },
    output: {
      kind: "text",
      short: "o",
      label: "FILE.plog",
      help: "keep the log (of one trace and one allocator)",
    },
  },
  examples: [
    {
      command: "alloc tools/testdata/alloc/x-realloc-d1.rep.gz",
      says: "one trace on the default allocator, beside glibc's native figures",
    },
    {
      command:
        "alloc tools/testdata/alloc/x-realloc-d1.rep.gz --allocator palimpsest,freelist,freelist:fit=best --svg out",
      says: "three allocators, with a picture",
    },
    {
      command: "alloc tools/testdata/alloc/x-binary-d1.rep.gz --diff palimpsest freelist",
      says: "where their pages went",
    },
  ],
  async run({ operands, options, json, print, printJson, warn, progress }) {
    const { csv, svg, diff, sizes, processes, speed, output } = options;
    refuseTogether({ "--json": json, "--csv": csv });
    refuseTogether({
      "--diff": diff !== undefined,
      "--sizes": sizes,
      "--processes": processes !== undefined,
      "--speed": speed,
    });
    const compared = diff === undefined ? undefined : choosePair(diff, operands.traces);
    const paths = compared?.traces ?? operands.traces;
    const makings = chooseAllocators(options.allocator);
    const traces: Trace[] = [];
    for (const path of paths) traces.push(await readTrace(path));
    const outlet: Outlet = {
      json,
      print,
      printJson,
      observe: (what) => (done, total) => progress.report(what, done, total),
      clear: () => progress.clear(),
    };
    if (compared !== undefined) return tellPartings(traces, compared.pair, outlet);
    if (sizes) return tellSizes(traces, outlet);
    if (speed) return tellSpeeds(traces, makings, outlet);
    if (processes !== undefined) return tellProcesses(traces, makings, processes, outlet);

    if (output !== undefined) await checkOutput(output, paths, traces.length * makings.length);
    if (svg !== undefined) await makeFolder(svg);
    const baselines = await chosenBaselines(options.native, options.baseline);
    const results: TraceResult[] = [];
    if (csv) print(csvHead());
    for (const [number, trace] of traces.entries()) {
      for (const making of makings) {
        const result = measure(trace, making, output, outlet);
        results.push(result);
        for (const { operation, sentence } of result.measures.errors) {
          warn(`${paths[number]}: ${making.name}: operation ${operation}: ${sentence}.`);
        }
        if (json) printJson(rowOf(result));
        if (csv) print(csvLine(rowOf(result)));
      }
      if (svg === undefined) continue;
      await writeOutputFile(join(svg, `${trace.name}.svg`), allocatorChart(results.slice(-makings.length)));
    }
    if (!json && !csv) { for (const line of allocatorTable(results, baselines)) print(line); }
    return results.every(({ errors }) => errors === 0) ? exitStatus.done : exitStatus.checkFailed;
  },
});

function measure(
  trace: Trace,
  making: AllocatorMaking,
  output: string | undefined,
  outlet: Outlet,
): TraceResult {
  const observe = outlet.observe(`${trace.name} on ${making.name}`);
  const clock = () => performance.now();
  try {
    if (output === undefined) return measureTrace(trace, making, clock, { observe });
    using file = new LogFile(output);
    const result = measureTrace(trace, making, clock, { observe, append: file.append });
    file.close();
    return result;
  } finally {
    outlet.clear();
  }
}

/** Refuses options that exclude each other. */
function refuseTogether(given: Readonly<Record<string, boolean>>): void {
  const names = Object.keys(given).filter((name) => given[name]);
  if (names.length > 1) throw new UserError(`${names.join(" and ")} do not go together; choose one.`);
}

async function checkOutput(output: string, paths: readonly string[], runCount: number): Promise<void> {
  if (runCount > 1) {
    throw new UserError(
      `-o keeps the log of one run, and these are ${runCount}; give one trace and one allocator.`,
    );
  }
  for (const path of paths) await refuseSameFile(output, path, "the trace");
}

async function chosenBaselines(
  names: readonly string[],
  path: string | undefined,
): Promise<readonly Baseline[]> {
  const all = path === undefined
    ? await nativeBaselines()
    : parseBaseline(new TextDecoder().decode(await readInputFile(path)), path);
  const wanted = names.flatMap((text) => text.split(","));
  if (wanted.includes("all") || (wanted.length === 0 && path !== undefined)) return all;
  if (wanted.includes("none")) return [];
  const known = new Set(all.map(({ allocator }) => allocator));
  for (const name of wanted) {
    if (!known.has(name)) {
      throw new UserError(
        `There are no native measurements of '${name}'; there are of ${[...known].join(", ")}.`,
      );
    }
  }
  return all.filter(({ allocator }) => (wanted.length === 0 ? ["glibc"] : wanted).includes(allocator));
}
