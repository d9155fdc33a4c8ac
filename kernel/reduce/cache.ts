/**
 * The page cache and file storage: reducers.
 */

import { assertThat } from "../assert.ts";
import type { KernelEffectOf } from "../event/effects.ts";
import { CACHED_PAGES_LIMIT } from "../limits.ts";
import {
  F_CACHED,
  F_DIRTY,
  F_READAHEAD,
  F_UNREAD,
  FLAGS,
  ORDER_MASK,
  ORDER_SHIFT,
  OWNER,
  setFrameIndex,
} from "../memory/frame.ts";
import { type Content, copyBytes, hashHi, hashLo, UNKNOWN } from "../state/content.ts";
import type { Inode } from "../state/inode.ts";
import { RECORD } from "../state/record_kind.ts";
import type { State } from "../state/state.ts";
import { closeFrame, openFrame, putContent, takeFrame } from "./frames.ts";
import { addRecord, subtractRecord } from "./digest_sum.ts";
import { ownInode } from "./own.ts";
import { countSlot } from "./swap.ts";
import { PAGE_SIZE } from "../address.ts";

/** What a page of the file holds apart from the cache. */
function stored(inode: Inode, index: number): Content {
  return inode.storage.get(index) ?? (index < inode.unknownPages ? UNKNOWN : 0);
}

function setCacheWord(state: State, inode: Inode, index: number, word: number): void {
  const isPage = index >= 0 && index < CACHED_PAGES_LIMIT;
  assertThat(isPage, () => `page ${index} of inode ${inode.id} is not in 0 … ${CACHED_PAGES_LIMIT - 1}`);
  inode.cache.own(state.epoch, index)[inode.cache.at] = word;
}

/** cacheInsert: frames for pages of a file. */
export function cacheInsert(state: State, effect: KernelEffectOf<"cacheInsert">): void {
  const inode = ownInode(state, effect.inode);
  state.addWork(effect.count);
  for (let step = 0; step < effect.count; step++) {
    const index = effect.index + step;
    const frame = effect.frame + step;
    assertThat(inode.cachedFrame(index) < 0, () => `page ${index} of inode ${inode.id} is cached already`);
    const leaf = takeFrame(state, frame, F_CACHED | effect.order << ORDER_SHIFT, inode.id, index);
    const content = effect.content === 2 ? stored(inode, index) : effect.content === 1 ? UNKNOWN : 0;
    if (content !== 0) putContent(state, frame, leaf, copyBytes(state.epoch, 0, 0, content, 0, PAGE_SIZE));
    closeFrame(state, frame, leaf);
    setCacheWord(state, inode, index, frame + 1);
    inode.cachedPages++;
  }
}

/** cacheRemove: pages leave the cache; entries of swapped-out pages go too. */
export function cacheRemove(state: State, effect: KernelEffectOf<"cacheRemove">): void {
  const inode = ownInode(state, effect.inode);
  const end = effect.index + effect.count;
  for (let index = inode.cache.nextLeaf(effect.index); index >= 0 && index < end;) {
    const leaf = inode.cache.own(state.epoch, index);
    const leafEnd = Math.min(
      end,
      (Math.floor(index / inode.cache.leafRecords) + 1) * inode.cache.leafRecords,
    );
    state.addWork(leafEnd - index);
    for (; index < leafEnd; index++) {
      const offset = inode.cache.offset(index);
      const word = leaf[offset];
      if (word === 0) continue;
      leaf[offset] = 0;
      if (word > 0) leaveCache(state, inode, word - 1);
      else dropSwapped(state, inode, index, -word - 1);
    }
    index = leafEnd < end ? inode.cache.nextLeaf(leafEnd) : -1;
  }
  const { maybeDirty } = inode;
  for (
    let index = maybeDirty.next(effect.index);
    index >= 0 && index < end;
    index = maybeDirty.next(index + 1)
  ) {
    maybeDirty.remove(state.epoch, index);
  }
}

function leaveCache(state: State, inode: Inode, frame: number): void {
  inode.cachedPages--;
  const leaf = openFrame(state, frame);
  leaf[state.frames.offset(frame) + FLAGS] &= ~(F_CACHED | F_DIRTY | F_READAHEAD | F_UNREAD | ORDER_MASK);
  closeFrame(state, frame, leaf);
}

function dropSwapped(state: State, inode: Inode, index: number, slot: number): void {
  subtractRecord(state, RECORD.cacheSwap, index, [inode.id, slot]);
  countSlot(state, slot, -1);
}

/** cacheSwap: a shmem page's cache entry names a swap slot from now on. */
export function cacheSwap(state: State, effect: KernelEffectOf<"cacheSwap">): void {
  const inode = ownInode(state, effect.inode);
  const { index, slotPlusOne } = effect;
  const frame = inode.cachedFrame(index);
  const slot = inode.swapSlot(index);
  setCacheWord(state, inode, index, -slotPlusOne);
  if (slotPlusOne !== 0) {
    addRecord(state, RECORD.cacheSwap, index, [inode.id, slotPlusOne - 1]);
    countSlot(state, slotPlusOne - 1, 1);
  }
  if (frame >= 0) leaveCache(state, inode, frame);
  if (slot >= 0) dropSwapped(state, inode, index, slot);
}

/** cacheAdopt: a frame of the swap cache is the cached page again; its cache entry gives up the slot. */
export function cacheAdopt(state: State, effect: KernelEffectOf<"cacheAdopt">): void {
  const inode = ownInode(state, effect.inode);
  const { index, frame } = effect;
  const slot = inode.swapSlot(index);
  const leaf = openFrame(state, frame);
  const offset = state.frames.offset(frame);
  leaf[offset + FLAGS] |= F_CACHED;
  leaf[offset + OWNER] = inode.id;
  setFrameIndex(leaf, offset, index);
  closeFrame(state, frame, leaf);
  setCacheWord(state, inode, index, frame + 1);
  inode.cachedPages++;
  if (slot >= 0) dropSwapped(state, inode, index, slot);
}

/** The fields of the digest record of a stored page; its index is the key. */
export function storageFields(inode: Inode, content: Content): number[] {
  return [inode.id, hashLo(content), hashHi(content)];
}

function setStored(state: State, inode: Inode, index: number, content: Content | undefined): void {
  state.addWork(1);
  const before = inode.storage.get(index);
  if (before !== undefined) subtractRecord(state, RECORD.storage, index, storageFields(inode, before));
  if (content === undefined) {
    if (before !== undefined) inode.storage.remove(state.epoch, index);
    return;
  }
  inode.storage.set(state.epoch, index, content);
  addRecord(state, RECORD.storage, index, storageFields(inode, content));
}

/** storageWrite: cached pages reach the storage and are clean. */
export function storageWrite(state: State, effect: KernelEffectOf<"storageWrite">): void {
  const inode = ownInode(state, effect.inode);
  state.addWork(effect.count);
  for (let index = effect.index; index < effect.index + effect.count; index++) {
    const frame = inode.cachedFrame(index);
    assertThat(frame >= 0, () => `page ${index} of inode ${inode.id} is written back but not cached`);
    // The page keeps its own copy: a later store to the frame must not reach the storage.
    setStored(state, inode, index, copyBytes(state.epoch, 0, 0, state.content(frame), 0, PAGE_SIZE));
    inode.maybeDirty.remove(state.epoch, index);
    const leaf = openFrame(state, frame);
    leaf[state.frames.offset(frame) + FLAGS] &= ~F_DIRTY;
    closeFrame(state, frame, leaf);
  }
}

/** storageDiscard: holes again; where the storage is not known otherwise, zeros. */
export function storageDiscard(state: State, effect: KernelEffectOf<"storageDiscard">): void {
  const inode = ownInode(state, effect.inode);
  const end = effect.index + effect.count;
  const unknownEnd = Math.min(end, inode.unknownPages);
  for (let index = effect.index; index < unknownEnd; index++) setStored(state, inode, index, 0);
  for (
    let index = inode.storage.next(Math.max(effect.index, unknownEnd));
    index >= 0 && index < end;
    index = inode.storage.next(index)
  ) {
    setStored(state, inode, index, undefined);
  }
}

/** storageMove: stored pages get other indexes. */
export function storageMove(state: State, effect: KernelEffectOf<"storageMove">): void {
  const { inode: id, index: first, count, toIndex } = effect;
  const inode = ownInode(state, id);
  const moved: [index: number, content: Content][] = [];
  for (let index = inode.storage.next(first); index >= 0 && index < first + count;) {
    moved.push([index, inode.storage.get(index)!]);
    setStored(state, inode, index, undefined);
    index = inode.storage.next(index + 1);
  }
  storageDiscard(state, { kind: "storageDiscard", inode: id, index: toIndex, count });
  for (const [index, content] of moved) setStored(state, inode, index - first + toIndex, content);
}

/** The end of a file takes its storage with it. */
export function dropStorage(state: State, inode: Inode): void {
  for (const [index, content] of inode.storage.entries()) {
    subtractRecord(state, RECORD.storage, index, storageFields(inode, content));
  }
}
