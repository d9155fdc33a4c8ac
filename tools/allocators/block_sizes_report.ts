/**
 * Blocks by size as a table (block_sizes.ts): what speaks for malloc, and what for mmap.
 */

import { PAGE_SIZE } from "@palimpsest/kernel";
import { tableLines } from "../printing/table.ts";
import type { SizeClass } from "./block_sizes.ts";

const COLUMNS = [
  ["sizes up to", "right"],
  ["blocks", "right"],
  ["live at most", "right"],
  ["KiB at most", "right"],
  ["lifetime: half", "right"],
  ["nine of ten", "right"],
  ["mapped: calls", "right"],
  ["faults", "right"],
  ["lost in pages", "right"],
] as const;

/** A line a class, and what the columns mean. */
export function sizeLines(trace: string, classes: readonly SizeClass[]): string[] {
  return [
    `${trace}: blocks by size; lifetimes in requests; calls, faults and bytes lost if each block were a mapping`,
    ...tableLines(COLUMNS, classes.map(cellsOf)),
  ];
}

function cellsOf(own: SizeClass): string[] {
  const lost = 1 - own.totalBytes / (own.mappedPages * PAGE_SIZE);
  return [
    sizeText(own.limitBytes),
    countText(own.blockCount),
    countText(own.peakCount),
    countText(Math.ceil(own.peakBytes / 1024)),
    countText(own.medianLifetime),
    countText(own.longLifetime),
    countText(2 * own.blockCount),
    countText(own.mappedPages),
    `${(100 * lost).toFixed(1)} %`,
  ];
}

function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 2 ** 20 ? `${bytes / 1024} KiB` : `${bytes / 2 ** 20} MiB`;
}

function countText(count: number): string {
  return count.toLocaleString("en-US");
}
