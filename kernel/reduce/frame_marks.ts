/**
 * The reducers of effects that change the records of runs of frames: their flags, and whose they are.
 */

import { assertThat } from "../assert.ts";
import type { KernelEffectOf } from "../event/effects.ts";
import {
  F_ANON,
  F_CACHED,
  F_DIRTY,
  F_EXCLUSIVE,
  F_KEPT,
  F_SLOT_KEPT,
  F_SWAP_CACHE,
  F_USED,
  FLAGS,
  frameIndex,
  OWNER,
} from "../memory/frame.ts";
import type { State } from "../state/state.ts";
import { closeFrame, openFrame, refuseUnlessAnonymous } from "./frames.ts";
import { ownInode } from "./own.ts";

/** A cached page whose frame's record lies at `offset` of `leaf` becomes dirty: its file knows of it (IN5). */
export function noteDirty(state: State, leaf: Int32Array, offset: number): void {
  const inode = ownInode(state, leaf[offset + OWNER]);
  if (!inode.isMemoryBacked) inode.maybeDirty.set(state.epoch, frameIndex(leaf, offset), true);
}

/** The same for one that is clean again, though it was not written. */
function noteClean(state: State, leaf: Int32Array, offset: number): void {
  ownInode(state, leaf[offset + OWNER]).maybeDirty.remove(state.epoch, frameIndex(leaf, offset));
}

/** With these goes more than a flag: a reference, a list, a content. Other effects set and clear them. */
const F_UNMARKED = F_USED | F_ANON | F_CACHED | F_SWAP_CACHE | F_KEPT;

/** framesMark: sets and clears flags of a run of frames. */
export function framesMark(state: State, effect: KernelEffectOf<"framesMark">): void {
  const marked = effect.set | effect.clear;
  if ((marked & F_UNMARKED) !== 0) {
    assertThat(false, `framesMark changes flags ${marked & F_UNMARKED}, which are not its to change`);
  }
  state.addWork(effect.count);
  for (let frame = effect.frame; frame < effect.frame + effect.count; frame++) {
    const leaf = openFrame(state, frame);
    const offset = state.frames.offset(frame);
    // What SLOT is follows from it (FT5, FT6).
    if ((marked & F_SLOT_KEPT) !== 0 && (leaf[offset + FLAGS] & F_SWAP_CACHE) === 0) {
      assertThat(false, `frame ${frame} is not in the swap cache, and keeps no slot`);
    }
    if ((effect.set & F_EXCLUSIVE) !== 0) refuseUnlessAnonymous(frame, leaf[offset + FLAGS]);
    const isCached = (leaf[offset + FLAGS] & F_CACHED) !== 0;
    if (isCached && (effect.set & F_DIRTY) !== 0) noteDirty(state, leaf, offset);
    if (isCached && (effect.clear & F_DIRTY) !== 0) noteClean(state, leaf, offset);
    leaf[offset + FLAGS] = (leaf[offset + FLAGS] | effect.set) & ~effect.clear;
    closeFrame(state, frame, leaf);
  }
}

/** framesOwner: anonymous frames move to another anon_vma. */
export function framesOwner(state: State, effect: KernelEffectOf<"framesOwner">): void {
  state.addWork(effect.count);
  for (let frame = effect.frame; frame < effect.frame + effect.count; frame++) {
    const leaf = openFrame(state, frame);
    const offset = state.frames.offset(frame);
    refuseUnlessAnonymous(frame, leaf[offset + FLAGS]);
    leaf[offset + OWNER] = effect.anonVma;
    closeFrame(state, frame, leaf);
  }
}
