/**
 * Line charts as SVG: panels one above the other, each with axes, lines and a legend.
 *
 *      ┌──────────────────────────────────────────┐
 *      │ title                                    │
 *      │ y │                          ── fifo     │        Lines differ in colour, in dashes and in the mark of their
 *      │   │  ╲___                    ── lru      │        points, so that they can be told apart without colour.
 *      │   └────────── x                          │
 *      └──────────────────────────────────────────┘
 *
 *   LC1  The same chart gives the same text; nothing is measured, so widths of letters are guessed on the large side.
 */

import { type Axis, axisFor, type AxisScale } from "./axis.ts";

/** A line of a chart. */
export interface ChartLine {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** One panel of a chart. */
export interface ChartPanel {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly xScale: AxisScale;
  readonly yScale: AxisScale;
  readonly lines: readonly ChartLine[];
}

const WIDTH = 860;
const PANEL_HEIGHT = 400;
const PLOT = { left: 92, top: 44, width: 600, height: 290 };
const LEGEND_LEFT = PLOT.left + PLOT.width + 20;
const COLOURS = [
  ...["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#7a6a00", "#56b4e9"],
  ...["#000000", "#a6360a", "#4b2e83", "#2e7d32", "#888888"],
];
const DASHES = ["", "7 3", "2 3", "9 3 2 3"];
/** Lines with more points than this have no marks. */
const MOST_MARKS = 40;

/** A chart of one or more panels, as the text of an SVG file. */
export function lineChart(title: string, panels: readonly ChartPanel[]): string {
  const height = panels.length * PANEL_HEIGHT;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" ` +
    `font-family="sans-serif" font-size="12" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    ...panels.flatMap((panel, number) => [
      `<g transform="translate(0 ${number * PANEL_HEIGHT})">`,
      ...panelParts(panel),
      "</g>",
    ]),
    "</svg>",
    "",
  ].join("\n");
}

function panelParts(panel: ChartPanel): string[] {
  const points = panel.lines.flatMap((line) => line.points);
  const x = axisFor(points.map(([value]) => value), panel.xScale);
  const y = axisFor(points.map(([, value]) => value), panel.yScale);
  const middle = PLOT.left + PLOT.width / 2;
  const bottom = PLOT.top + PLOT.height;
  return [
    `<text x="${PLOT.left}" y="24" font-size="15" font-weight="bold">${escaped(panel.title)}</text>`,
    ...x.ticks.map((tick) => xTick(across(x, tick), tick)),
    ...y.ticks.map((tick) => yTick(up(y, tick), tick)),
    `<path d="M${PLOT.left} ${PLOT.top}V${bottom}H${PLOT.left + PLOT.width}" fill="none" stroke="#000"/>`,
    `<text x="${middle}" y="${bottom + 40}" text-anchor="middle">${escaped(panel.xLabel)}</text>`,
    `<text transform="translate(16 ${PLOT.top + PLOT.height / 2}) rotate(-90)" text-anchor="middle">` +
    `${escaped(panel.yLabel)}</text>`,
    ...panel.lines.flatMap((line, number) => lineParts(line, number, x, y)),
    ...(panel.lines.length > 1 ? panel.lines.map((line, number) => legendPart(line.name, number)) : []),
  ];
}

function across(axis: Axis, value: number): number {
  return rounded(PLOT.left + axis.position(value) * PLOT.width);
}

function up(axis: Axis, value: number): number {
  return rounded(PLOT.top + (1 - axis.position(value)) * PLOT.height);
}

function xTick(at: number, value: number): string {
  const bottom = PLOT.top + PLOT.height;
  return `<path d="M${at} ${bottom}v5" stroke="#000"/>` +
    `<text x="${at}" y="${bottom + 19}" text-anchor="middle">${numberText(value)}</text>`;
}

function yTick(at: number, value: number): string {
  return `<path d="M${PLOT.left} ${at}h${PLOT.width}" stroke="#ddd"/>` +
    `<text x="${PLOT.left - 8}" y="${at + 4}" text-anchor="end">${numberText(value)}</text>`;
}

function lineParts(line: ChartLine, number: number, x: Axis, y: Axis): string[] {
  if (line.points.length === 0) return [];
  const places = line.points.map(([across_, up_]) => [across(x, across_), up(y, up_)] as const);
  const path = places.map(([left, top], step) => `${step === 0 ? "M" : "L"}${left} ${top}`).join("");
  const marks = places.length > MOST_MARKS ? [] : places.map(([left, top]) => markAt(left, top, number));
  return [`<path d="${path}" fill="none" ${strokeOf(number)} stroke-width="1.8"/>`, ...marks];
}

function legendPart(name: string, number: number): string {
  const at = PLOT.top + 8 + number * 20;
  return `<path d="M${LEGEND_LEFT} ${at}h28" ${strokeOf(number)} stroke-width="1.8"/>` +
    markAt(LEGEND_LEFT + 14, at, number) +
    `<text x="${LEGEND_LEFT + 36}" y="${at + 4}">${escaped(name)}</text>`;
}

function strokeOf(number: number): string {
  const dash = DASHES[Math.floor(number / 3) % DASHES.length];
  return `stroke="${COLOURS[number % COLOURS.length]}"` + (dash === "" ? "" : ` stroke-dasharray="${dash}"`);
}

function markAt(left: number, top: number, number: number): string {
  const fill = `fill="${COLOURS[number % COLOURS.length]}"`;
  switch (number % 3) {
    case 0:
      return `<circle cx="${left}" cy="${top}" r="3" ${fill}/>`;
    case 1:
      return `<rect x="${rounded(left - 3)}" y="${rounded(top - 3)}" width="6" height="6" ${fill}/>`;
    default:
      return `<path d="M${left} ${rounded(top - 4)}l4 7h-8z" ${fill}/>`;
  }
}

function numberText(value: number): string {
  return value.toLocaleString("en-US");
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
