/**
 * Live payload and footprint over a trace, as a picture: a line for the payload, a line an allocator.
 */

import type { TraceResult } from "../guests/trace/measure_trace.ts";
import { lineChart } from "../policies/line_chart.ts";

const KIBIBYTE = 1024;

/** The chart of one trace, as the text of an SVG file; the results are of that trace. */
export function allocatorChart(results: readonly TraceResult[]): string {
  const [{ trace, measures: { samples } }] = results;
  const live = samples.map(([operation, bytes]) => [operation, bytes / KIBIBYTE] as const);
  return lineChart(`Live payload and footprint: ${trace}`, [{
    title: `${trace}: live payload and footprint`,
    xLabel: "requests",
    yLabel: "KiB",
    xScale: "linear",
    yScale: "linear",
    lines: [
      { name: "live payload", points: live },
      ...results.map(({ allocator, measures }) => ({
        name: allocator,
        points: measures.samples.map(([operation, , bytes]) => [operation, bytes / KIBIBYTE] as const),
      })),
    ],
  }]);
}
