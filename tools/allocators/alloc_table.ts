/**
 * What allocators came to on traces, as a table: a line a trace and allocator, native ones below ours; then means and
 * sums, and how the sums stand to glibc's and to the least that is possible.
 *
 *   AT1  Means and sums are over the traces whose peak of the payload is 256 KiB or more.
 *   AT2  The floor of the faults is the peak of the live payload in pages: each must be touched once.
 */

import { PAGE_SIZE } from "@palimpsest/kernel";
import type { TraceResult } from "../guests/trace/measure_trace.ts";
import { SMALL_PEAK_BYTES } from "../guests/trace/replay_trace.ts";
import { tableLines } from "../printing/table.ts";
import type { Baseline } from "./baseline.ts";

type Column = readonly [heading: string, alignment: "left" | "right"];

const COLUMNS: readonly Column[] = [
  ["trace", "left"],
  ["allocator", "left"],
  ["operations", "right"],
  ["util", "right"],
  ["over time", "right"],
  ["calls", "right"],
  ["faults", "right"],
  ["kept", "right"],
  ["errors", "right"],
  ["Mop/s", "right"],
];
/** Whose sums others are compared with. */
const REFERENCE = "glibc";
/** What an allocator may keep after the drain without being told so: a part of its peak, or so many bytes. */
const TOLERATED_KEPT = 0.05;
const TOLERATED_KEPT_BYTES = 262_144;

/** A row of the table in numbers; what is not known is left out. */
interface Row {
  readonly trace: string;
  readonly allocator: string;
  readonly operations?: number;
  readonly utilization: number;
  readonly utilizationOverTime: number;
  readonly calls: number;
  readonly faults: number;
  readonly kept?: number;
  readonly errors?: number;
  readonly operationsPerSecond?: number;
}

/** The table as lines; below it a sentence an allocator of ours, when there are several traces. */
export function allocatorTable(results: readonly TraceResult[], baselines: readonly Baseline[]): string[] {
  const traces = [...new Set(results.map(({ trace }) => trace))];
  const rows = traces.flatMap((trace): Row[] => [
    ...results.filter((result) => result.trace === trace),
    ...baselines.filter((baseline) => baseline.trace === trace).map(native),
  ]);
  const counted = results.filter(({ peakLiveBytes }) => peakLiveBytes >= SMALL_PEAK_BYTES);
  const countedTraces = new Set(counted.map(({ trace }) => trace));
  if (countedTraces.size < 2) return tableLines(COLUMNS, rows.map(cellsOf));
  const sums = summaries(rows.filter(({ trace }) => countedTraces.has(trace)), countedTraces.size);
  const glibc = baselines.filter(({ trace, allocator }) =>
    allocator === REFERENCE && countedTraces.has(trace)
  );
  const verdicts = [...new Set(counted.map(({ allocator }) => allocator))].map((allocator) =>
    verdict(
      allocator,
      counted.filter((result) => result.allocator === allocator),
      glibc.length === countedTraces.size ? glibc : [],
    )
  );
  return [...tableLines(COLUMNS, [...rows, ...sums].map(cellsOf)), "", ...verdicts];
}

function native(baseline: Baseline): Row {
  return { ...baseline, allocator: `${baseline.allocator} (native)` };
}

/** Means of the ratios and sums of the counts, an allocator a row; only those that are known of every trace. */
function summaries(rows: readonly Row[], traceCount: number): Row[] {
  const allocators = [...new Set(rows.map(({ allocator }) => allocator))];
  return allocators.flatMap((allocator) => {
    const own = rows.filter((row) => row.allocator === allocator);
    if (own.length < traceCount) return [];
    return [{
      trace: `means, sums of ${traceCount}`,
      allocator,
      utilization: sum(own, ({ utilization }) => utilization) / own.length,
      utilizationOverTime: sum(own, ({ utilizationOverTime }) => utilizationOverTime) / own.length,
      calls: sum(own, ({ calls }) => calls),
      faults: sum(own, ({ faults }) => faults),
      ...(own.some(({ errors }) => errors === undefined)
        ? {}
        : { errors: sum(own, ({ errors }) => errors ?? 0) }),
    }];
  });
}

/** How the sums of one allocator stand to glibc's and to the floor, and what it keeps. */
function verdict(allocator: string, own: readonly TraceResult[], glibc: readonly Baseline[]): string {
  const [calls, faults] = [sum(own, (row) => row.calls), sum(own, (row) => row.faults)];
  const floor = sum(own, ({ peakLiveBytes }) => Math.ceil(peakLiveBytes / PAGE_SIZE));
  const ofGlibc = glibc.length === 0 ? [] : [
    `calls ${(calls / sum(glibc, (row) => row.calls)).toFixed(2)} × glibc's`,
    `faults ${(faults / sum(glibc, (row) => row.faults)).toFixed(2)} × glibc's`,
  ];
  const parts = [...ofGlibc, `faults ${(faults / floor).toFixed(2)} × the floor of ${countText(floor)}`];
  return `${allocator}: ${parts.join(", ")}; ${keptText(own)}.`;
}

function keptText(own: readonly TraceResult[]): string {
  const much = own.filter(({ kept, keptBytes }) => kept > TOLERATED_KEPT && keptBytes > TOLERATED_KEPT_BYTES);
  const limit = "more than 5 % of the peak and 256 KiB is kept";
  if (much.length === 0) return `nowhere ${limit}`;
  return `${limit} on ${much.map(({ trace }) => trace).join(", ")}`;
}

function sum<T>(rows: readonly T[], value: (row: T) => number): number {
  return rows.reduce((total, row) => total + value(row), 0);
}

function cellsOf(row: Row): string[] {
  const { kept, operationsPerSecond: rate } = row;
  return [
    row.trace,
    row.allocator,
    countText(row.operations),
    row.utilization.toFixed(4),
    row.utilizationOverTime.toFixed(4),
    countText(row.calls),
    countText(row.faults),
    kept === undefined ? "" : `${(100 * kept).toFixed(1)} %`,
    countText(row.errors),
    rate === undefined ? "" : (rate / 1e6).toFixed(3),
  ];
}

function countText(count: number | undefined): string {
  return count === undefined ? "" : count.toLocaleString("en-US");
}
