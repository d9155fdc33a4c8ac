/**
 * What runs of policies came to, as a table and as a chart.
 */

import { tableLines } from "../printing/table.ts";
import { scaleFor } from "./axis.ts";
import { lineChart } from "./line_chart.ts";
import type { PolicyRun } from "./simulate.ts";

/** Above this ratio of the largest value to the smallest, an axis is logarithmic. */
const FRAMES_SPREAD = 16;
const COUNTS_SPREAD = 100;

/** One line a run: policy, frames, faults, writes, hit ratio. */
export function policyTable(runs: readonly PolicyRun[]): string[] {
  return tableLines(
    [["frames", "right"], ["policy", "left"], ["faults", "right"], ["writes", "right"], [
      "hit ratio",
      "right",
    ]],
    runs.map(({ policy, frames, references, faults, writes }) => [
      countText(frames),
      policy,
      countText(faults),
      countText(writes),
      references === 0 ? "–" : `${(100 * (references - faults) / references).toFixed(2)} %`,
    ]),
  );
}

/** Faults, and below them writes, by the number of frames: a line a policy. */
export function policyChart(title: string, runs: readonly PolicyRun[]): string {
  const frames = runs.map((run) => run.frames);
  const panel = (what: "faults" | "writes") => ({
    title: what === "faults" ? `Faults: ${title}` : "Changed pages written",
    xLabel: "frames",
    yLabel: what,
    xScale: scaleFor(frames, "log2", FRAMES_SPREAD),
    yScale: scaleFor(runs.map((run) => run[what]), "log10", COUNTS_SPREAD),
    lines: policiesOf(runs).map((policy) => ({
      name: policy,
      points: runs.filter((run) => run.policy === policy)
        .map((run) => [run.frames, run[what]] as const)
        .sort(([left], [right]) => left - right),
    })),
  });
  return lineChart(
    title,
    runs.some(({ writes }) => writes > 0) ? [panel("faults"), panel("writes")] : [panel("faults")],
  );
}

function policiesOf(runs: readonly PolicyRun[]): string[] {
  return [...new Set(runs.map((run) => run.policy))];
}

/** A count as people read it: 1,759,775. */
export function countText(count: number): string {
  return count.toLocaleString("en-US");
}
