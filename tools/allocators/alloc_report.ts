/**
 * What allocators came to on traces: as a table, as JSON rows, as a chart.
 */

import type { TraceResult } from "../guests/trace/measure_trace.ts";
import { SMALL_PEAK_BYTES } from "../guests/trace/replay_trace.ts";
import { lineChart } from "../policies/line_chart.ts";
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

/** A line a trace and allocator, native ones below ours; then means and sums, when there are several traces. */
export function allocatorTable(results: readonly TraceResult[], baselines: readonly Baseline[]): string[] {
  const traces = [...new Set(results.map(({ trace }) => trace))];
  const rows = traces.flatMap((trace): Row[] => [
    ...results.filter((result) => result.trace === trace),
    ...baselines.filter((baseline) => baseline.trace === trace).map(native),
  ]);
  const counted = new Set(
    results.filter(({ peakLiveBytes }) => peakLiveBytes >= SMALL_PEAK_BYTES).map(({ trace }) => trace),
  );
  const sums = counted.size < 2
    ? []
    : summaries(rows.filter(({ trace }) => counted.has(trace)), counted.size);
  return tableLines(COLUMNS, [...rows, ...sums].map(cellsOf));
}

function native(baseline: Baseline): Row {
  return { ...baseline, allocator: `${baseline.allocator} (native)` };
}

/** Means of the ratios and sums of the counts, an allocator a row. */
function summaries(rows: readonly Row[], traceCount: number): Row[] {
  const allocators = [...new Set(rows.map(({ allocator }) => allocator))];
  return allocators.map((allocator) => {
    const own = rows.filter((row) => row.allocator === allocator);
    const sum = (value: (row: Row) => number) => own.reduce((total, row) => total + value(row), 0);
    return {
      trace: `means, sums of ${traceCount}`,
      allocator,
      utilization: sum(({ utilization }) => utilization) / own.length,
      utilizationOverTime: sum(({ utilizationOverTime }) => utilizationOverTime) / own.length,
      calls: sum(({ calls }) => calls),
      faults: sum(({ faults }) => faults),
      ...(own.some(({ errors }) => errors === undefined) ? {} : { errors: sum(({ errors }) => errors ?? 0) }),
    };
  });
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

/** A result as a row of JSON. */
export function jsonRow(result: TraceResult): Readonly<Record<string, unknown>> {
  const { measures, ...row } = result;
  return { ...row, drainCalls: measures.drainCalls, callsByName: measures.callsByName };
}

/** Live payload and footprints over time: a panel a trace, a line an allocator. */
export function allocatorChart(results: readonly TraceResult[]): string {
  const traces = [...new Set(results.map(({ trace }) => trace))];
  const panels = traces.map((trace) => {
    const own = results.filter((result) => result.trace === trace);
    const live = own[0].measures.samples.map(([operation, bytes]) => [operation, bytes / 1024] as const);
    return {
      title: trace,
      xLabel: "operations",
      yLabel: "KiB",
      xScale: "linear" as const,
      yScale: "linear" as const,
      lines: [
        { name: "live payload", points: live },
        ...own.map(({ allocator, measures }) => ({
          name: allocator,
          points: measures.samples.map(([operation, , bytes]) => [operation, bytes / 1024] as const),
        })),
      ],
    };
  });
  return lineChart("Live payload and footprint", panels);
}
