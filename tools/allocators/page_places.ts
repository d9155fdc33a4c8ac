/**
 * Where each page of a footprint went: what lies there (static data, the heap, a mapping), and how much of it is payload.
 *
 *      full     nine tenths of it, or more, are bytes of live blocks
 *      part     some are
 *      idle     none is: freed blocks, headers, lists
 *      fresh    never touched: it has no frame
 *
 *   PG1  The places add up to the footprint; pages that count for their frame alone are left out (footprint.ts, FP4).
 */

import { isPresent, isZeroPage, PAGE_SIZE, type Space } from "@palimpsest/kernel";
import type { TraceReplay } from "../guests/trace/replay_trace.ts";

/** What a page is of. */
export const PAGE_AREAS = ["static data", "heap", "mappings"] as const;
/** How it is used. */
export const PAGE_USES = ["full", "part", "idle", "fresh"] as const;
/** An area of pages. */
export type PageArea = typeof PAGE_AREAS[number];
/** A use of pages. */
export type PageUse = typeof PAGE_USES[number];

/** Payload from which on a page counts as full. */
const FULL_BYTES = 0.9 * PAGE_SIZE;

/** Neighbouring pages. */
export interface PageRun {
  readonly area: PageArea;
  readonly startPage: number;
  readonly uses: readonly PageUse[];
}

/** Every page of a replay's footprint as it stands, in order of addresses. */
export function pagePlaces(replay: TraceReplay, space: Space): PageRun[] {
  const payload = payloadByPage(replay);
  return replay.footprint.ranges.flatMap(({ start, end }) => {
    const runs: { area: PageArea; startPage: number; uses: PageUse[] }[] = [];
    for (let page = start; page < end; page++) {
      const area = areaOf(space, page);
      if (runs.at(-1)?.area !== area) runs.push({ area, startPage: page, uses: [] });
      runs.at(-1)!.uses.push(useOf(space, page, payload.get(page) ?? 0));
    }
    return runs;
  });
}

/** How many pages of a use there are in an area. */
export function countPages(runs: readonly PageRun[], area: PageArea, use: PageUse): number {
  return runs.filter((run) => run.area === area)
    .reduce((sum, { uses }) => sum + uses.filter((each) => each === use).length, 0);
}

function payloadByPage(replay: TraceReplay): Map<number, number> {
  const payload = new Map<number, number>();
  for (const { address, sizeBytes } of replay.liveBlocks()) {
    const end = address + sizeBytes;
    for (let at = address; at < end;) {
      const page = Math.floor(at / PAGE_SIZE);
      const next = Math.min(end, (page + 1) * PAGE_SIZE);
      payload.set(page, (payload.get(page) ?? 0) + next - at);
      at = next;
    }
  }
  return payload;
}

function areaOf(space: Space, page: number): PageArea {
  const { startBreak } = space.layout;
  if (page * PAGE_SIZE < startBreak) return "static data";
  return page * PAGE_SIZE < space.endBreak ? "heap" : "mappings";
}

function useOf(space: Space, page: number, payloadBytes: number): PageUse {
  const pte = space.pte(page);
  if (!isPresent(pte) || isZeroPage(pte)) return "fresh";
  if (payloadBytes === 0) return "idle";
  return payloadBytes >= FULL_BYTES ? "full" : "part";
}
