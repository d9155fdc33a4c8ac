/**
 * fork's copy of page-table entries: a reducer, leaf by leaf, since a child shares many pages at once.
 *
 *   A writable entry's stores are the frame's to know (F_DIRTY); both entries know of them once nobody may write.
 */

import { assertThat } from "../assert.ts";
import type { KernelEffectOf } from "../event/effects.ts";
import * as frameTable from "../memory/frame.ts";
import * as ptes from "../memory/pte.ts";
import type { Space } from "../state/space.ts";
import type { State } from "../state/state.ts";
import * as entries from "./entries.ts";
import * as frames from "./frames.ts";
import { ownSpace } from "./own.ts";
import { countSlot } from "./swap.ts";
import { ownEntry } from "./tables.ts";

// Bound here because the engine folds a module's own constants, but looks imported ones up each time.
const { F_DIRTY } = frameTable;
const { isPresent, PTE_DIRTY, PTE_SWAP_EXCLUSIVE, PTE_SWAPPED, PTE_WRITABLE, pteFrame, pteKind, ZERO_FRAME } =
  ptes;
const { shareFrame } = frames;
const { EntryChanges } = entries;

/** What entries of a leaf of the parent and of the child change by. */
const parentChanges = new EntryChanges();
const childChanges = new EntryChanges();

/** pagesShare: fork's copy of entries; with protect, both sides lose their write permission. */
export function pagesShare(state: State, effect: KernelEffectOf<"pagesShare">): void {
  const { page: first, count, protect } = effect;
  const from = ownSpace(state, effect.space);
  const to = ownSpace(state, effect.toSpace);
  const end = first + count;
  from.pages.visitLeaves(first, end - 1, (page) => {
    const begin = Math.max(first, page);
    const stop = Math.min(end, page + from.pages.leafRecords);
    state.addWork(stop - begin);
    shareLeaf(state, from, to, begin, stop - begin, protect);
  });
}

/** Copies the entries of a run of pages, all in one leaf that exists. */
function shareLeaf(
  state: State,
  from: Space,
  to: Space,
  first: number,
  count: number,
  protect: boolean,
): void {
  const leaf = from.pages.own(state.epoch, first);
  const offset = from.pages.at;
  const end = offset + count | 0;
  let at = offset;
  while (at < end && leaf[at] === 0) at = at + 1 | 0;
  if (at === end) return;
  const childLeaf = ownEntry(state, to, first);
  const childShift = to.pages.at - offset | 0;
  parentChanges.begin();
  childChanges.begin();
  for (; at < end; at = at + 1 | 0) {
    const pte = leaf[at];
    if (pte === 0) continue;
    const page = first + (at - offset);
    if (childLeaf[at + childShift | 0] !== 0) refuseEntry(to, page);
    const childPte = sharePte(state, pte, protect);
    childLeaf[at + childShift | 0] = childPte;
    childChanges.note(page, 0, childPte);
    if (childPte === pte || (!protect && isPresent(pte))) continue;
    leaf[at] = childPte;
    parentChanges.note(page, pte, childPte);
  }
  parentChanges.add(state, from.id, first);
  childChanges.add(state, to.id, first);
}

function refuseEntry(to: Space, page: number): never {
  assertThat(false, `page ${page} of space ${to.id} is not absent, and cannot be shared into`);
}

/**
 * Counts one more holder of what a PTE names, and returns the PTE that the child gets: the parent gets it too, unless it
 * keeps a present one that needs no protection.
 */
function sharePte(state: State, pte: number, protect: boolean): number {
  if (pteKind(pte) === PTE_SWAPPED) {
    countSlot(state, pteFrame(pte), 1);
    return pte & ~PTE_SWAP_EXCLUSIVE;
  }
  const frame = pteFrame(pte);
  if (!isPresent(pte) || frame === ZERO_FRAME) return pte;
  const flags = shareFrame(state, frame);
  const isWritten = (pte & PTE_WRITABLE) !== 0 && (flags & F_DIRTY) !== 0;
  return protect ? (pte & ~PTE_WRITABLE) | (isWritten ? PTE_DIRTY : 0) : pte & ~PTE_DIRTY;
}
