/**
 * The steps that reducers take on frames.
 *
 * A change of a frame is written between openFrame() and closeFrame(). The hash of a record is its sum, which is linear in
 * the mixed words, times the factors of its key (DG2). The first remembers the sum, the second adds the difference to the
 * digest, or frees the frame when its last reference went (FT2).
 *
 *   FR1  One frame is open at a time.
 *   FR2  MAPS is no part of a record's hash, for it follows from the page tables; nor are F_CONTENT and F_SPARSE: zeros
 *        that were written are the zeros that always were.
 *   FR3  Most frames come for a first touch and go with their page: with a page of zeros and no slot, so that of their words
 *        three or four are not zero. They come and go by terms of their own; the sums are the same.
 */

import { assertThat } from "../assert.ts";
import * as frames from "../memory/frame.ts";
import { PAGE_SIZE } from "../address.ts";
import { type Content, copyBytes, hashHi, hashLo } from "../state/content.ts";
import type { RecordHasher } from "../state/digest.ts";
import * as digests from "../state/digest.ts";
import { RECORD } from "../state/record_kind.ts";
import type { State } from "../state/state.ts";
import { removeKeptSlot } from "./slot_records.ts";

// Bound here because the engine folds a module's own constants, but looks imported ones up each time.
const {
  F_ANON,
  F_CONTENT,
  F_CACHED,
  F_DIRTY,
  F_EXCLUSIVE,
  F_KEPT,
  F_SLOT_KEPT,
  F_SLOTTED,
  F_SPARSE,
  F_SWAP_CACHE,
  F_USED,
  FLAGS,
  frameReferences,
  HASH_HI,
  HASH_LO,
  INDEX_HI,
  INDEX_LO,
  MAPS,
  OWNER,
  setFrameIndex,
  SLOT,
} = frames;
const { imul } = Math;
const { keySeed, mixTerm, mixWord, WORD_HIGH_FACTORS, WORD_LOW_FACTORS } = digests;
/** What the keys of all frames have in common. */
const FRAME_SEED = keySeed(RECORD.frame, 0);

/** The sum of the record that is open, as it was; sumFrame() writes it, closeFrame() reads it. */
const opened = { lo: 0, hi: 0 };
/** That of a record as it is. */
const present = { lo: 0, hi: 0 };

/** The leaf of a frame that is about to change: until closeFrame(). */
export function openFrame(state: State, frame: number): Int32Array {
  const leaf = state.frames.own(state.epoch, frame);
  const offset = state.frames.at;
  if ((leaf[offset + FLAGS] & F_USED) === 0) refuseFree(frame);
  sumFrame(opened, leaf, offset);
  return leaf;
}

/** Ends a change of a frame: the digest has its record as it is, or the frame is free when nothing refers to it. */
export function closeFrame(state: State, frame: number, leaf: Int32Array): void {
  const offset = state.frames.offset(frame);
  if (frameReferences(leaf, offset) === 0) {
    addFrameSum(state, frame, -opened.lo, -opened.hi);
    freeFrame(state, frame, leaf, offset);
    return;
  }
  sumFrame(present, leaf, offset);
  const lo = present.lo - opened.lo | 0;
  const hi = present.hi - opened.hi | 0;
  if ((lo | hi) !== 0) addFrameSum(state, frame, lo, hi);
}

/** Takes the record of a frame out of the digest, for longer than openFrame() does: until admitFrame(). */
export function withdrawFrame(state: State, frame: number): void {
  openFrame(state, frame);
  addFrameSum(state, frame, -opened.lo, -opened.hi);
}

/** Ends a change of a frame whose record was withdrawn. */
export function admitFrame(state: State, frame: number, leaf: Int32Array): void {
  opened.lo = 0;
  opened.hi = 0;
  closeFrame(state, frame, leaf);
}

/** Adds a sum of terms of a frame's record to the digest. */
function addFrameSum({ digest }: State, frame: number, lo: number, hi: number): void {
  digest.addTerms(mixWord(frame ^ FRAME_SEED), lo, hi);
}

// Refusals stand apart, so that what is hot is small enough for the engine to put it where it is called.

function refuseFree(frame: number): never {
  assertThat(false, `frame ${frame} is free`);
}

function refuseClaim(frame: number, flags: number): void {
  if ((flags & F_USED) === 0) refuseFree(frame);
  refuseUnlessAnonymous(frame, flags);
}

/** Refuses what only anonymous frames can be or get; `flags` are those of the frame. */
export function refuseUnlessAnonymous(frame: number, flags: number): void {
  if ((flags & F_ANON) === 0) assertThat(false, `frame ${frame} is not anonymous`);
}

function refuseTaken(state: State, frame: number, flags: number): never {
  assertThat(false, `frame ${frame} of ${state.frameMap.frameCount} cannot be taken: flags ${flags}`);
}

/** Frees a frame that nothing refers to; its hash is out of the digest. */
function freeFrame(state: State, frame: number, leaf: Int32Array, offset: number): void {
  const held = leaf[offset + FLAGS] & (F_KEPT | F_SLOT_KEPT);
  if (held !== 0) freeHeld(state, frame, leaf, offset, held);
  leaf[offset + MAPS] = 0;
  leaf[offset + FLAGS] = 0;
  leaf[offset + OWNER] = 0;
  leaf[offset + INDEX_LO] = 0;
  leaf[offset + INDEX_HI] = 0;
  leaf[offset + HASH_LO] = 0;
  leaf[offset + HASH_HI] = 0;
  leaf[offset + SLOT] = 0;
  state.frameMap.release(frame);
}

/** Lets go of what a frame holds: of its page, and of the slot that it kept (SW3). */
function freeHeld(state: State, frame: number, leaf: Int32Array, offset: number, held: number): void {
  if ((held & F_SPARSE) !== 0) return state.sparsePages.drop(leaf, offset);
  if ((held & F_CONTENT) !== 0) state.contents.remove(state.epoch, frame);
  if ((held & F_SLOT_KEPT) !== 0) removeKeptSlot(state, leaf[offset + SLOT] - 1);
}

const [FLAGS_LO, OWNER_LO, INDEX_LO_LO, INDEX_HI_LO, HASH_LO_LO, HASH_HI_LO, SLOT_LO] = WORD_LOW_FACTORS;
const [FLAGS_HI, OWNER_HI, INDEX_LO_HI, INDEX_HI_HI, HASH_LO_HI, HASH_HI_HI, SLOT_HI] = WORD_HIGH_FACTORS;

/** With one of these a frame is used though no PTE maps it (FT2). */
const F_HELD = F_CACHED | F_SWAP_CACHE;
/** Without these its hash and its slot are zero (FT5). */
const F_MORE = F_KEPT | F_SLOTTED;
/** Flags of a fresh anonymous page, and what they add to the sum of its frame's record. */
const FRESH_FLAGS = F_USED | F_ANON | F_EXCLUSIVE | F_DIRTY;
const FRESH_LO = imul(mixTerm(FRESH_FLAGS), FLAGS_LO);
const FRESH_HI = imul(mixTerm(FRESH_FLAGS), FLAGS_HI);

/**
 * Sums up a frame's record, at `offset` of `leaf`, which begins with FLAGS (FR2). Zero words add nothing, and most frames
 * have zero content and no slot.
 */
function sumFrame(sum: { lo: number; hi: number }, leaf: Int32Array, offset: number): void {
  const flags = leaf[offset + FLAGS];
  const flagsTerm = mixTerm(flags & ~F_KEPT);
  const owner = mixTerm(leaf[offset + OWNER]);
  const index = mixTerm(leaf[offset + INDEX_LO]);
  let lo = imul(flagsTerm, FLAGS_LO) + imul(owner, OWNER_LO) + imul(index, INDEX_LO_LO) | 0;
  let hi = imul(flagsTerm, FLAGS_HI) + imul(owner, OWNER_HI) + imul(index, INDEX_LO_HI) | 0;
  const rest = leaf[offset + INDEX_HI] | leaf[offset + HASH_LO] | leaf[offset + HASH_HI] |
    leaf[offset + SLOT];
  if (rest !== 0) {
    const high = mixTerm(leaf[offset + INDEX_HI]);
    const slot = mixTerm((flags & F_SPARSE) !== 0 ? 0 : leaf[offset + SLOT]);
    const contentLo = mixTerm(leaf[offset + HASH_LO]);
    const contentHi = mixTerm(leaf[offset + HASH_HI]);
    lo = lo + imul(high, INDEX_HI_LO) + imul(slot, SLOT_LO) | 0;
    hi = hi + imul(high, INDEX_HI_HI) + imul(slot, SLOT_HI) | 0;
    lo = lo + imul(contentLo, HASH_LO_LO) + imul(contentHi, HASH_HI_LO) | 0;
    hi = hi + imul(contentLo, HASH_LO_HI) + imul(contentHi, HASH_HI_HI) | 0;
  }
  sum.lo = lo;
  sum.hi = hi;
}

/** Hashes a frame's record, at `offset` of `leaf`. */
export function hashFrame(hasher: RecordHasher, frame: number, leaf: Int32Array, offset: number): void {
  sumFrame(present, leaf, offset);
  hasher.hashKey(RECORD.frame, frame, 0);
  hasher.lo = imul(present.lo, hasher.lo);
  hasher.hi = imul(present.hi, hasher.hi);
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
  const offset = state.frames.at;
  if (leaf[offset + FLAGS] !== 0 || frame <= 0 || frame >= state.frameMap.frameCount) {
    refuseTaken(state, frame, leaf[offset + FLAGS]);
  }
  leaf[offset + FLAGS] = flags | F_USED;
  leaf[offset + OWNER] = owner;
  setFrameIndex(leaf, offset, index);
  state.frameMap.take(frame);
  opened.lo = 0;
  opened.hi = 0;
  return leaf;
}

/** Takes a free frame with zero content for an anonymous page that one PTE maps, writable and exclusive. */
export function takeFreshFrame(state: State, frame: number, anonVma: number, index: number): void {
  const leaf = state.frames.own(state.epoch, frame);
  const offset = state.frames.at;
  if (leaf[offset + FLAGS] !== 0 || frame <= 0 || frame >= state.frameMap.frameCount) {
    refuseTaken(state, frame, leaf[offset + FLAGS]);
  }
  leaf[offset + MAPS] = 1;
  leaf[offset + FLAGS] = FRESH_FLAGS;
  leaf[offset + OWNER] = anonVma;
  setFrameIndex(leaf, offset, index);
  state.frameMap.take(frame);
  const owner = mixTerm(anonVma);
  const low = mixTerm(leaf[offset + INDEX_LO]);
  const high = leaf[offset + INDEX_HI];
  let lo = FRESH_LO + imul(owner, OWNER_LO) + imul(low, INDEX_LO_LO) | 0;
  let hi = FRESH_HI + imul(owner, OWNER_HI) + imul(low, INDEX_LO_HI) | 0;
  if (high !== 0) {
    lo = lo + imul(mixTerm(high), INDEX_HI_LO) | 0;
    hi = hi + imul(mixTerm(high), INDEX_HI_HI) | 0;
  }
  addFrameSum(state, frame, lo, hi);
}

/** The only holder of an anonymous frame takes it over: exclusive, dirty, and of another anon_vma. */
export function claimFrame(state: State, frame: number, anonVma: number): void {
  const leaf = state.frames.own(state.epoch, frame);
  const offset = state.frames.at;
  const flags = leaf[offset + FLAGS];
  if ((flags & F_ANON) === 0) refuseClaim(frame, flags);
  const claimed = flags | F_EXCLUSIVE | F_DIRTY;
  const flagsChange = mixTerm(claimed & ~F_KEPT) - mixTerm(flags & ~F_KEPT) | 0;
  const ownerChange = mixTerm(anonVma) - mixTerm(leaf[offset + OWNER]) | 0;
  leaf[offset + FLAGS] = claimed;
  leaf[offset + OWNER] = anonVma;
  const lo = imul(flagsChange, FLAGS_LO) + imul(ownerChange, OWNER_LO) | 0;
  addFrameSum(state, frame, lo, imul(flagsChange, FLAGS_HI) + imul(ownerChange, OWNER_HI) | 0);
}

/** Gives an open frame a content. */
export function putContent(state: State, frame: number, leaf: Int32Array, content: Content): void {
  const offset = state.frames.offset(frame);
  keepContent(state, frame, leaf, offset, content);
  leaf[offset + HASH_LO] = hashLo(content);
  leaf[offset + HASH_HI] = hashHi(content);
}

/**
 * Changes the content hash in a frame's record, at `offset` of `leaf`, and nothing else: the digest gets the difference of
 * its terms (DG2).
 */
export function changeContentHash(
  state: State,
  frame: number,
  leaf: Int32Array,
  offset: number,
  changeLo: number,
  changeHi: number,
): void {
  const hashLo = leaf[offset + HASH_LO];
  const hashHi = leaf[offset + HASH_HI];
  const changedLo = hashLo + changeLo | 0;
  const changedHi = hashHi + changeHi | 0;
  const lo = mixTerm(changedLo) - mixTerm(hashLo) | 0;
  const hi = mixTerm(changedHi) - mixTerm(hashHi) | 0;
  leaf[offset + HASH_LO] = changedLo;
  leaf[offset + HASH_HI] = changedHi;
  addFrameSum(
    state,
    frame,
    imul(lo, HASH_LO_LO) + imul(hi, HASH_HI_LO) | 0,
    imul(lo, HASH_LO_HI) + imul(hi, HASH_HI_HI) | 0,
  );
}

/** Keeps a content for the frame whose record lies at `offset` of `leaf`; its hash is another's to write. */
export function keepContent(
  state: State,
  frame: number,
  leaf: Int32Array,
  offset: number,
  content: Content,
): void {
  const flags = leaf[offset + FLAGS];
  if ((flags & F_SPARSE) !== 0) state.sparsePages.drop(leaf, offset);
  if (content === 0) {
    if ((flags & F_CONTENT) !== 0) state.contents.remove(state.epoch, frame);
    leaf[offset + FLAGS] = flags & ~F_KEPT;
  } else {
    state.contents.set(state.epoch, frame, content);
    leaf[offset + FLAGS] = flags & ~F_SPARSE | F_CONTENT;
  }
}

/** Gives an open frame, which has zeros, the content of another frame. */
export function copyContent(state: State, source: number, frame: number, leaf: Int32Array): void {
  const words = state.frames.peek(source);
  const { at } = state.frames;
  const flags = words[at + FLAGS];
  const lo = words[at + HASH_LO];
  const hi = words[at + HASH_HI];
  if ((flags & F_CONTENT) !== 0) {
    const content = copyBytes(state.epoch, 0, 0, state.contents.get(source)!, 0, PAGE_SIZE);
    return putContent(state, frame, leaf, content);
  }
  if ((flags & F_SPARSE) === 0) return;
  const offset = state.frames.offset(frame);
  state.sparsePages.copy(source, leaf, offset);
  leaf[offset + HASH_LO] = lo;
  leaf[offset + HASH_HI] = hi;
}

/** One PTE more maps the frame. That is no part of its record in the digest (FR2). */
export function addMapping(state: State, frame: number): void {
  const leaf = state.frames.own(state.epoch, frame);
  const offset = state.frames.at;
  if ((leaf[offset + FLAGS] & F_USED) === 0) refuseFree(frame);
  leaf[offset + MAPS]++;
}

/** The same for a PTE of another process: an anonymous frame is not exclusive any more. Returns the flags that it had. */
export function shareFrame(state: State, frame: number): number {
  const leaf = state.frames.own(state.epoch, frame);
  const offset = state.frames.at;
  const flags = leaf[offset + FLAGS];
  if ((flags & F_USED) === 0) refuseFree(frame);
  leaf[offset + MAPS]++;
  if ((flags & (F_ANON | F_EXCLUSIVE)) === (F_ANON | F_EXCLUSIVE)) {
    const change = mixTerm(flags & ~(F_EXCLUSIVE | F_KEPT)) - mixTerm(flags & ~F_KEPT) | 0;
    leaf[offset + FLAGS] = flags & ~F_EXCLUSIVE;
    addFrameSum(state, frame, imul(change, FLAGS_LO), imul(change, FLAGS_HI));
  }
  return flags;
}

/** One PTE less maps the frame, which is free when nothing refers to it any more. */
export function dropMapping(state: State, frame: number): void {
  const leaf = state.frames.own(state.epoch, frame);
  const offset = state.frames.at;
  const flags = leaf[offset + FLAGS];
  if ((flags & F_USED) === 0) refuseFree(frame);
  const maps = leaf[offset + MAPS] - 1 | 0;
  leaf[offset + MAPS] = maps;
  if ((maps | flags & F_HELD) !== 0) return;
  const flagsTerm = mixTerm(flags & ~F_KEPT);
  const owner = mixTerm(leaf[offset + OWNER]);
  const low = mixTerm(leaf[offset + INDEX_LO]);
  const high = mixTerm(leaf[offset + INDEX_HI]);
  let lo =
    imul(flagsTerm, FLAGS_LO) + imul(owner, OWNER_LO) + imul(low, INDEX_LO_LO) + imul(high, INDEX_HI_LO) | 0;
  let hi =
    imul(flagsTerm, FLAGS_HI) + imul(owner, OWNER_HI) + imul(low, INDEX_LO_HI) + imul(high, INDEX_HI_HI) | 0;
  if ((flags & F_MORE) !== 0) {
    const contentLo = mixTerm(leaf[offset + HASH_LO]);
    const contentHi = mixTerm(leaf[offset + HASH_HI]);
    const slot = (flags & F_SLOT_KEPT) === 0 ? 0 : mixTerm(leaf[offset + SLOT]);
    lo = lo + imul(contentLo, HASH_LO_LO) + imul(contentHi, HASH_HI_LO) + imul(slot, SLOT_LO) | 0;
    hi = hi + imul(contentLo, HASH_LO_HI) + imul(contentHi, HASH_HI_HI) + imul(slot, SLOT_HI) | 0;
    freeHeld(state, frame, leaf, offset, flags);
    leaf[offset + HASH_LO] = 0;
    leaf[offset + HASH_HI] = 0;
    leaf[offset + SLOT] = 0;
  }
  state.digest.subtractTerms(mixWord(frame ^ FRAME_SEED), lo, hi);
  leaf[offset + FLAGS] = 0;
  leaf[offset + OWNER] = 0;
  leaf[offset + INDEX_LO] = 0;
  leaf[offset + INDEX_HI] = 0;
  state.frameMap.release(frame);
}
