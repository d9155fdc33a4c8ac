/**
 * An axis of a chart: where values lie on it, and which ones are written beside it.
 *
 *      linear   0 ───── 20 ───── 40 ───── 60        steps of 1, 2 or 5 times a power of ten
 *      log      1 ───── 10 ───── 100 ──── 1,000     powers of ten; of two for sizes; 2 and 5 times as well when few
 */

/** How values are spread over an axis. */
export type AxisScale = "linear" | "log2" | "log10";

/** An axis from its lowest value to its highest. */
export interface Axis {
  /** Where a value lies: 0 at the start of the axis, 1 at its end. */
  position(value: number): number;
  /** Values to write beside it, ascending. */
  readonly ticks: readonly number[];
}

const WANTED_TICKS = 6;

/** The scale that suits values: log when the largest is more than `spread` times the smallest. */
export function scaleFor(values: readonly number[], log: "log2" | "log10", spread: number): AxisScale {
  const least = values.reduce((low, value) => Math.min(low, value), Infinity);
  const most = values.reduce((high, value) => Math.max(high, value), -Infinity);
  return least > 0 && most > spread * least ? log : "linear";
}

/** An axis that shows all of the values; a linear one begins at 0. */
export function axisFor(values: readonly number[], scale: AxisScale): Axis {
  const most = values.reduce((high, value) => Math.max(high, value), -Infinity);
  if (scale === "linear" || values.length === 0) {
    return linearAxis(Math.max(values.length === 0 ? 1 : most, 1));
  }
  const least = values.reduce((low, value) => Math.min(low, value), Infinity);
  return logAxis(least, most, scale === "log2" ? 2 : 10);
}

function linearAxis(most: number): Axis {
  const rough = most / WANTED_TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, [1, 2, 5, 10].find((factor) => factor * power >= rough)! * power);
  const end = Math.ceil(most / step) * step;
  const ticks = Array.from({ length: Math.round(end / step) + 1 }, (_, number) => number * step);
  return { position: (value) => value / end, ticks };
}

function logAxis(least: number, most: number, base: number): Axis {
  const log = (value: number) => Math.log(value) / Math.log(base);
  const start = Math.floor(log(least) + 1e-9);
  const end = Math.max(start + 1, Math.ceil(log(most) - 1e-9));
  const every = Math.ceil((end - start) / (2 * WANTED_TICKS));
  const powers = Array.from({ length: end - start + 1 }, (_, number) => start + number)
    .filter((power) => (power - start) % every === 0);
  const factors = base === 10 && end - start < 3 ? [1, 2, 5] : [1];
  const ticks = powers.flatMap((power) => factors.map((factor) => factor * base ** power))
    .filter((tick) => tick <= base ** end);
  return { position: (value) => (log(Math.max(value, base ** start)) - start) / (end - start), ticks };
}
