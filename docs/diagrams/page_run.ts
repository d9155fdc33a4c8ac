/**
 * The pages of a mapping, gathered into runs of the same kind: what every diagram draws.
 *
 *   PA1  Runs are in order, as long as can be, and add up to the pages of the mapping.
 *   PA2  Pages in frames join only when their frames are neighbours too, and rights and sharing agree.
 */

import {
  F_ANON,
  FLAGS,
  MAPS,
  type Space,
  type State,
  unpackPte,
  VM,
  type Vma,
  ZERO_FRAME,
} from "@palimpsest/kernel";

/** What the pages of a run hold. */
export type Held =
  | { readonly kind: "nothing" }
  | {
    readonly kind: "frames";
    /** The frame of the first page; those of the others follow it. */
    readonly frame: number;
    readonly isWritable: boolean;
    /** Memory of the process's own, not a file's page. */
    readonly isAnonymous: boolean;
    /** More than one page table entry names each frame. */
    readonly isShared: boolean;
  }
  | { readonly kind: "zero page" }
  | { readonly kind: "swap"; readonly slot: number }
  | { readonly kind: "guard" };

/** Neighbouring pages that hold the same kind of thing. */
export interface PageRun {
  readonly page: number;
  readonly count: number;
  readonly held: Held;
}

/** The pages of a VMA as runs. Only leaves of the page table that exist are walked. */
export function pageRuns(state: State, space: Space, vma: Vma): PageRun[] {
  const runs: PageRun[] = [];
  const add = (page: number, count: number, held: Held) => {
    const last = runs.at(-1);
    if (count === 0) return;
    if (last !== undefined && continues(last, held)) {
      runs[runs.length - 1] = { ...last, count: last.count + count };
    } else runs.push({ page, count, held });
  };
  const { pages } = space;
  for (let page: number = vma.startPage; page < vma.endPage;) {
    const leaf = pages.nextLeaf(page);
    const next = leaf < 0 ? vma.endPage : Math.min(leaf, vma.endPage);
    add(page, next - page, { kind: "nothing" });
    const leafEnd = (Math.floor(next / pages.leafRecords) + 1) * pages.leafRecords;
    const end = Math.min(leafEnd, vma.endPage);
    for (page = next; page < end; page++) add(page, 1, heldBy(state, vma, space.pte(page)));
  }
  return runs;
}

/** How many pages of the runs hold something. */
export function presentCount(runs: readonly PageRun[]): number {
  return runs.filter(({ held }) => held.kind === "frames" || held.kind === "zero page")
    .reduce((sum, { count }) => sum + count, 0);
}

function heldBy(state: State, vma: Vma, packed: number): Held {
  const pte = unpackPte(packed);
  switch (pte.kind) {
    case "absent":
      return { kind: "nothing" };
    case "swapped":
      return { kind: "swap", slot: pte.slot };
    case "guard":
      return { kind: "guard" };
    case "present": {
      if (pte.frame === ZERO_FRAME) return { kind: "zero page" };
      const isAnonymous = (state.frameWord(pte.frame, FLAGS) & F_ANON) !== 0;
      const isShared = state.frameWord(pte.frame, MAPS) > 1;
      const isWritable = pte.writable && (vma.flags & VM.WRITE) !== 0;
      return { kind: "frames", frame: pte.frame, isWritable, isAnonymous, isShared };
    }
    default:
      return pte satisfies never;
  }
}

function continues({ held, count }: PageRun, next: Held): boolean {
  if (held.kind === "swap" && next.kind === "swap") return next.slot === held.slot + count;
  if (held.kind !== "frames" || next.kind !== "frames") return held.kind === next.kind;
  return next.frame === held.frame + count && next.isWritable === held.isWritable &&
    next.isAnonymous === held.isAnonymous && next.isShared === held.isShared;
}
