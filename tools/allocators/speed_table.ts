/**
 * How fast traces are replayed (speed.ts), as a table.
 */

import { tableLines } from "../printing/table.ts";
import { type Speed, STEPS } from "./speed.ts";

const COLUMNS = [
  ["trace", "left"],
  ["allocator", "left"],
  ["operations", "right"],
  ["Mop/s", "right"],
  ["ten times as long: cost", "right"],
  [`${STEPS.toLocaleString("en-US")} inspectable in`, "right"],
] as const;

/** A line a trace and allocator, and what time is meant. */
export function speedTable(speeds: readonly Speed[]): string[] {
  const lines = tableLines(
    COLUMNS,
    speeds.map((speed) => [
      speed.trace,
      speed.allocator,
      speed.operations.toLocaleString("en-US"),
      (speed.operationsPerSecond / 1e6).toFixed(3),
      `${speed.growth.toFixed(2)} ×`,
      `${Math.round(speed.inspectableMilliseconds).toLocaleString("en-US")} ms`,
    ]),
  );
  return [...lines, "", "Times are processor time, which other programs change little."];
}
