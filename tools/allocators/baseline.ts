/**
 * Native measurements of the same traces, to stand beside: a CSV file with a row a trace and allocator.
 *
 *     trace,alloc,ops,peak_live,peak_mapped,…,mapped_drain,…,minflt,…,sys_total,sys_drain,…
 *
 * The measurements that come with the project were made on Debian 12, x86-64, Linux 6.18, one fresh process a trace:
 * glibc 2.36 (also with top_pad=0), jemalloc 5.3.0, mimalloc 2.0.9, tcmalloc, musl 1.2.3.
 *
 *   BL1  Columns are found by their names; those that are needed are in COLUMNS.
 */

import { UserError } from "../command_line/failure.ts";

/** What a native allocator came to on a trace. */
export interface Baseline {
  readonly trace: string;
  readonly allocator: string;
  readonly utilization: number;
  readonly utilizationOverTime: number;
  readonly calls: number;
  readonly faults: number;
  readonly kept: number;
}

/** Allocators whose reserves are not footprint: what they touched is taken, not what they mapped. */
const TOUCHED_ONLY: ReadonlySet<string> = new Set(["jemalloc", "mimalloc", "tcmalloc"]);
const MEASURES = ["util", "avgutil", "peak"];
const COUNTS = ["minflt", "sys_total", "sys_drain"];
const COLUMNS = [
  "trace",
  "alloc",
  ...["mapped", "rss"].flatMap((kind) => [...MEASURES.map((name) => `${name}_${kind}`), `${kind}_drain`]),
  ...COUNTS,
];

/** The measurements that come with the project, of traces by name: native.csv. */
export async function nativeBaselines(): Promise<readonly Baseline[]> {
  return parseBaseline(await Deno.readTextFile(new URL("./native.csv", import.meta.url)), "native.csv");
}

/**
 * Reads the text of a file of measurements.
 *
 * @param file What complaints call it.
 * @throws {UserError} A column is missing.
 */
export function parseBaseline(text: string, file: string): Baseline[] {
  const [head, ...lines] = text.split(/\r?\n/).filter((line) => line !== "");
  const columns = (head ?? "").split(",");
  const missing = COLUMNS.filter((name) => !columns.includes(name));
  if (missing.length > 0) throw new UserError(`${file}: line 1: there is no column ${missing.join(", ")}.`);
  return lines.map((line) => {
    const cells = line.split(",");
    const cell = (name: string) => cells[columns.indexOf(name)] ?? "";
    const kind = TOUCHED_ONLY.has(cell("alloc")) ? "rss" : "mapped";
    return {
      trace: cell("trace"),
      allocator: cell("alloc"),
      utilization: Number(cell(`util_${kind}`)),
      utilizationOverTime: Number(cell(`avgutil_${kind}`)),
      calls: Number(cell("sys_total")) + Number(cell("sys_drain")),
      faults: Number(cell("minflt")),
      kept: Number(cell(`${kind}_drain`)) / Number(cell(`peak_${kind}`)),
    };
  });
}
