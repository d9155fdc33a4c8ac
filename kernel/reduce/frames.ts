/**
 * The frame table's reducers, and the steps that other reducers take on frames.
 *
 * A change of a frame is written between openFrame() and closeFrame(): the first takes the record's hash out of the
 * digest, the second puts the new one in, and frees the frame when its last reference went (FT2).
 */

import { assertThat } from "../assert.ts";
import type { KernelEffectOf } from "../event/effects.ts";
import {
  F_ANON,
  F_CONTENT,
  F_DIRTY,
  F_EXCLUSIVE,
  F_USED,
  FLAGS,
  FRAME_WORDS,
  frameReferences,
  HASH_HI,
  HASH_LO,
  MAPS,
  OWNER,
  setFrameIndex,
  SLOT,
} from "../memory/frame.ts";
import { type Content, hashHi, hashLo } from "../state/content.ts";
import type { RecordHasher } from "../state/digest.ts";
import { RECORD } from "../state/record_kind.ts";
import type { State } from "../state/state.ts";

/** The leaf of a frame that is about to change; its hash is out of the digest until closeFrame(). */
export function openFrame(state: State, frame: number): Int32Array {
  const leaf = state.frames.own(state.epoch, frame);
  const offset = state.frames.offset(frame);
  if ((leaf[offset + FLAGS] & F_USED) === 0) assertThat(false, `frame ${frame} is free`);
  hashFrame(state.hasher, frame, leaf, offset);
  state.digest.subtract(state.hasher.lo, state.hasher.hi);
  return leaf;
}

/** Ends a change of a frame: back into the digest, or free when nothing refers to it. */
export function closeFrame(state: State, frame: number, leaf: Int32Array): void {
  const offset = state.frames.offset(frame);
  if (frameReferences(leaf, offset) === 0) {
    freeFrame(state, frame, leaf, offset);
    return;
  }
  hashFrame(state.hasher, frame, leaf, offset);
  state.digest.add(state.hasher.lo, state.hasher.hi);
}

/** Frees a frame that nothing refers to; its hash is out of the digest. */
function freeFrame(state: State, frame: number, leaf: Int32Array, offset: number): void {
  if ((leaf[offset + FLAGS] & F_CONTENT) !== 0) state.contents.remove(state.epoch, frame);
  for (let word = offset; word < offset + FRAME_WORDS; word++) leaf[word] = 0;
  state.frameMap.release(state.epoch, frame);
}

/**
 * Hashes a frame's record, at `offset` of `leaf`. MAPS is no part of it, for it follows from the page tables (D2); nor is
 * F_CONTENT: zeros that were written are the zeros that always were. Zero words add nothing, and most frames have zero
 * content and no slot.
 */
export function hashFrame(hasher: RecordHasher, frame: number, leaf: Int32Array, offset: number): void {
  const isPlain = (leaf[offset + HASH_LO] | leaf[offset + HASH_HI] | leaf[offset + SLOT]) === 0;
  const flags = leaf[offset + FLAGS];
  leaf[offset + FLAGS] = flags & ~F_CONTENT;
  hasher.hashWords(
    RECORD.frame,
    frame,
    0,
    leaf,
    offset + FLAGS,
    isPlain ? HASH_LO - FLAGS : FRAME_WORDS - FLAGS,
  );
  leaf[offset + FLAGS] = flags;
}

/** Takes a free frame with zero content. The caller gives it a reference and then calls closeFrame(). */
export function takeFrame(
  state: State,
  frame: number,
  flags: number,
  owner: number,
  index: number,
): Int32Array {
  const leaf = state.frames.own(state.epoch, frame);
  const offset = state.frames.offset(frame);
  // A message as a function would be an object made for every frame.
  if (leaf[offset + FLAGS] !== 0 || frame <= 0 || frame >= state.frameMap.frameCount) {
    assertThat(
      false,
      `frame ${frame} of ${state.frameMap.frameCount} cannot be taken: flags ${leaf[offset + FLAGS]}`,
    );
  }
  leaf[offset + FLAGS] = flags | F_USED;
  leaf[offset + OWNER] = owner;
  setFrameIndex(leaf, offset, index);
  state.frameMap.take(state.epoch, frame);
  return leaf;
}

/** Takes a free frame with zero content for an anonymous page that one PTE maps, writable and exclusive. */
export function takeFreshFrame(state: State, frame: number, anonVma: number, index: number): void {
  const leaf = takeFrame(state, frame, F_ANON | F_EXCLUSIVE | F_DIRTY, anonVma, index);
  const offset = state.frames.offset(frame);
  leaf[offset + MAPS] = 1;
  hashFrame(state.hasher, frame, leaf, offset);
  state.digest.add(state.hasher.lo, state.hasher.hi);
}

/** Gives an open frame a content. */
export function putContent(state: State, frame: number, leaf: Int32Array, content: Content): void {
  const offset = state.frames.offset(frame);
  const hadContent = (leaf[offset + FLAGS] & F_CONTENT) !== 0;
  if (content === 0) {
    if (hadContent) state.contents.remove(state.epoch, frame);
    leaf[offset + FLAGS] &= ~F_CONTENT;
  } else {
    state.contents.set(state.epoch, frame, content);
    leaf[offset + FLAGS] |= F_CONTENT;
  }
  leaf[offset + HASH_LO] = hashLo(content);
  leaf[offset + HASH_HI] = hashHi(content);
}

/** One PTE more (delta 1) or less (delta -1) maps the frame. The digest changes only when that frees it. */
export function countMapping(state: State, frame: number, delta: number): void {
  const leaf = state.frames.own(state.epoch, frame);
  const offset = state.frames.offset(frame);
  if ((leaf[offset + FLAGS] & F_USED) === 0) assertThat(false, `frame ${frame} is free`);
  leaf[offset + MAPS] += delta;
  if (frameReferences(leaf, offset) !== 0) return;
  hashFrame(state.hasher, frame, leaf, offset);
  state.digest.subtract(state.hasher.lo, state.hasher.hi);
  freeFrame(state, frame, leaf, offset);
}

/** framesMark: sets and clears flags of a run of frames. */
export function framesMark(state: State, effect: KernelEffectOf<"framesMark">): void {
  state.work += effect.count;
  for (let frame = effect.frame; frame < effect.frame + effect.count; frame++) {
    const leaf = openFrame(state, frame);
    const offset = state.frames.offset(frame);
    leaf[offset + FLAGS] = (leaf[offset + FLAGS] | effect.set) & ~effect.clear;
    closeFrame(state, frame, leaf);
  }
}

/** framesOwner: anonymous frames move to another anon_vma. */
export function framesOwner(state: State, effect: KernelEffectOf<"framesOwner">): void {
  state.work += effect.count;
  for (let frame = effect.frame; frame < effect.frame + effect.count; frame++) {
    const leaf = openFrame(state, frame);
    const offset = state.frames.offset(frame);
    assertThat((leaf[offset + FLAGS] & F_ANON) !== 0, () => `frame ${frame} is not anonymous`);
    leaf[offset + OWNER] = effect.anonVma;
    closeFrame(state, frame, leaf);
  }
}
