/**
 * Bytes of frames: reducers. Live stores and replay write through here.
 */

import { PAGE_SIZE } from "../address.ts";
import type { KernelEffectOf } from "../event/effects.ts";
import * as frameTable from "../memory/frame.ts";
import { type Content, copyBytes, fillBytes, writeBytes } from "../state/content.ts";
import type { State } from "../state/state.ts";
import * as frames from "./frames.ts";

// Bound here because the engine folds a module's own constants, but looks imported ones up each time.
const { F_CACHED, F_CONTENT, F_DIRTY, F_SPARSE, FLAGS, HASH_HI, HASH_LO } = frameTable;
const { closeFrame, noteDirty, openFrame, putContent } = frames;

/** bytesWrite: known bytes. */
export function bytesWrite(state: State, effect: KernelEffectOf<"bytesWrite">): void {
  const { frame, offset, bytes } = effect;
  state.work += bytes.length >> 7;
  const leaf = openFrame(state, frame);
  const { at } = state.frames;
  const isSparse = (leaf[at + FLAGS] & F_CONTENT) === 0 &&
    state.sparsePages.write(state.epoch, frame, offset, bytes);
  if (isSparse) noteSparse(state, leaf, at);
  else {
    const before = contentToWrite(state, frame, leaf, at, bytes.length);
    putContent(state, frame, leaf, writeBytes(state.epoch, before, offset, bytes, 0, bytes.length));
  }
  closeWritten(state, frame, leaf, at);
}

/** bytesFill: one value, or unknown. */
export function bytesFill(state: State, effect: KernelEffectOf<"bytesFill">): void {
  const { frame, offset, lengthBytes, value } = effect;
  state.work += lengthBytes >> 7;
  const leaf = openFrame(state, frame);
  const { at } = state.frames;
  const isSparse = (leaf[at + FLAGS] & F_CONTENT) === 0 &&
    state.sparsePages.fill(state.epoch, frame, offset, lengthBytes, value);
  if (isSparse) noteSparse(state, leaf, at);
  else {
    const before = contentToWrite(state, frame, leaf, at, lengthBytes);
    putContent(state, frame, leaf, fillBytes(state.epoch, before, offset, lengthBytes, value));
  }
  closeWritten(state, frame, leaf, at);
}

/** What an open frame holds before so many bytes of it are written; of no account when all of them are. */
function contentToWrite(
  state: State,
  frame: number,
  leaf: Int32Array,
  at: number,
  lengthBytes: number,
): Content {
  if (lengthBytes === PAGE_SIZE) return 0;
  const flags = leaf[at + FLAGS];
  if ((flags & F_SPARSE) !== 0) return state.sparsePages.content(state.epoch, frame);
  return (flags & F_CONTENT) === 0 ? 0 : state.contents.get(frame)!;
}

/** The page of an open frame is kept as a sparse one, which was just written to. */
function noteSparse({ sparsePages }: State, leaf: Int32Array, at: number): void {
  leaf[at + FLAGS] |= F_SPARSE;
  leaf[at + HASH_LO] = leaf[at + HASH_LO] + sparsePages.changeLo | 0;
  leaf[at + HASH_HI] = leaf[at + HASH_HI] + sparsePages.changeHi | 0;
}

/** Closes a frame whose bytes were written. */
function closeWritten(state: State, frame: number, leaf: Int32Array, at: number): void {
  if ((leaf[at + FLAGS] & (F_CACHED | F_DIRTY)) === F_CACHED) noteDirty(state, leaf, at);
  leaf[at + FLAGS] |= F_DIRTY;
  closeFrame(state, frame, leaf);
}

/**
 * bytesCopy: from frame to frame. Bytes are copied in ascending order: within one frame, what was copied is copied again
 * where the ranges overlap (rep movsb).
 */
export function bytesCopy(state: State, effect: KernelEffectOf<"bytesCopy">): void {
  const { source, sourceOffset, frame, offset, lengthBytes } = effect;
  const distance = source === frame ? offset - sourceOffset : 0;
  const step = distance > 0 ? Math.min(distance, lengthBytes) : lengthBytes;
  for (let done = 0; done < lengthBytes; done += step) {
    const from = state.content(source);
    const count = Math.min(step, lengthBytes - done);
    state.work += count >> 7;
    const leaf = openFrame(state, frame);
    const { at } = state.frames;
    const before = contentToWrite(state, frame, leaf, at, count);
    const content = copyBytes(state.epoch, before, offset + done, from, sourceOffset + done, count);
    putContent(state, frame, leaf, content);
    closeWritten(state, frame, leaf, at);
  }
}
