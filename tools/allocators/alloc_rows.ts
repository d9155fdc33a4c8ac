/**
 * What an allocator came to on a trace as a row for other programs: JSON, or CSV with the same columns.
 *
 *   AR1  The columns and their order are ROW_NAMES; ratios are fractions, counts include the drain.
 */

import type { TraceResult } from "../guests/trace/measure_trace.ts";

/** The columns of a row. */
export const ROW_NAMES = [
  "trace",
  "allocator",
  "operations",
  "utilization",
  "utilizationOverTime",
  "calls",
  "faults",
  "kept",
  "operationsPerSecond",
  "errors",
] as const;

/** A row: a value a column. */
export type AllocRow = Readonly<Record<typeof ROW_NAMES[number], string | number>>;

/** The row of a result. */
export function rowOf(result: TraceResult): AllocRow {
  return Object.fromEntries(ROW_NAMES.map((name) => [name, result[name]])) as AllocRow;
}

/** The first line of a CSV file of rows. */
export function csvHead(): string {
  return ROW_NAMES.join(",");
}

/** A row as a line of CSV; names with commas or quotes are quoted. */
export function csvLine(row: AllocRow): string {
  return ROW_NAMES.map((name) => csvCell(row[name])).join(",");
}

function csvCell(value: string | number): string {
  const text = String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
