/**
 * What a miss-ratio curve says, as text and as a chart: how much memory would this program have needed?
 */

import { tableLines } from "../printing/table.ts";
import { scaleFor } from "./axis.ts";
import { lineChart } from "./line_chart.ts";
import type { MissRatioCurve } from "./miss_ratio_curve.ts";
import { countText } from "./policy_report.ts";
import { usualFrameSizes } from "./frame_sizes.ts";
import type { WorkingSetSeries } from "./working_set.ts";

const PAGE_KIB = 4;
const KIB_PER_MIB = 1024;
/** Shares of references that may fault, in the order of the answer. */
const SHARES: readonly (readonly [words: string, share: number])[] = [
  ["1 reference in 10", 0.1],
  ["1 reference in 100", 0.01],
  ["1 reference in 1,000", 0.001],
  ["1 reference in 10,000", 0.0001],
];
/** Points of a line that a chart shows. */
const MOST_POINTS = 500;

/** Faults at powers of two, and at the size that holds everything. */
export function curveTable(curve: MissRatioCurve): string[] {
  const { pageCount, referenceCount } = curve;
  if (referenceCount === 0) return [];
  const sizes = [1, ...usualFrameSizes(pageCount).filter((size) => size < pageCount), pageCount];
  return tableLines(
    [["frames", "right"], ["memory", "right"], ["faults", "right"], ["miss ratio", "right"]],
    [...new Set(sizes)].map((frames) => [
      countText(frames),
      memoryText(frames),
      countText(curve.faultsWith(frames)),
      `${(100 * curve.faultsWith(frames) / referenceCount).toPrecision(3)} %`,
    ]),
  );
}

/** How much memory the program would have needed, in sentences. */
export function needLines(curve: MissRatioCurve): string[] {
  const { pageCount, referenceCount } = curve;
  if (referenceCount === 0) return ["There are no references, so it would have needed no memory."];
  const fewest = Math.max(1, curve.framesFor(pageCount)!);
  const shares = SHARES.flatMap(([words, share]) => {
    const frames = curve.framesFor(Math.floor(share * referenceCount));
    return frames === undefined ? [] : [[`so that at most ${words} faults`, frames] as const];
  });
  return [
    "How much memory would this program have needed? Under lru,",
    ...tableLines(
      [["", "left"], ["frames", "right"], ["memory", "right"]],
      [
        ...shares,
        ["so that no page is brought in twice", fewest] as const,
      ].map(([words, frames]) => [`  ${words}`, countText(frames), memoryText(frames)]),
    ).slice(1),
  ];
}

/** The working set over time, in a sentence. */
export function workingSetLine({ window, pages }: WorkingSetSeries): string {
  if (pages.length === 0) return "There is no working set.";
  const sorted = [...pages].sort((left, right) => left - right);
  const middle = sorted[Math.floor(sorted.length / 2)];
  return `Working set, in ${countText(pages.length)} windows of ${countText(window)} references: at most ` +
    `${countText(sorted.at(-1)!)} pages (${memoryText(sorted.at(-1)!)}), ` +
    `mostly ${countText(middle)} (${memoryText(middle)}).`;
}

/** The curve, and below it the working set over time. */
export function curveChart(title: string, curve: MissRatioCurve, workingSet: WorkingSetSeries): string {
  const points = curvePoints(curve);
  const frames = points.map(([size]) => size);
  return lineChart(title, [
    {
      title: `Faults under lru: ${title}`,
      xLabel: "frames",
      yLabel: "faults",
      xScale: scaleFor(frames, "log2", 64),
      yScale: scaleFor(points.map(([, faults]) => faults), "log10", 100),
      lines: [{ name: "lru", points }],
    },
    {
      title: `Working set: pages touched in each window of ${countText(workingSet.window)} references`,
      xLabel: "references",
      yLabel: "pages",
      xScale: "linear",
      yScale: "linear",
      lines: [{
        name: "working set",
        points: workingSet.pages.map((pages, number) => [(number + 1) * workingSet.window, pages] as const),
      }],
    },
  ]);
}

/** The points of the curve that a chart can show: all, or evenly chosen ones, small sizes before large ones. */
function curvePoints(curve: MissRatioCurve): (readonly [number, number])[] {
  const { pageCount } = curve;
  const sizes = new Set<number>();
  for (let step = 0; step <= MOST_POINTS && pageCount > 0; step++) {
    sizes.add(Math.max(1, Math.round(pageCount ** (step / MOST_POINTS))));
    sizes.add(Math.max(1, Math.round(pageCount * step / MOST_POINTS)));
  }
  return [...sizes].sort((left, right) => left - right).map((frames) =>
    [frames, curve.faultsWith(frames)] as const
  );
}

/** Pages as an amount of memory: 12 KiB, 3.2 MiB. */
export function memoryText(pages: number): string {
  const kib = pages * PAGE_KIB;
  return kib < KIB_PER_MIB
    ? `${countText(kib)} KiB`
    : `${countText(Math.round(10 * kib / KIB_PER_MIB) / 10)} MiB`;
}
