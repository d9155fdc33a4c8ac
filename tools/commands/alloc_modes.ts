/**
 * What `alloc` tells besides its table: where two allocators part, sizes of blocks, many processes, speed. Each mode
 * prints, and returns the exit status.
 */

import type { AllocatorMaking } from "@palimpsest/libc";
import { cpuUsage } from "node:process";
import { blockSizes } from "../allocators/block_sizes.ts";
import { sizeLines } from "../allocators/block_sizes_report.ts";
import { findParting } from "../allocators/footprint_parting.ts";
import { runProcesses } from "../allocators/many_processes.ts";
import { partingJson, partingLines } from "../allocators/parting_report.ts";
import { processesTable } from "../allocators/processes_table.ts";
import { measureSpeed } from "../allocators/speed.ts";
import { speedTable } from "../allocators/speed_table.ts";
import { exitStatus } from "../command_line/failure.ts";
import type { Trace } from "../guests/trace/trace.ts";

/** How a mode of the command prints, whatever it found. */
export interface Outlet {
  readonly json: boolean;
  readonly print: (line?: string) => void;
  readonly printJson: (value: unknown) => void;
  /** Says how far something has come. */
  readonly observe: (what: string) => (done: number, total: number) => void;
  /** Wipes that away. */
  readonly clear: () => void;
}

/** Tells where two allocators part on each trace, and where their pages went. */
export function tellPartings(
  traces: readonly Trace[],
  pair: readonly [AllocatorMaking, AllocatorMaking],
  { json, print, printJson, observe, clear }: Outlet,
): number {
  for (const [number, trace] of traces.entries()) {
    const parting = findParting(trace, pair, observe(trace.name));
    clear();
    if (json) {
      printJson(partingJson(parting));
      continue;
    }
    if (number > 0) print();
    for (const line of partingLines(parting)) print(line);
  }
  return exitStatus.done;
}

/** Tells sizes and lifetimes of the blocks of each trace. */
export function tellSizes(traces: readonly Trace[], { json, print, printJson }: Outlet): number {
  for (const [number, trace] of traces.entries()) {
    const classes = blockSizes(trace);
    if (json) {
      for (const own of classes) printJson({ trace: trace.name, ...own });
      continue;
    }
    if (number > 0) print();
    for (const line of sizeLines(trace.name, classes)) print(line);
  }
  return exitStatus.done;
}

/** Tells what many processes waste together, an allocator after the other. */
export function tellProcesses(
  traces: readonly Trace[],
  makings: readonly AllocatorMaking[],
  count: number,
  { json, print, printJson, observe, clear }: Outlet,
): number {
  const runs = makings.map((making) =>
    runProcesses(traces, making, count, observe(`${count} processes on ${making.name}`))
  );
  clear();
  const groups = runs.flatMap((run) => run.groups);
  if (json) { for (const group of groups) printJson(group); }
  else for (const line of processesTable(groups)) print(line);
  return runs.every(({ errors }) => errors === 0) ? exitStatus.done : exitStatus.checkFailed;
}

/** Processor time that this program has taken, its compiler and garbage collector included. */
function processorMilliseconds(): number {
  const { user, system } = cpuUsage();
  return (user + system) / 1000;
}

/** Tells how fast each trace is replayed on each allocator. */
export function tellSpeeds(
  traces: readonly Trace[],
  makings: readonly AllocatorMaking[],
  { json, print, printJson, observe, clear }: Outlet,
): number {
  const speeds = traces.flatMap((trace) =>
    makings.map((making) =>
      measureSpeed(trace, making, processorMilliseconds, observe(`${trace.name} on ${making.name}`))
    )
  );
  clear();
  if (json) { for (const speed of speeds) printJson(speed); }
  else for (const line of speedTable(speeds)) print(line);
  return exitStatus.done;
}
