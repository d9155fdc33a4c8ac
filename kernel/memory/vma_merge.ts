/**
 * Which VMAs merge, and how (mm/vma.c: vma_merge_new_range, vma_merge_existing_range, vma_modify).
 *
 *      prev │ proposed │ next          a new range joins prev, next or both
 *      prev │ [part of middle] │ next   a changed part of middle joins what it touches
 *
 *   VM1  Merged VMAs have the same flags, open file and name, and page offsets that continue each other.
 *   VM2  Two different anon_vmas never merge. A VMA with one and a VMA without merge unless the one that has it was
 *        inherited by fork (its chain names more than one anon_vma).
 *   VM3  Special mappings (VM_SPECIAL) never merge.
 *   VM4  Sticky flags (VM_STICKY) are left out of the comparison; a merged VMA has them when a part had.
 *   VM5  A merged VMA without an anon_vma of its own takes that of the part that has one, chain and all.
 */

import { ENOMEM } from "../errno.ts";
import { MAX_MAP_COUNT } from "../limits.ts";
import type { Space } from "../state/space.ts";
import type { Transaction } from "../transaction.ts";
import { partOf, putVma, removeVma, splitVma } from "./vma_edit.ts";
import type { Vma } from "./vma.ts";
import { VM_SPECIAL, VM_STICKY } from "./vma_flags.ts";

/** A range that is about to become (part of) a VMA. */
export interface Proposal extends Vma {
  /** The VMA that is changed, when the range exists already. */
  readonly middle?: Vma;
  /** The VMA that mremap copies, when the range is a copy. */
  readonly copiedFrom?: Vma;
}

/** Whether fork left the VMA linked to an ancestor's anon_vma (vma_had_uncowed_parents). */
function inheritedAnonVma(vma: Vma | undefined): boolean {
  return vma !== undefined && vma.anonVma !== 0 && vma.anonChain.length !== 1;
}

function mayJoin(target: Vma, proposal: Proposal): boolean {
  if (((target.flags ^ proposal.flags) & ~VM_STICKY) !== 0) return false;
  if (target.file !== proposal.file || target.name !== proposal.name) {
    return false;
  }
  if (target.anonVma === 0 && proposal.anonVma !== 0) {
    return !inheritedAnonVma(proposal.middle) && !inheritedAnonVma(proposal.copiedFrom);
  }
  if (target.anonVma !== 0 && proposal.anonVma === 0) return !inheritedAnonVma(target);
  return target.anonVma === proposal.anonVma;
}

function joinsBelow(prev: Vma | undefined, proposal: Proposal): prev is Vma {
  return prev !== undefined && prev.endPage === proposal.startPage &&
    prev.pageOffset + prev.endPage - prev.startPage === proposal.pageOffset && mayJoin(prev, proposal);
}

function joinsAbove(next: Vma | undefined, proposal: Proposal): next is Vma {
  return next !== undefined && next.startPage === proposal.endPage &&
    next.pageOffset === proposal.pageOffset + proposal.endPage - proposal.startPage &&
    mayJoin(next, proposal);
}

/** Whether prev and next may end up in one VMA, each being compatible with the range between them. */
function mayJoinEachOther(prev: Vma, next: Vma): boolean {
  return prev.anonVma === 0 || next.anonVma === 0 || prev.anonVma === next.anonVma;
}

/** The neighbours of a range that a merge may reach: the VMA before its start, and the one from its end on. */
function neighbours(space: Space, startPage: number, endPage: number): [Vma | undefined, Vma | undefined] {
  return [space.vmas.previous(startPage), space.vmas.next(endPage)];
}

/** The target with the anon_vma it will have: its own, or else that of the first source that has one (VM5). */
function withAnonVma(target: Vma, ...sources: (Vma | undefined)[]): Vma {
  if (target.anonVma !== 0) return target;
  const source = sources.find((vma) => vma !== undefined && vma.anonVma !== 0);
  return source === undefined ? target : { ...target, anonVma: source.anonVma, anonChain: source.anonChain };
}

/** Puts a VMA that takes the place of others, which are removed after it, so that their anon_vmas live on. */
function replaceVmas(tx: Transaction, merged: Vma, proposal: Proposal, ...gone: Vma[]): Vma {
  const sticky = [proposal, ...gone].reduce((flags, vma) => flags | (vma.flags & VM_STICKY), merged.flags);
  const vma = putVma(tx, { ...merged, flags: sticky });
  for (const old of gone) if (old.startPage !== vma.startPage) removeVma(tx, old);
  return vma;
}

/**
 * Joins a new range to its neighbours; the VMA that holds it then, or undefined when none will have it.
 * No VMA lies in the range.
 *
 * @param options.belowOnly Only the VMA below may grow (brk).
 */
export function mergeNewRange(
  tx: Transaction,
  space: Space,
  proposal: Proposal,
  options: { belowOnly?: boolean } = {},
): Vma | undefined {
  if ((proposal.flags & VM_SPECIAL) !== 0) return undefined;
  const [prev, next] = neighbours(space, proposal.startPage, proposal.endPage);
  const below = joinsBelow(prev, proposal);
  const above = !options.belowOnly && joinsAbove(next, proposal) && (!below || mayJoinEachOther(prev, next));
  const { copiedFrom } = proposal;
  if (below && above) {
    const target = withAnonVma(prev, next, copiedFrom);
    return replaceVmas(tx, { ...target, endPage: next.endPage }, proposal, next);
  }
  if (below) {
    return replaceVmas(tx, { ...withAnonVma(prev, copiedFrom), endPage: proposal.endPage }, proposal);
  }
  if (above) {
    const { startPage, pageOffset } = proposal;
    return replaceVmas(tx, { ...withAnonVma(next, copiedFrom), startPage, pageOffset }, proposal, next);
  }
  return undefined;
}

/** Joins a changed part of `middle` to what it touches; undefined when nothing will have it. */
function mergeExistingRange(tx: Transaction, space: Space, proposal: Proposal, middle: Vma): Vma | undefined {
  const { startPage, endPage, flags } = proposal;
  const leftSide = startPage === middle.startPage;
  const rightSide = endPage === middle.endPage;
  if ((flags & VM_SPECIAL) !== 0 || (!leftSide && !rightSide)) return undefined;
  const [prev, next] = neighbours(space, startPage, endPage);
  const below = leftSide && joinsBelow(prev, proposal);
  const above = rightSide && joinsAbove(next, proposal) && (!below || mayJoinEachOther(prev!, next));
  if (below && above) {
    const source = next.anonVma !== 0 ? next : middle;
    return replaceVmas(tx, { ...withAnonVma(prev!, source), endPage: next.endPage }, proposal, middle, next);
  }
  if (below) {
    const merged = { ...withAnonVma(prev!, middle), endPage };
    if (rightSide) return replaceVmas(tx, merged, proposal, middle);
    const joined = replaceVmas(tx, merged, proposal);
    putVma(tx, partOf(middle, endPage, middle.endPage));
    removeVma(tx, middle);
    return joined;
  }
  if (!above) return undefined;
  const pageOffset = next.pageOffset - (endPage - startPage);
  const merged = { ...withAnonVma(next, middle), startPage, pageOffset };
  const joined = replaceVmas(tx, merged, proposal, next);
  if (!leftSide) putVma(tx, partOf(middle, middle.startPage, startPage));
  return joined;
}

/**
 * Gives the part [startPage, endPage) of a VMA new flags: merges it with a neighbour, or splits it off (vma_modify).
 *
 * @returns The VMA that holds the part now, or -ENOMEM when a split would pass the map count (splits made stay).
 */
export function modifyVma(
  tx: Transaction,
  vma: Vma,
  startPage: number,
  endPage: number,
  flags: number,
): Vma | number {
  const space = tx.state.space(vma.space);
  const part = partOf(vma, startPage, endPage);
  const merged = mergeExistingRange(tx, space, { ...part, flags, middle: vma }, vma);
  if (merged !== undefined) return merged;
  const splitsBelow = vma.startPage < startPage;
  const splitsAbove = endPage < vma.endPage;
  if (splitsBelow && space.vmaCount >= MAX_MAP_COUNT) return -ENOMEM;
  if (splitsAbove && space.vmaCount + (splitsBelow ? 1 : 0) >= MAX_MAP_COUNT) {
    if (splitsBelow) splitVma(tx, vma, startPage);
    return -ENOMEM;
  }
  // From above down, as in splitVma().
  if (splitsAbove) putVma(tx, partOf(vma, endPage, vma.endPage));
  const changed = putVma(tx, { ...part, flags });
  if (splitsBelow) putVma(tx, partOf(vma, vma.startPage, startPage));
  return changed;
}
