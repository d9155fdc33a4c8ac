/**
 * What an event moved out of memory and into it, in words: the victims, with their slots.
 *
 *     --- reclaim in the background, 5 frames wanted: swap-out of 0x7ffff7ff4000 (3 pages) to slots 0-2; drop of pages 0-1 of
 *         inode 7 ---
 *     --- page fault: reads 0x7ffff7ff4008, page absent: major, swap-in from slot 0 ---
 *     --- oom-kill of process 103, which has 23 pages in memory, 9 in swap, 4 of page tables: process 102 needs memory ---
 */

import { addressOf, type AnyEvent, type AnyRecord, formatHex } from "@palimpsest/kernel";

/** Runs of victims that a line names. */
const MOST_RUNS = 6;

/** Pages in a row that went the same way. */
interface Run {
  /** Where the first is: "0x7ffff7ff4000", or an index. */
  readonly owner: string;
  readonly first: number;
  /** The first slot; -1 when they were dropped. */
  readonly slot: number;
  count: number;
}

/** Whether an event took pages to swap. */
export function isSwapOut({ effects }: AnyEvent): boolean {
  return effects.some(isOut);
}

/** Whether an event brought pages back from swap: from their slots, or from the swap cache. */
export function isSwapIn({ effects }: AnyEvent): boolean {
  return effects.some(({ kind }) => kind === "swapIn" || kind === "cacheAdopt");
}

function isOut(effect: AnyRecord): boolean {
  return effect.kind === "pagesSwap" || effect.kind === "cacheSwap" && (effect.slotPlusOne as number) > 0;
}

/** A reclaim event in words. */
export function reclaimWords(event: AnyEvent): string {
  const { process, wanted, effects } = event as AnyEvent & { process: number; wanted: number };
  const why = process === 0
    ? `reclaim in the background, ${countWords(wanted, "frame")} wanted`
    : `reclaim for process ${process}, which waits for ${countWords(wanted, "frame")}`;
  const runs = runsOf(effects);
  if (runs.length === 0) return `${why}: ${outcomeWords(event)}`;
  const shown = runs.slice(0, MOST_RUNS).map(runWords);
  const left = runs.slice(MOST_RUNS).reduce((sum, { count }) => sum + count, 0);
  return `${why}: ${shown.join("; ")}${left === 0 ? "" : `; ${countWords(left, "page")} more`}`;
}

/** What a reclaim event without named victims did: the rest of pages that were on their way out. */
function outcomeWords({ swappedOut, dropped }: AnyEvent): string {
  if (swappedOut === 0 && dropped === 0) return "nothing can go";
  return `${countWords(swappedOut as number, "page")} written to swap, ${dropped} dropped`;
}

/** An OOM kill in words. */
export function oomKillWords(event: AnyEvent): string {
  const { process, askedBy, residentPages, swappedPages, tablePages } = event;
  const has = `${
    countWords(residentPages as number, "page")
  } in memory, ${swappedPages} in swap, ${tablePages} of page tables`;
  return `oom-kill of process ${process}, which has ${has}: process ${askedBy} needs memory`;
}

/** Where a fault's page came from, when that was swap: ", swap-in from slot 3"; else nothing. */
export function swapInWords({ effects }: AnyEvent): string {
  const slots = effects.filter(({ kind }) => kind === "swapIn").map(({ slot }) => slot as number);
  if (slots.length === 0) return "";
  const ahead = slots.length === 1 ? "" : `, and slots ${slots.slice(1).join(", ")} ahead`;
  return `, swap-in from slot ${slots[0]}${ahead}`;
}

function runsOf(effects: readonly AnyRecord[]): Run[] {
  const runs: Run[] = [];
  for (const effect of effects) {
    const run = runOf(effect);
    if (run === undefined) continue;
    const last = runs.at(-1);
    const follows = last !== undefined && last.owner === run.owner && last.first + last.count === run.first &&
      (run.slot < 0 ? last.slot < 0 : last.slot + last.count === run.slot);
    if (follows) last.count += run.count;
    else runs.push(run);
  }
  return runs;
}

function runOf(effect: AnyRecord): Run | undefined {
  const { space, page, slot, inode, index, count, slotPlusOne } = effect as Record<string, unknown> as Record<
    string,
    number
  >;
  if (effect.kind === "pagesSwap") return { owner: `space ${space}`, first: page, slot, count: 1 };
  if (effect.kind === "cacheRemove") return { owner: `inode ${inode}`, first: index, slot: -1, count };
  return isOut(effect)
    ? { owner: `inode ${inode}`, first: index, slot: slotPlusOne - 1, count: 1 }
    : undefined;
}

function runWords({ owner, first, slot, count }: Run): string {
  const place = owner.startsWith("space")
    ? `${formatHex(addressOf(first))}${count === 1 ? "" : ` (${count} pages)`} of ${owner}`
    : `page${rangeText(first, count)} of ${owner}`;
  return slot < 0 ? `drop of ${place}` : `swap-out of ${place} to slot${rangeText(slot, count)}`;
}

/** " 4", or "s 4-7". */
function rangeText(first: number, count: number): string {
  return count === 1 ? ` ${first}` : `s ${first}-${first + count - 1}`;
}

function countWords(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
