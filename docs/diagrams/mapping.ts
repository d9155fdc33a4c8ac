/**
 * The picture of a mapping: virtual pages → page frames → what backs them.
 *
 *     virtual pages             page frames         file offsets
 *     0x555555554000 … ────────▶ 101 … 102 ────────▶ cat 0x0 … 0x1fff
 *     0x55555555e000 ──────────▶ 140       ────────▶ anonymous: swap
 *
 * Small on purpose: one row a mapping, its frames told as a few runs. Where one page matters (a fault on it is the
 * event that is looked at), its mapping is opened: a row a run, the page in a row of its own.
 *
 *   MA1  A row stands for pages of one mapping; rows are in the order of addresses.
 *   MA2  Mappings of which nothing is present have no row; how many they are is told.
 *   MA3  The model holds words and numbers only; mapping_text.ts and mapping_mermaid.ts draw it.
 */

import { pageIndexIn, permissionsText, type Space, type State, type Vma } from "@palimpsest/kernel";
import { type Held, type PageRun, pageRuns } from "./page_run.ts";
import { backingName, counted, mappingName, offsetWords, pageWords, rangeWords } from "./words.ts";

/** A row of the picture. */
export interface MappingRow {
  /** What the mapping is called, and its rights: "[heap] rw-p". */
  readonly mapping: string;
  /** The pages: "0x555555554000, 2 pages". */
  readonly pages: string;
  /** The frames: "101 … 102", "the zero page", "not present". */
  readonly frames: string;
  /** What is behind them: "cat 0x0 … 0x1fff", "anonymous: swap". */
  readonly backing: string;
  /** Whether this is the page that matters. */
  readonly isFocus: boolean;
}

/** The whole picture. */
export interface MappingPicture {
  /** Whose memory it is. */
  readonly title: string;
  /** By address. */
  readonly rows: readonly MappingRow[];
  /** What was left out, in words; empty when nothing was. */
  readonly rest: string;
}

/** What is to be in the picture. */
export interface MappingOptions {
  /** The page that matters. */
  readonly focusPage?: number;
  /** Most rows. Default: 18. */
  readonly rowLimit?: number;
}

const ROW_LIMIT = 18;
/** Rows of an opened mapping on each side of the page that matters. */
const FOCUS_REACH = 2;
/** Runs of frames that a row names. */
const RUNS_NAMED = 2;

/** The picture of a process's mappings. */
export function mappingPicture(state: State, pid: number, options: MappingOptions = {}): MappingPicture {
  const { focusPage = -1, rowLimit = ROW_LIMIT } = options;
  const process = state.process(pid);
  const title = `${process.name || "a process"} (pid ${pid})`;
  if (process.space === 0) return { title: `${title} has no memory any more`, rows: [], rest: "" };
  const space = state.space(process.space);
  const rows: MappingRow[] = [];
  let emptyCount = 0;
  for (const vma of space.vmas.items()) {
    const runs = pageRuns(state, space, vma);
    const isOpened = vma.startPage <= focusPage && focusPage < vma.endPage;
    const isEmpty = runs.every(({ held }) => held.kind === "nothing");
    if (isOpened) rows.push(...openedRows(state, space, vma, runs, focusPage));
    else if (isEmpty) emptyCount++;
    else rows.push(closedRow(state, space, vma, runs));
  }
  const shown = nearestRows(rows, rowLimit);
  return { title, rows: shown, rest: restWords(rows.length - shown.length, emptyCount) };
}

/** The rows around the one that matters, or the lowest ones. */
function nearestRows(rows: readonly MappingRow[], limit: number): readonly MappingRow[] {
  if (rows.length <= limit) return rows;
  const focus = rows.findIndex(({ isFocus }) => isFocus);
  if (focus < 0) return rows.slice(0, limit);
  const first = Math.min(Math.max(0, focus - Math.floor(limit / 2)), rows.length - limit);
  return rows.slice(first, first + limit);
}

function restWords(hiddenCount: number, emptyCount: number): string {
  const parts: string[] = [];
  if (hiddenCount > 0) parts.push(`${counted(hiddenCount, "row")} not shown`);
  if (emptyCount > 0) parts.push(`${counted(emptyCount, "mapping")} of which no page is present`);
  return parts.join("; ");
}

/** One row for a whole mapping. */
function closedRow(state: State, space: Space, vma: Vma, runs: readonly PageRun[]): MappingRow {
  const held = runs.filter((run) => run.held.kind !== "nothing");
  const count = held.reduce((sum, run) => sum + run.count, 0);
  const total = vma.endPage - vma.startPage;
  const present = count === total ? "" : `, ${count} present`;
  return {
    mapping: `${mappingName(state, space, vma)} ${permissionsText(vma.flags)}`,
    pages: `${pageWords(vma.startPage)}, ${counted(total, "page")}${present}`,
    frames: listWords(held.map((run) => heldWords(run))),
    backing: listWords(backingRanges(vma, held).map((range) => backingWords(state, vma, range))),
    isFocus: false,
  };
}

/** A row a run, around the page that matters, which has a row of its own. */
function openedRows(
  state: State,
  space: Space,
  vma: Vma,
  runs: readonly PageRun[],
  focusPage: number,
): MappingRow[] {
  const split = runs.flatMap((run) => splitAround(run, focusPage));
  const focus = split.findIndex(({ page }) => page === focusPage);
  return split.slice(Math.max(0, focus - FOCUS_REACH), focus + FOCUS_REACH + 1).map((run) => ({
    mapping: `${mappingName(state, space, vma)} ${permissionsText(vma.flags)}`,
    pages: `${pageWords(run.page)}, ${counted(run.count, "page")}`,
    frames: heldWords(run),
    backing: backingWords(state, vma, backingRange(vma, run)),
    isFocus: run.page === focusPage,
  }));
}

/** Cuts a run so that a page stands alone. */
function splitAround(run: PageRun, page: number): PageRun[] {
  const before = page - run.page;
  if (before < 0 || before >= run.count) return [run];
  return [[0, before], [before, 1], [before + 1, run.count - before - 1]]
    .filter(([, count]) => count > 0)
    .map(([start, count]) => ({ page: run.page + start, count, held: heldFrom(run.held, start) }));
}

function heldFrom(held: Held, step: number): Held {
  if (held.kind === "frames") return { ...held, frame: held.frame + step };
  return held.kind === "swap" ? { ...held, slot: held.slot + step } : held;
}

function heldWords({ held, count }: PageRun): string {
  switch (held.kind) {
    case "nothing":
      return "not present";
    case "zero page":
      return "the zero page";
    case "guard":
      return "guard";
    case "swap":
      return `swapped out`;
    case "frames":
      return rangeWords(held.frame, count) + (held.isShared ? " shared" : "");
    default:
      return held satisfies never;
  }
}

/** Pages with the same kind of backing, wherever their frames are. */
interface BackingRange {
  readonly page: number;
  readonly count: number;
  readonly kind: "swap slot" | "zeros" | "memory" | "file" | "copy";
  /** The swap slot of the first page, for "swap slot". */
  readonly slot: number;
}

/** Joins neighbouring runs whose backing continues. */
function backingRanges(vma: Vma, runs: readonly PageRun[]): BackingRange[] {
  const ranges: BackingRange[] = [];
  for (const run of runs) {
    const range = backingRange(vma, run);
    const last = ranges.at(-1);
    const continues = last !== undefined && last.kind === range.kind &&
      (range.kind === "memory" || range.kind === "zeros" || last.page + last.count === range.page) &&
      (range.kind !== "swap slot" || last.slot + last.count === range.slot);
    if (continues) ranges[ranges.length - 1] = { ...last, count: last.count + range.count };
    else ranges.push(range);
  }
  return ranges;
}

function backingRange(vma: Vma, { page, count, held }: PageRun): BackingRange {
  const range = { page, count, slot: held.kind === "swap" ? held.slot : 0 };
  if (held.kind === "swap") return { ...range, kind: "swap slot" };
  if (held.kind === "zero page") return { ...range, kind: "zeros" };
  if (vma.file === 0) return { ...range, kind: "memory" };
  return { ...range, kind: held.kind === "frames" && held.isAnonymous ? "copy" : "file" };
}

function backingWords(state: State, vma: Vma, { page, count, kind, slot }: BackingRange): string {
  const place = () => `${backingName(state, vma)} ${offsetWords(pageIndexIn(vma, page), count)}`;
  switch (kind) {
    case "swap slot":
      return `swap slot ${rangeWords(slot, count)}`;
    case "zeros":
      return "zeros";
    case "memory":
      return "anonymous: swap";
    case "copy":
      return `own copy of ${place()}`;
    case "file":
      return place();
    default:
      return kind satisfies never;
  }
}

function listWords(words: readonly string[]): string {
  const more = words.length - RUNS_NAMED;
  return words.slice(0, RUNS_NAMED).join(", ") + (more > 0 ? ` and ${more} more` : "");
}
