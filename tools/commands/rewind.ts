/**
 * `rewind FILE.plog --to N`: the state of the machine after any event of a log.
 */

import { mapsLines, printMapsLine, toldRecords } from "@palimpsest/fs";
import type { MachineConfig, State } from "@palimpsest/kernel";
import { defineCommand } from "../command_line/command.ts";
import { exitStatus, UserError } from "../command_line/failure.ts";
import { resolvePosition } from "../command_line/position.ts";
import { LogView } from "../log_file/log_view.ts";
import { budgetBytesOf, memoryOption } from "../log_file/memory_option.ts";
import { descriptorLines, descriptorRows } from "../printing/descriptors_table.ts";
import { eventLine } from "../printing/event_line.ts";
import { frameLines, frameRows } from "../printing/frames_table.ts";
import { pageLines, pageRows } from "../printing/pages_table.ts";
import { processLines, processRows } from "../printing/processes_table.ts";

/** What is told as the files of /proc tell it: of each process, and of the machine. */
const TOLD = ["smaps", "status", "stat"] as const;
const TOLD_OF_MACHINE = ["meminfo", "swaps"] as const;
const SHOWN = ["maps", "pages", "frames", "fds", "ps", ...TOLD, ...TOLD_OF_MACHINE, "all"] as const;
type Shown = typeof SHOWN[number];
type Told = typeof TOLD[number];
type ToldOfMachine = typeof TOLD_OF_MACHINE[number];

/** The command. */
export const rewind = defineCommand({
  name: "rewind",
  summary: "shows the state after any event of a log",
  description: [
    "maps prints what /proc/PID/maps would have said; pages, every page that is present and the frame it is in; " +
    "frames, every frame in use; fds, the descriptors; ps, the processes. Without --pid, every process that has " +
    "memory is shown, each under its name where there are several.",
    "smaps, status, stat, meminfo and swaps print what these files of /proc would have said: a guest that reads them gets " +
    "the same.",
  ],
  operands: { log: { label: "FILE.plog", help: "the log to read" } },
  options: {
    to: {
      kind: "position",
      label: "N",
      help: "the event to stand after: its number (0 is boot), 40%, last or last-3",
      required: true,
    },
    pid: { kind: "whole", label: "P", help: "only this process" },
    memory: memoryOption,
    show: { kind: "choice", choices: SHOWN, default: "maps", help: "what to show" },
  },
  examples: [
    { command: "rewind out/cat.plog --to 40%", says: "the mappings when two fifths had happened" },
    { command: "rewind out/cat.plog --to last-1 --show all", says: "everything, just before the end" },
  ],
  run({ operands, options, json, print, printJson, warn, progress }) {
    const view = LogView.open(operands.log, { budgetBytes: budgetBytesOf(options) });
    if (view.damage !== undefined) warn(`rewind: ${view.damage}`);
    const number = resolvePosition(options.to, view.lastEvent);
    const state = view.stateAfter(number, (done, total) => progress.report("folding", done, total));
    progress.clear();
    const pids = chosenPids(state, options.pid, number);
    const told = toldLines(state, pids, options.show, view.config);
    if (told !== undefined) {
      if (json) printJson({ event: number, digest: state.digest.toHex(), [options.show]: told });
      else for (const line of told) print(line);
    } else if (json) {
      printJson({ event: number, digest: state.digest.toHex(), ...jsonOf(state, pids, options.show) });
    } else {
      if (options.show === "all") {
        print(
          `After event ${number} of ${view.lastEvent}: ${
            eventLine(view.system.codec.schema, view.event(number))
          }`,
        );
        print();
      }
      const lines = stateLines(state, pids, options.show);
      for (const line of lines) print(line);
      if (lines.length === 0) warn(`rewind: ${nothingWords(number, options)}`);
    }
    return exitStatus.done;
  },
});

/** The lines of a file of /proc, one process behind the other; undefined when something else is to be shown. */
function toldLines(
  state: State,
  pids: readonly number[],
  shown: Shown,
  config: MachineConfig,
): string[] | undefined {
  const linesOf = (path: string) =>
    toldRecords(state, path, config)!.join("").split("\n").filter((line) => line !== "");
  if (TOLD_OF_MACHINE.includes(shown as ToldOfMachine)) return linesOf(`/proc/${shown}`);
  if (!TOLD.includes(shown as Told)) return undefined;
  return pids.flatMap((pid) => linesOf(`/proc/${pid}/${shown}`));
}

/** What is said where nothing can be shown: a program that has ended has no mappings. */
function nothingWords(number: number, { show, pid }: { show: Shown; pid?: number }): string {
  const shown: Partial<Record<Shown, string>> = {
    maps: "mappings",
    pages: "pages present",
    frames: "frames in use",
    fds: "descriptors",
  };
  const things = shown[show] ?? "processes";
  return `After event ${number} there are no ${things}${pid === undefined ? "" : ` of process ${pid}`}.`;
}

/** The processes to show: the one that was named, or all that have memory. */
function chosenPids(state: State, pid: number | undefined, number: number): number[] {
  if (pid !== undefined) {
    if (state.processes.get(pid) === undefined) {
      const known = [...state.processes.entries()].map(([known]) => known).join(", ") || "none";
      throw new UserError(`There is no process ${pid} after event ${number}; there is ${known}.`);
    }
    return [pid];
  }
  return [...state.processes.entries()].filter(([, { space }]) => space !== 0).map(([known]) => known);
}

function stateLines(state: State, pids: readonly number[], shown: Shown): string[] {
  if (shown === "frames") return frameLines(frameRows(state));
  if (shown === "ps") return processLines(processRows(state));
  if (shown !== "all") return processParts(state, pids, shown as "maps" | "pages" | "fds");
  return [
    ...processLines(processRows(state)),
    ...(["maps", "pages", "fds"] as const).flatMap((
      part,
    ) => ["", `${part}:`, ...processParts(state, pids, part)]),
    "",
    "frames:",
    ...frameLines(frameRows(state)),
  ];
}

/** What is shown process by process; a heading says which, where there are several. */
function processParts(state: State, pids: readonly number[], shown: "maps" | "pages" | "fds"): string[] {
  return pids.flatMap((pid, index) => {
    const heading = pids.length > 1 ? [`pid ${pid} (${state.process(pid).name}):`] : [];
    const gap = index > 0 ? [""] : [];
    return [...gap, ...heading, ...processPart(state, pid, shown)];
  });
}

function processPart(state: State, pid: number, shown: "maps" | "pages" | "fds"): string[] {
  if (shown === "fds") return descriptorLines(descriptorRows(state, pid));
  const process = state.process(pid);
  if (process.space === 0) return [];
  const space = state.space(process.space);
  return shown === "maps" ? mapsLines(state, space).map(printMapsLine) : pageLines(pageRows(state, space));
}

function jsonOf(state: State, pids: readonly number[], shown: Shown): Record<string, unknown> {
  const wants = (part: Shown) => shown === part || shown === "all";
  return {
    ...(wants("ps") ? { ps: processRows(state) } : {}),
    ...(wants("maps") || wants("pages") || wants("fds")
      ? { processes: pids.map((pid) => jsonOfProcess(state, pid, wants)) }
      : {}),
    ...(wants("frames") ? { frames: frameRows(state) } : {}),
  };
}

function jsonOfProcess(state: State, pid: number, wants: (part: Shown) => boolean): Record<string, unknown> {
  const { name, space: spaceId } = state.process(pid);
  const space = spaceId === 0 ? undefined : state.space(spaceId);
  return {
    pid,
    name,
    ...(wants("maps") ? { maps: space === undefined ? [] : mapsLines(state, space).map(printMapsLine) } : {}),
    ...(wants("pages") ? { pages: space === undefined ? [] : pageRows(state, space) } : {}),
    ...(wants("fds") ? { fds: descriptorRows(state, pid) } : {}),
  };
}
