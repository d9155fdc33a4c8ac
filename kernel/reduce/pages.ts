/**
 * The page tables' reducers: the hot path of every replay.
 *
 * Each writes PTEs so that the digest is kept (entries.ts), and counts the frames they name. Ranges go leaf by leaf, and
 * those that change what is there walk only the leaves that exist.
 */

import { TASK_SIZE_PAGES } from "../address.ts";
import { assertThat } from "../assert.ts";
import type { KernelEffectOf } from "../event/effects.ts";
import * as frameTable from "../memory/frame.ts";
import * as ptes from "../memory/pte.ts";
import type { Space } from "../state/space.ts";
import type { State } from "../state/state.ts";
import * as entries from "./entries.ts";
import * as frames from "./frames.ts";
import * as owning from "./own.ts";
import { countSlot } from "./swap.ts";
import * as tables from "./tables.ts";

// Bound here because the engine folds a module's own constants, but looks imported ones up each time.
const { F_ANON, F_DIRTY, F_EXCLUSIVE, F_KEPT, FLAGS, MAPS } = frameTable;
const {
  GUARD_PTE,
  isPresent,
  mappedFrame,
  presentPte,
  PTE_DIRTY,
  PTE_SWAPPED,
  PTE_WRITABLE,
  pteFrame,
  pteKind,
  swappedPte,
  ZERO_FRAME,
} = ptes;
const { mapEntries, MOST_TAKEN, setPte, takeEntries, takenEntries } = entries;
const { addMapping, claimFrame, closeFrame, copyContent, dropMapping, openFrame, takeFrame, takeFreshFrame } =
  frames;
const { ownSpace } = owning;
const { ownEntry } = tables;

/** Gives up what a PTE held: a mapping of a frame, or a reference of a swap slot. */
function dropPte(state: State, pte: number): void {
  const frame = mappedFrame(pte);
  if (frame !== ZERO_FRAME) dropMapping(state, frame);
  else if (pteKind(pte) === PTE_SWAPPED) countSlot(state, pteFrame(pte), -1);
}

/** pagesFresh: zeroed frames, writable and exclusive. */
export function pagesFresh(state: State, effect: KernelEffectOf<"pagesFresh">): void {
  const space = ownSpace(state, effect.space);
  state.addWork(effect.count);
  for (let step = 0; step < effect.count; step++) {
    const page = effect.page + step;
    const frame = effect.frame + step;
    const leaf = ownEntry(state, space, page);
    const offset = space.pages.at;
    const before = leaf[offset];
    takeFreshFrame(state, frame, effect.anonVma, page + effect.indexShift);
    setPte(state, space, leaf, offset, page, presentPte(frame, true, true));
    if (before !== 0) dropPte(state, before);
  }
}

/** pagesZero: the zero page, read-only. */
export function pagesZero(state: State, effect: KernelEffectOf<"pagesZero">): void {
  mapRun(state, effect.space, effect.page, effect.count, presentPte(ZERO_FRAME, false));
}

/** pagesMap: frames that exist. */
export function pagesMap(state: State, effect: KernelEffectOf<"pagesMap">): void {
  const space = ownSpace(state, effect.space);
  state.addWork(effect.count);
  const { pages } = space;
  const { page: first, count, frame: firstFrame, writable, dirty } = effect;
  for (let page = first; page < first + count;) {
    const leaf = ownEntry(state, space, page);
    const offset = pages.at;
    const leafCount = Math.min(first + count, pages.leafEnd(page)) - page | 0;
    const frame = firstFrame + page - first;
    // Before anything is dropped, which may be the last mapping of the same frame.
    for (let step = 0; step < leafCount; step++) addMapping(state, frame + step);
    const pte = presentPte(frame, writable, dirty);
    const replacedCount = mapEntries(state, space.id, leaf, offset, page, leafCount, pte);
    if (replacedCount !== 0) dropTaken(state, replacedCount);
    page += leafCount;
  }
}

/** pageCopy: a new frame with the source's content takes the entry's place. */
export function pageCopy(state: State, effect: KernelEffectOf<"pageCopy">): void {
  const space = ownSpace(state, effect.space);
  const { page, frame, source } = effect;
  const leaf = ownEntry(state, space, page);
  const offset = space.pages.at;
  const before = leaf[offset];
  setPte(state, space, leaf, offset, page, presentPte(frame, !effect.readOnly, !effect.readOnly));
  if ((state.frameWord(source, FLAGS) & F_KEPT) === 0) {
    // The source, which most entries gave way to, was looked up just now.
    if (before !== 0) dropPte(state, before);
    takeFreshFrame(state, frame, effect.anonVma, page + effect.indexShift);
    return;
  }
  // What was looked up as frame -1 is the record of another one.
  if (source < 0) assertThat(false, `page ${page} of space ${space.id} is a copy of frame ${source}`);
  const flags = F_ANON | F_EXCLUSIVE | F_DIRTY;
  const frameLeaf = takeFrame(state, frame, flags, effect.anonVma, page + effect.indexShift);
  frameLeaf[state.frames.at + MAPS] = 1;
  copyContent(state, source, frame, frameLeaf);
  closeFrame(state, frame, frameLeaf);
  if (before !== 0) dropPte(state, before);
}

/** pageReuse: the only holder's page becomes exclusive and writable. */
export function pageReuse(state: State, effect: KernelEffectOf<"pageReuse">): void {
  const space = ownSpace(state, effect.space);
  const leaf = space.pages.own(state.epoch, effect.page);
  const offset = space.pages.at;
  claimFrame(state, mappedFrame(leaf[offset]), effect.anonVma);
  setPte(state, space, leaf, offset, effect.page, leaf[offset] | PTE_WRITABLE | PTE_DIRTY);
}

/** pagesWritable: present entries permit writing. */
export function pagesWritable(state: State, effect: KernelEffectOf<"pagesWritable">): void {
  changePresent(state, effect.space, effect.page, effect.count, PTE_WRITABLE, 0);
}

/** pagesReadOnly: no entry permits writing. */
export function pagesReadOnly(state: State, effect: KernelEffectOf<"pagesReadOnly">): void {
  const clear = effect.clean ? PTE_WRITABLE | PTE_DIRTY : PTE_WRITABLE;
  changePresent(state, effect.space, effect.page, effect.count, 0, clear);
}

/** pagesUnmap: entries become absent. */
export function pagesUnmap(state: State, effect: KernelEffectOf<"pagesUnmap">): void {
  const space = ownSpace(state, effect.space);
  const { pages } = space;
  const end = effect.page + effect.count;
  if (effect.page === 0 && pages.nextLeaf(end) < 0) return unmapAll(state, space);
  let takenCount = 0;
  for (
    let page = pages.nextLeaf(effect.page, end);
    page >= 0 && page < end;
    page = pages.nextLeaf(page, end)
  ) {
    const leafEnd = Math.min(end, pages.leafEnd(page));
    state.addWork(leafEnd - page);
    takenCount = unmapWithinLeaf(state, space, page, leafEnd, takenCount);
    if (leafEnd - page === pages.leafRecords || pages.isLeafZero(page)) pages.dropLeaf(state.epoch, page);
    page = leafEnd;
    if (page >= end) break;
  }
  dropTaken(state, takenCount);
}

/** Makes every entry of a space absent: the tree goes as one, and no leaf is written. */
function unmapAll(state: State, { id, pages }: Space): void {
  const { leafRecords } = pages;
  let takenCount = 0;
  pages.visitLeaves(0, TASK_SIZE_PAGES - 1, (page, leaf, start) => {
    state.addWork(leafRecords);
    takenCount = takeEntries(state, id, leaf, start, page, leafRecords, dropIfMany(state, takenCount));
  });
  dropTaken(state, takenCount);
  pages.dropAll(state.epoch);
}

/** Makes the entries of a run of pages absent, all in one leaf; they are listed behind others, and counted with them. */
function unmapWithinLeaf(state: State, space: Space, first: number, end: number, takenCount: number): number {
  const leaf = space.pages.own(state.epoch, first);
  const offset = space.pages.at;
  // Cut to 32 bits, it is an integer for the loops, which pages are not.
  const count = end - first | 0;
  const listed = takeEntries(state, space.id, leaf, offset, first, count, dropIfMany(state, takenCount));
  for (let step = 0; step < count; step++) leaf[offset + step] = 0;
  return listed;
}

/** Gives up what the entries held that takeEntries() listed, if there is no room for more; how many are listed then. */
function dropIfMany(state: State, takenCount: number): number {
  if (takenCount <= MOST_TAKEN) return takenCount;
  dropTaken(state, takenCount);
  return 0;
}

/**
 * Gives up what the entries held that takeEntries() or mapEntries() listed. Their frames lie anywhere, out of the nearer
 * caches: so all are looked at first, by a loop so short that the processor waits for many of them at once.
 */
function dropTaken(state: State, takenCount: number): void {
  state.frames.touch(takenEntries, takenCount);
  for (let index = 0; index < takenCount; index++) dropPte(state, takenEntries[index]);
}

/** pagesMove: entries move to another place of the same space. */
export function pagesMove(state: State, effect: KernelEffectOf<"pagesMove">): void {
  const space = ownSpace(state, effect.space);
  const shift = effect.toPage - effect.page;
  // Else entries that were moved would be met again, and go on without an end.
  const isApart = Math.abs(shift) >= effect.count;
  assertThat(
    isApart,
    () => `${effect.count} pages from ${effect.page} on would move onto themselves, by ${shift}`,
  );
  forEachLeaf(state, space, effect.page, effect.count, (page, end) => {
    const leaf = space.pages.own(state.epoch, page);
    for (let at = page; at < end; at++) {
      const offset = space.pages.offset(at);
      const pte = leaf[offset];
      if (pte === 0) continue;
      setPte(state, space, leaf, offset, at, 0);
      const target = ownEntry(state, space, at + shift);
      setPte(state, space, target, space.pages.at, at + shift, pte);
    }
    if (space.pages.isLeafZero(page)) space.pages.dropLeaf(state.epoch, page);
  });
}

/** pagesGuard: guard markers over absent entries. */
export function pagesGuard(state: State, effect: KernelEffectOf<"pagesGuard">): void {
  mapRun(state, effect.space, effect.page, effect.count, GUARD_PTE);
}

/** pagesSwap: a present entry becomes the swap entry of its frame's slot, and takes over that the page was exclusive. */
export function pagesSwap(state: State, effect: KernelEffectOf<"pagesSwap">): void {
  const space = ownSpace(state, effect.space);
  const leaf = space.pages.own(state.epoch, effect.page);
  const offset = space.pages.at;
  const frame = mappedFrame(leaf[offset]);
  // Counted first: a frame that kept its slot is held by nothing but the entry that goes.
  countSlot(state, effect.slot, 1);
  const frameLeaf = openFrame(state, frame);
  const frameOffset = state.frames.at;
  const exclusive = (frameLeaf[frameOffset + FLAGS] & F_EXCLUSIVE) !== 0;
  frameLeaf[frameOffset + FLAGS] &= ~F_EXCLUSIVE;
  frameLeaf[frameOffset + MAPS]--;
  closeFrame(state, frame, frameLeaf);
  setPte(state, space, leaf, offset, effect.page, swappedPte(effect.slot, exclusive));
}

function mapRun(
  state: State,
  spaceId: number,
  first: number,
  count: number,
  pte: number,
): void {
  const space = ownSpace(state, spaceId);
  state.addWork(count);
  for (let page = first; page < first + count; page++) {
    const leaf = ownEntry(state, space, page);
    const offset = space.pages.at;
    if (leaf[offset] !== 0) {
      assertThat(false, `page ${page} of space ${spaceId} is not absent: ${leaf[offset]}`);
    }
    setPte(state, space, leaf, offset, page, pte);
  }
}

/** Sets and clears bits of the present entries of a run. */
function changePresent(
  state: State,
  spaceId: number,
  first: number,
  count: number,
  set: number,
  clear: number,
): void {
  const space = ownSpace(state, spaceId);
  forEachLeaf(state, space, first, count, (page, end) => {
    const leaf = space.pages.own(state.epoch, page);
    for (let at = page; at < end; at++) {
      const offset = space.pages.offset(at);
      const before = leaf[offset];
      const after = (before | set) & ~clear;
      if (isPresent(before) && after !== before) setPte(state, space, leaf, offset, at, after);
    }
  });
}

/** Visits the parts [page, end) of a run that lie in leaves that exist. */
function forEachLeaf(
  state: State,
  space: Space,
  first: number,
  count: number,
  visit: (page: number, end: number) => void,
): void {
  const last = first + count;
  const { pages } = space;
  for (let page = pages.nextLeaf(first, last); page >= 0 && page < last; page = pages.nextLeaf(page, last)) {
    const end = Math.min(last, space.pages.leafEnd(page));
    state.addWork(end - page);
    visit(page, end);
    page = end;
    if (page >= last) return;
  }
}
