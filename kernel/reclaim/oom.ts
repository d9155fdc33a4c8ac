/**
 * Whom the OOM killer takes (mm/oom_kill.c: oom_badness, select_bad_process): the process whose end frees most.
 *
 *     badness = pages in memory + pages in swap + pages of page tables + oom_score_adj × all pages / 1000
 *                                                                            all: of RAM and of swap together
 *
 *   OO1  The first process (pid 1, init) is never taken, nor one without an address space (a zombie), nor one whose
 *        oom_score_adj is -1000.
 *   OO2  Among equals the youngest goes: Linux looks at them from the oldest on and keeps the last that is not less bad.
 *   OO3  Page tables count as Linux allocates them: one page for each block of 2 MiB, 1 GiB and 512 GiB in use.
 */

import { PAGES_PER_TABLE } from "../address.ts";
import { isPresent, isZeroPage, PTE_SWAPPED, pteKind } from "../memory/pte.ts";
import { PROCESS_ZOMBIE } from "../state/process.ts";
import type { Space } from "../state/space.ts";
import type { State } from "../state/state.ts";

const INIT_PID = 1;
/** The oom_score_adj of who is never taken (OOM_SCORE_ADJ_MIN). */
const NEVER = -1000;

/** What a process's end would free, in pages. */
export interface Badness {
  readonly pid: number;
  readonly residentPages: number;
  readonly swappedPages: number;
  readonly tablePages: number;
  /** What oom_score_adj says of it: thousandths of all pages. */
  readonly adjustment: number;
}

/**
 * The process that goes, or undefined when there is none.
 *
 * @param spared Processes that are on their way out already. @param totalPages Of RAM and of swap.
 */
export function chooseOomVictim(
  state: State,
  spared: ReadonlySet<number>,
  totalPages: number,
): Badness | undefined {
  let worst: Badness | undefined;
  for (const [pid, process] of state.processes.entries()) {
    if (
      pid === INIT_PID || process.state === PROCESS_ZOMBIE || process.space === 0 || spared.has(pid) ||
      process.oomScoreAdjustment === NEVER
    ) {
      continue;
    }
    const badness = badnessOf(state, pid);
    if (worst === undefined || pointsOf(badness, totalPages) >= pointsOf(worst, totalPages)) worst = badness;
  }
  return worst;
}

/** The badness in points: pages, moved by the adjustment. */
export function pointsOf(badness: Badness, totalPages: number): number {
  const { residentPages, swappedPages, tablePages, adjustment } = badness;
  return residentPages + swappedPages + tablePages + adjustment * Math.floor(totalPages / 1000);
}

/** What the end of a process that has an address space would free. */
export function badnessOf(state: State, pid: number): Badness {
  const space = state.spaceOf(pid);
  let residentPages = 0;
  let swappedPages = 0;
  const { pages } = space;
  for (let first = pages.nextLeaf(0); first >= 0; first = pages.nextLeaf(first + pages.leafRecords)) {
    for (let page = first; page < first + pages.leafRecords; page++) {
      const pte = space.pte(page);
      if (pteKind(pte) === PTE_SWAPPED) swappedPages++;
      else if (isPresent(pte) && !isZeroPage(pte)) residentPages++;
    }
  }
  const adjustment = state.process(pid).oomScoreAdjustment;
  return { pid, residentPages, swappedPages, tablePages: tablePagesOf(space), adjustment };
}

function tablePagesOf(space: Space): number {
  let count = 0;
  let blocks = [...space.tables.numbers()];
  for (let level = 0; level < 3; level++) {
    count += blocks.length;
    blocks = [...new Set(blocks.map((block) => Math.floor(block / PAGES_PER_TABLE)))];
  }
  return count;
}

/** Processes that live in the same address space as `pid`, itself among them: they go together. */
export function processesSharing(state: State, pid: number): number[] {
  const { space } = state.process(pid);
  const found: number[] = [];
  for (const [other, process] of state.processes.entries()) if (process.space === space) found.push(other);
  return found;
}
