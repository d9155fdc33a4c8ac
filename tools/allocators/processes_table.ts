/**
 * Many processes as a table (many_processes.ts): a line a trace, and all of them together, an allocator after the other.
 */

import { tableLines } from "../printing/table.ts";
import type { ProcessGroup } from "./many_processes.ts";

const COLUMNS = [
  ["allocator", "left"],
  ["trace", "left"],
  ["processes", "right"],
  ["live KiB", "right"],
  ["footprint KiB", "right"],
  ["wasted KiB", "right"],
  ["a process", "right"],
  ["of the footprint", "right"],
] as const;

/** The table as lines. */
export function processesTable(groups: readonly ProcessGroup[]): string[] {
  const allocators = [...new Set(groups.map(({ allocator }) => allocator))];
  const rows = allocators.flatMap((allocator) => {
    const own = groups.filter((group) => group.allocator === allocator);
    return own.length > 1 ? [...own, together(own)] : own;
  });
  return tableLines(COLUMNS, rows.map(cellsOf));
}

/** The groups of one allocator as one. */
export function together(groups: readonly ProcessGroup[]): ProcessGroup {
  const sum = (value: (group: ProcessGroup) => number) =>
    groups.reduce((total, group) => total + value(group), 0);
  return {
    trace: "all together",
    allocator: groups[0].allocator,
    processCount: sum(({ processCount }) => processCount),
    liveBytes: sum(({ liveBytes }) => liveBytes),
    footprintBytes: sum(({ footprintBytes }) => footprintBytes),
  };
}

function cellsOf({ allocator, trace, processCount, liveBytes, footprintBytes }: ProcessGroup): string[] {
  const wasted = footprintBytes - liveBytes;
  const kibibytes = (bytes: number) => Math.round(bytes / 1024).toLocaleString("en-US");
  return [
    allocator,
    trace,
    String(processCount),
    kibibytes(liveBytes),
    kibibytes(footprintBytes),
    kibibytes(wasted),
    kibibytes(wasted / processCount),
    `${(100 * wasted / footprintBytes).toFixed(1)} %`,
  ];
}
