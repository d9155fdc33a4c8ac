/**
 * The fold written for Immutable.js: Maps and Records all the way down, changed by set() and updateIn(); each event
 * within one withMutations(), as its manual advises for several changes in a row. Page tables have parts, so that a run
 * of pages can be walked.
 */
import { presentPte, PTE_PRESENT, pteFrame, pteKind } from "@palimpsest/kernel";
import { Map as Trie, Record as Shape } from "immutable";
import type { PeerEffect, PeerEvent } from "./peer_event.ts";
import { partOf } from "./plain_state.ts";

const PTE_WRITABLE = 4;
const PTE_DIRTY = 16;
const PAGE_BYTES = 4096;

const Frame = Shape({ maps: 0, isCached: false, isExclusive: false, isAnonymous: false, owner: 0, index: 0 });
const Process = Shape({
  parent: 0,
  space: 0,
  state: 0,
  minorFaults: 0,
  majorFaults: 0,
  descriptors: Trie<number, number>(),
});
const Space = Shape({
  vmas: Trie<number, unknown>(),
  tables: Trie<number, Trie<number, number>>(),
  endBreak: 0,
});

/** The machine's state in Immutable.js's collections. */
export const ImmutableState = Shape({
  eventCount: 0,
  processes: Trie<number, InstanceType<typeof Process>>(),
  spaces: Trie<number, InstanceType<typeof Space>>(),
  files: Trie<number, unknown>(),
  caches: Trie<number, Trie<number, number>>(),
  frames: Trie<number, InstanceType<typeof Frame>>(),
  contents: Trie<number, Uint8Array>(),
});

type State = InstanceType<typeof ImmutableState>;

/** The state after an event. */
export function foldImmutable(state: State, event: PeerEvent): State {
  return state.withMutations((draft) => {
    for (const effect of event.effects) {
      const apply = APPLY[effect.kind];
      if (apply === undefined) throw new Error(`the fold for Immutable.js does not know ${effect.kind}`);
      apply(draft, effect);
    }
    draft.update("eventCount", (count) => count + 1);
    if (event.kind !== "fault" || (event.result as number) > 1) return;
    const counter = event.result === 0 ? "minorFaults" : "majorFaults";
    draft.updateIn(["processes", event.process, counter], (count) => (count as number) + 1);
  });
}

function countMapping(state: State, frame: number, delta: number): void {
  const record = state.frames.get(frame)!;
  const maps = record.maps + delta;
  if (maps > 0 || record.isCached) {
    state.set("frames", state.frames.set(frame, record.set("maps", maps)));
  } else {
    state.set("frames", state.frames.delete(frame));
    state.set("contents", state.contents.delete(frame));
  }
}

function pte(state: State, space: number, page: number): number {
  return state.spaces.get(space)!.tables.get(partOf(page))?.get(page) ?? 0;
}

function setPte(state: State, space: number, page: number, value: number): void {
  if (value === 0) state.deleteIn(["spaces", space, "tables", partOf(page), page]);
  else state.setIn(["spaces", space, "tables", partOf(page), page], value);
}

function replacePte(state: State, space: number, page: number, value: number): void {
  const before = pte(state, space, page);
  setPte(state, space, page, value);
  if (pteKind(before) === PTE_PRESENT && pteFrame(before) !== 0) countMapping(state, pteFrame(before), -1);
}

function takeFrame(state: State, frame: number, made: InstanceType<typeof Frame>): void {
  state.set("frames", state.frames.set(frame, made));
}

function forEachEntry(
  state: State,
  { space, page, count }: PeerEffect,
  visit: (at: number, pte: number) => void,
): void {
  const { tables } = state.spaces.get(space)!;
  const [first, last] = [partOf(page), partOf(page + count - 1)];
  for (const [part, entries] of tables) {
    if (part < first || part > last) continue;
    for (const [at, value] of entries) {
      if (at >= page && at < page + count) visit(at, value);
    }
  }
}

function changeBytes(state: State, frame: number, change: (bytes: Uint8Array) => void): void {
  const bytes = state.contents.get(frame)?.slice() ?? new Uint8Array(PAGE_BYTES);
  change(bytes);
  state.set("contents", state.contents.set(frame, bytes));
}

function sharePte(state: State, { space, toSpace, protect }: PeerEffect, page: number, before: number): void {
  const shared = protect ? before & ~PTE_WRITABLE : before;
  if (shared !== before) setPte(state, space, page, shared);
  setPte(state, toSpace, page, protect ? shared : before & ~PTE_DIRTY);
  if (pteFrame(before) === 0) return;
  const record = state.frames.get(pteFrame(before))!;
  const isExclusive = record.isExclusive && !record.isAnonymous;
  takeFrame(state, pteFrame(before), record.merge({ maps: record.maps + 1, isExclusive }));
}

const nothing = () => {};

/** What each effect of the mix does. */
const APPLY: Readonly<Record<string, (state: State, effect: PeerEffect) => void>> = {
  processNew: (state, { process, parent, space }) =>
    void state.setIn(["processes", process], Process({ parent, space })),
  processSpace: (state, { process, space }) => void state.setIn(["processes", process, "space"], space),
  processState: (state, { process, state: now }) => void state.setIn(["processes", process, "state"], now),
  processRemove: (state, { process }) => void state.deleteIn(["processes", process]),
  inodeNew: (state, { inode }) => void state.setIn(["caches", inode], Trie()),
  fileNew: (state, { file, inode }) => void state.setIn(["files", file], inode),
  fileReadahead: nothing,
  descriptorPut: (state, { process, descriptor, file }) =>
    void state.setIn(["processes", process, "descriptors", descriptor], file),
  descriptorRemove: (state, { process, descriptor }) =>
    void state.deleteIn(["processes", process, "descriptors", descriptor]),
  spaceNew: (state, { space, endBreak }) => void state.setIn(["spaces", space], Space({ endBreak })),
  spaceBreak: (state, { space, endBreak }) => void state.setIn(["spaces", space, "endBreak"], endBreak),
  spaceRemove: (state, { space }) => void state.deleteIn(["spaces", space]),
  anonVmaNew: nothing,
  vmaPut: (state, { kind: _, space, ...vma }) =>
    void state.setIn(["spaces", space, "vmas", vma.startPage], vma),
  vmaRemove: (state, { space, startPage }) => void state.deleteIn(["spaces", space, "vmas", startPage]),
  pagesFresh: (state, { space, page, count, frame, anonVma, indexShift }) => {
    for (let step = 0; step < count; step++) {
      const index = page + step + indexShift;
      takeFrame(
        state,
        frame + step,
        Frame({ maps: 1, isExclusive: true, isAnonymous: true, owner: anonVma, index }),
      );
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
    const index = page + indexShift;
    takeFrame(state, frame, Frame({ maps: 1, isExclusive: true, isAnonymous: true, owner: anonVma, index }));
    const bytes = state.contents.get(source);
    if (bytes !== undefined) state.set("contents", state.contents.set(frame, bytes));
    replacePte(state, space, page, presentPte(frame, !readOnly, !readOnly));
  },
  pageReuse: (state, { space, page, anonVma }) => {
    const before = pte(state, space, page);
    const record = state.frames.get(pteFrame(before))!;
    takeFrame(state, pteFrame(before), record.merge({ isExclusive: true, owner: anonVma }));
    setPte(state, space, page, before | PTE_WRITABLE | PTE_DIRTY);
  },
  pagesWritable: (state, effect) =>
    forEachEntry(state, effect, (at, before) => setPte(state, effect.space, at, before | PTE_WRITABLE)),
  pagesReadOnly: (state, effect) =>
    forEachEntry(state, effect, (at, before) => {
      setPte(state, effect.space, at, before & ~(effect.clean ? PTE_WRITABLE | PTE_DIRTY : PTE_WRITABLE));
    }),
  pagesUnmap: (state, effect) => forEachEntry(state, effect, (at) => replacePte(state, effect.space, at, 0)),
  pagesShare: (state, effect) =>
    forEachEntry(state, effect, (at, before) => sharePte(state, effect, at, before)),
  framesMark: nothing,
  cacheInsert: (state, { inode, index, count, frame }) => {
    for (let step = 0; step < count; step++) {
      takeFrame(state, frame + step, Frame({ isCached: true, owner: inode, index: index + step }));
      state.setIn(["caches", inode, index + step], frame + step + 1);
    }
  },
  bytesWrite: (state, { frame, offset, bytes: written }) =>
    changeBytes(state, frame, (bytes) => bytes.set(written, offset)),
  bytesFill: (state, { frame, offset, lengthBytes, value }) =>
    changeBytes(state, frame, (bytes) => bytes.fill(value, offset, offset + lengthBytes)),
};
