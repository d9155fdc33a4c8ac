/**
 * What each page of a mapping holds, as runs: the picture that /proc/PID/pagemap gives from outside.
 *
 *     .  nothing                       z  the zero page              s  swapped out         g  a guard marker
 *     a  anonymous, mapped once        c  anonymous, mapped by more than one page table
 *     f  a file's page, mapped once    F  a file's page, mapped by more than one page table
 *
 * RE1. Runs are as long as can be, and add up to the pages of the mapping.
 * RE2. Only leaves of the page table that exist are walked: an empty mapping of a terabyte is one step.
 * RE3. A mapping without page structures (VM_PFNMAP) shows nothing: the walk behind pagemap leaves it out.
 */

import {
  F_ANON,
  FLAGS,
  isPresent,
  isZeroPage,
  MAPS,
  PTE_GUARD,
  PTE_SWAPPED,
  pteFrame,
  pteKind,
  type Space,
  type State,
  VM,
  type Vma,
} from "@palimpsest/kernel";

/** What a page holds, seen from outside. */
export type ResidencyLetter = "." | "a" | "c" | "f" | "F" | "z" | "s" | "g";

/** Neighbouring pages that hold the same kind of thing. */
export interface ResidencyRun {
  /** Pages. */
  readonly count: number;
  /** What each of them holds. */
  readonly value: ResidencyLetter;
}

/** The letter of a packed entry of a VMA. */
export function residencyLetter(state: State, vma: Vma, pte: number): ResidencyLetter {
  if (pte === 0 || (vma.flags & VM.PFNMAP) !== 0) return ".";
  if (isZeroPage(pte)) return "z";
  if (isPresent(pte)) {
    const frame = pteFrame(pte);
    const isShared = state.frameWord(frame, MAPS) > 1;
    return (state.frameWord(frame, FLAGS) & F_ANON) !== 0 ? (isShared ? "c" : "a") : (isShared ? "F" : "f");
  }
  return pteKind(pte) === PTE_SWAPPED ? "s" : pteKind(pte) === PTE_GUARD ? "g" : ".";
}

/** The pages of a VMA as runs. */
export function residencyRuns(state: State, space: Space, vma: Vma): ResidencyRun[] {
  const runs: { count: number; value: ResidencyLetter }[] = [];
  const add = (value: ResidencyLetter, count: number) => {
    const last = runs.at(-1);
    if (last?.value === value) last.count += count;
    else if (count > 0) runs.push({ count, value });
  };
  const { pages } = space;
  for (let page: number = vma.startPage; page < vma.endPage;) {
    const leaf = pages.nextLeaf(page);
    const next = leaf < 0 ? vma.endPage : Math.min(leaf, vma.endPage);
    add(".", next - page);
    const leafEnd = (Math.floor(next / pages.leafRecords) + 1) * pages.leafRecords;
    const end = Math.min(leafEnd, vma.endPage);
    for (page = next; page < end; page++) add(residencyLetter(state, vma, space.pte(page)), 1);
  }
  return runs;
}

/** Runs as text: "3.1z12a". */
export function residencyText(runs: readonly ResidencyRun[]): string {
  return runs.map(({ count, value }) => `${count}${value}`).join("");
}
