/**
 * The fold over plain objects, written in place: what immer and Redux toolkit get as a draft, and what full copies are
 * taken of.
 */
import { presentPte, PTE_PRESENT, pteFrame, pteKind } from "@palimpsest/kernel";
import type { PeerEffect, PeerEvent } from "./peer_event.ts";
import { type NumberTable, PART, partOf, type PlainFrame, type PlainState } from "./plain_state.ts";

const PTE_WRITABLE = 4;
const PTE_DIRTY = 16;
const PAGE_BYTES = 4096;

/** Folds one event into a state, in place. */
export function foldPlain(state: PlainState, event: PeerEvent): void {
  for (const effect of event.effects) applyPlain(state, effect);
  state.eventCount++;
  if (event.kind === "fault") {
    const process = state.processes[event.process as number];
    if (event.result === 0) process.minorFaults++;
    else if (event.result === 1) process.majorFaults++;
  }
}

function applyPlain(state: PlainState, effect: PeerEffect): void {
  const apply = APPLY[effect.kind];
  if (apply === undefined) throw new Error(`the plain fold does not know ${effect.kind}`);
  apply(state, effect);
}

function entry(table: NumberTable, index: number): number {
  return table[partOf(index)]?.[index % PART] ?? 0;
}

function setEntry(table: NumberTable, index: number, value: number): void {
  const part = partOf(index);
  if (value === 0) delete table[part]?.[index % PART];
  else (table[part] ??= {})[index % PART] = value;
}

function takeFrame(state: PlainState, frame: number, made: PlainFrame): void {
  (state.frames[partOf(frame)] ??= {})[frame % PART] = made;
}

function frameOf(state: PlainState, frame: number): PlainFrame {
  return state.frames[partOf(frame)][frame % PART];
}

function countMapping(state: PlainState, frame: number, delta: number): void {
  const record = frameOf(state, frame);
  record.maps += delta;
  if (record.maps > 0 || record.isCached) return;
  delete state.frames[partOf(frame)][frame % PART];
  delete state.contents[partOf(frame)]?.[frame % PART];
}

function dropPte(state: PlainState, pte: number): void {
  if (pteKind(pte) === PTE_PRESENT && pteFrame(pte) !== 0) countMapping(state, pteFrame(pte), -1);
}

function replacePte(state: PlainState, space: number, page: number, pte: number): void {
  const { tables } = state.spaces[space];
  const before = entry(tables, page);
  setEntry(tables, page, pte);
  if (before !== 0) dropPte(state, before);
}

function anonymousFrame(owner: number, index: number): PlainFrame {
  return { maps: 1, isCached: false, isExclusive: true, isAnonymous: true, owner, index };
}

/** Visits the entries of a run that are not absent. */
function forEachEntry(
  state: PlainState,
  { space, page, count }: PeerEffect,
  visit: (at: number, pte: number) => void,
): void {
  const { tables } = state.spaces[space];
  const [first, last] = [partOf(page), partOf(page + count - 1)];
  for (const part in tables) {
    if (Number(part) < first || Number(part) > last) continue;
    for (const index in tables[part]) {
      const at = Number(part) * PART + Number(index);
      if (at >= page && at < page + count) visit(at, tables[part][index]);
    }
  }
}

function changeBytes(state: PlainState, frame: number, change: (bytes: Uint8Array) => void): void {
  const part = state.contents[partOf(frame)] ??= {};
  const bytes = part[frame % PART]?.slice() ?? new Uint8Array(PAGE_BYTES);
  change(bytes);
  part[frame % PART] = bytes;
}

const nothing = () => {};

/** What each effect of the mix does. */
const APPLY: Readonly<Record<string, (state: PlainState, effect: PeerEffect) => void>> = {
  processNew: (state, { process, parent, space }) => {
    state.processes[process] = { parent, space, state: 0, minorFaults: 0, majorFaults: 0, descriptors: {} };
  },
  processSpace: (state, { process, space }) => state.processes[process].space = space,
  processState: (state, { process, state: now }) => state.processes[process].state = now,
  processRemove: (state, { process }) => delete state.processes[process],
  inodeNew: (state, { inode }) => state.inodes[inode] = { cache: {} },
  fileNew: (state, { file, inode }) => state.files[file] = { inode, readahead: [] },
  fileReadahead: (state, { file, start, size, asyncSize, order }) => {
    state.files[file].readahead = [start, size, asyncSize, order];
  },
  descriptorPut: (state, { process, descriptor, file }) =>
    state.processes[process].descriptors[descriptor] = file,
  descriptorRemove: (state, { process, descriptor }) =>
    delete state.processes[process].descriptors[descriptor],
  spaceNew: (state, { space, endBreak }) => state.spaces[space] = { vmas: {}, tables: {}, endBreak },
  spaceBreak: (state, { space, endBreak }) => state.spaces[space].endBreak = endBreak,
  spaceRemove: (state, { space }) => delete state.spaces[space],
  anonVmaNew: nothing,
  vmaPut: (state, { kind: _, space, ...vma }) => {
    state.spaces[space].vmas[vma.startPage] = vma as unknown as PlainState["spaces"][0]["vmas"][0];
  },
  vmaRemove: (state, { space, startPage }) => delete state.spaces[space].vmas[startPage],
  pagesFresh: (state, { space, page, count, frame, anonVma, indexShift }) => {
    for (let step = 0; step < count; step++) {
      takeFrame(state, frame + step, anonymousFrame(anonVma, page + step + indexShift));
      replacePte(state, space, page + step, presentPte(frame + step, true, true));
    }
  },
  pagesZero: (state, { space, page, count }) => {
    for (let at = page; at < page + count; at++) replacePte(state, space, at, presentPte(0, false));
  },
  pagesMap: (state, { space, page, count, frame, writable, dirty }) => {
    for (let step = 0; step < count; step++) {
      countMapping(state, frame + step, 1);
      replacePte(state, space, page + step, presentPte(frame + step, writable, dirty));
    }
  },
  pageCopy: (state, { space, page, source, frame, anonVma, indexShift, readOnly }) => {
    takeFrame(state, frame, anonymousFrame(anonVma, page + indexShift));
    const bytes = state.contents[partOf(source)]?.[source % PART];
    if (bytes !== undefined) (state.contents[partOf(frame)] ??= {})[frame % PART] = bytes;
    replacePte(state, space, page, presentPte(frame, !readOnly, !readOnly));
  },
  pageReuse: (state, { space, page, anonVma }) => {
    const { tables } = state.spaces[space];
    const pte = entry(tables, page);
    const record = frameOf(state, pteFrame(pte));
    record.isExclusive = true;
    record.owner = anonVma;
    setEntry(tables, page, pte | PTE_WRITABLE | PTE_DIRTY);
  },
  pagesWritable: (state, effect) =>
    forEachEntry(
      state,
      effect,
      (at, pte) => setEntry(state.spaces[effect.space].tables, at, pte | PTE_WRITABLE),
    ),
  pagesReadOnly: (state, effect) =>
    forEachEntry(state, effect, (at, pte) => {
      const clear = effect.clean ? PTE_WRITABLE | PTE_DIRTY : PTE_WRITABLE;
      setEntry(state.spaces[effect.space].tables, at, pte & ~clear);
    }),
  pagesUnmap: (state, effect) => forEachEntry(state, effect, (at) => replacePte(state, effect.space, at, 0)),
  pagesShare: (state, effect) =>
    forEachEntry(state, effect, (at, pte) => {
      const shared = effect.protect ? pte & ~PTE_WRITABLE : pte;
      setEntry(state.spaces[effect.space].tables, at, shared);
      setEntry(state.spaces[effect.toSpace].tables, at, effect.protect ? shared : pte & ~PTE_DIRTY);
      if (pteFrame(pte) === 0) return;
      const record = frameOf(state, pteFrame(pte));
      record.maps++;
      if (record.isAnonymous) record.isExclusive = false;
    }),
  framesMark: nothing,
  cacheInsert: (state, { inode, index, count, frame }) => {
    for (let step = 0; step < count; step++) {
      const made = { maps: 0, isCached: true, isExclusive: false, isAnonymous: false, owner: inode };
      takeFrame(state, frame + step, { ...made, index: index + step });
      setEntry(state.inodes[inode].cache, index + step, frame + step + 1);
    }
  },
  bytesWrite: (state, { frame, offset, bytes: written }) =>
    changeBytes(state, frame, (bytes) => bytes.set(written, offset)),
  bytesFill: (state, { frame, offset, lengthBytes, value }) =>
    changeBytes(state, frame, (bytes) => bytes.fill(value, offset, offset + lengthBytes)),
};
