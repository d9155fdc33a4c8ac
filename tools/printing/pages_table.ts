/**
 * The pages of a process that hold something, as rows: neighbours with neighbouring frames and equal entries together.
 *
 *     ADDRESS       PAGES  FRAMES   ENTRY  HOLDS                     BYTES
 *     555555554000      1  53       r      true 0x0                  unknown
 *     7ffff7fc0000      1  58       rw     anonymous, exclusive      unknown
 */

import { inodeName } from "@palimpsest/fs";
import {
  addressOf,
  F_ANON,
  F_EXCLUSIVE,
  FLAGS,
  formatHex,
  MAPS,
  PAGE_SIZE,
  pageIndexIn,
  type Space,
  type State,
  unpackPte,
  type Vma,
  ZERO_FRAME,
} from "@palimpsest/kernel";
import { contentWords } from "./content_words.ts";
import { tableLines } from "./table.ts";

/** Neighbouring pages with equal entries and neighbouring frames, slots or file pages. */
export interface PageRow {
  /** First address. */
  readonly address: number;
  readonly pages: number;
  /** First frame; -1 for what is not in a frame. */
  readonly frame: number;
  /** "rw", "r", or "" for what is not present. */
  readonly entry: string;
  /** What the pages are: "anonymous, exclusive", "libc.so.6 0x1000", "swap slot 7". */
  readonly holds: string;
  readonly bytes: string;
}

/** Every page of an address space that holds something, by address. */
export function pageRows(state: State, space: Space): PageRow[] {
  const rows: OpenRow[] = [];
  for (const vma of space.vmas.items()) {
    for (let page = nextHeld(space, vma.startPage); page >= 0 && page < vma.endPage;) {
      addPage(rows, pageOf(state, vma, page, space.pte(page)));
      page = nextHeld(space, page + 1);
    }
  }
  return rows.map(({ next: _, ...row }) => row);
}

/** The rows as a table. */
export function pageLines(rows: readonly PageRow[]): string[] {
  return tableLines(
    [["ADDRESS", "right"], ["PAGES", "right"], ["FRAMES", "left"], ["ENTRY", "left"], ["HOLDS", "left"], [
      "BYTES",
      "left",
    ]],
    rows.map((row) => [
      row.address.toString(16),
      `${row.pages}`,
      frameWords(row),
      row.entry,
      holdsWords(row),
      row.bytes,
    ]),
  );
}

/** A row that may grow by the page that continues it. */
interface OpenRow extends PageRow {
  /** What the page behind the row must be to continue it. */
  readonly next: string;
}

function addPage(rows: OpenRow[], page: OpenRow & { readonly self: string }): void {
  const last = rows.at(-1);
  const { self, ...row } = page;
  const continues = last !== undefined && last.next === self;
  if (continues) rows[rows.length - 1] = { ...last, pages: last.pages + 1, next: row.next };
  else rows.push(row);
}

/** The first page from `page` on whose entry is not absent, or -1. */
function nextHeld(space: Space, page: number): number {
  const { pages } = space;
  for (let at = pages.nextLeaf(page); at >= 0; at = pages.nextLeaf(at)) {
    const end = (Math.floor(at / pages.leafRecords) + 1) * pages.leafRecords;
    for (; at < end; at++) if (space.pte(at) !== 0) return at;
  }
  return -1;
}

function pageOf(state: State, vma: Vma, page: number, packed: number): OpenRow & { self: string } {
  const pte = unpackPte(packed);
  const entry = pte.kind === "present" ? (pte.writable ? "rw" : "r") : "";
  const frame = pte.kind === "present" ? pte.frame : -1;
  const step = pte.kind === "present" && pte.frame !== ZERO_FRAME
    ? pte.frame
    : pte.kind === "swapped"
    ? pte.slot
    : -1;
  const { holds, sort } = holdsOf(state, vma, page, pte);
  const bytes = frame > ZERO_FRAME ? contentWords(state.content(frame)) : frame === ZERO_FRAME ? "zeros" : "";
  const key = (at: number, follows: number) => `${at} ${follows} ${entry} ${sort} ${bytes}`;
  const isRun = step >= 0;
  return {
    address: addressOf(page),
    pages: 1,
    frame,
    entry,
    holds,
    bytes,
    self: key(page, isRun ? step : 0),
    next: key(page + 1, isRun ? step + 1 : 0),
  };
}

/** What a page holds, in words, and what must be equal in pages of one row. */
function holdsOf(
  state: State,
  vma: Vma,
  page: number,
  pte: ReturnType<typeof unpackPte>,
): { holds: string; sort: string } {
  if (pte.kind === "swapped") return { holds: `swap slot ${pte.slot}`, sort: "swap" };
  if (pte.kind !== "present") return { holds: pte.kind, sort: pte.kind };
  if (pte.frame === ZERO_FRAME) return { holds: "the zero page", sort: "zero" };
  const flags = state.frameWord(pte.frame, FLAGS);
  const maps = state.frameWord(pte.frame, MAPS);
  const shared = maps > 1 ? `, mapped ${maps} times` : "";
  if ((flags & F_ANON) !== 0) {
    const holds = `anonymous${(flags & F_EXCLUSIVE) !== 0 ? ", exclusive" : ""}${shared}`;
    return { holds, sort: holds };
  }
  const name = vma.name === "" ? inodeName(state.inode(vma.inode)) : vma.name;
  const offset = formatHex(pageIndexIn(vma, page) * PAGE_SIZE);
  return { holds: `${name} ${offset}${shared}`, sort: `${name}${shared}` };
}

/** What a row holds; pages in a row that are swapped out have slots in a row. */
function holdsWords({ holds, pages }: PageRow): string {
  const [, slot] = /^swap slot (\d+)$/.exec(holds) ?? [];
  return slot === undefined || pages === 1 ? holds : `swap slots ${slot}-${Number(slot) + pages - 1}`;
}

function frameWords({ frame, pages }: PageRow): string {
  if (frame < 0) return "-";
  if (frame === ZERO_FRAME) return "0";
  return pages === 1 ? `${frame}` : `${frame}-${frame + pages - 1}`;
}
