/**
 * Bytes of frames: reducers. Live stores and replay write through here.
 */

import { PAGE_SIZE } from "../address.ts";
import { assertThat } from "../assert.ts";
import type { KernelEffectOf } from "../event/effects.ts";
import * as frameTable from "../memory/frame.ts";
import { type Content, copyBytes, fillBytes, writeBytes } from "../state/content.ts";
import type { State } from "../state/state.ts";
import { noteDirty } from "./frame_marks.ts";
import * as frames from "./frames.ts";

// Bound here because the engine folds a module's own constants, but looks imported ones up each time.
const { F_CACHED, F_CONTENT, F_DIRTY, F_SLOTTED, F_SPARSE, F_USED, FLAGS, HASH_HI, HASH_LO } = frameTable;
const { changeContentHash, closeFrame, openFrame, putContent } = frames;

/** Whether a range of bytes lies within a frame that there is. */
function isWithinFrame({ frameMap }: State, frame: number, offset: number, lengthBytes: number): boolean {
  return frame >= 0 && frame < frameMap.frameCount && offset + lengthBytes <= PAGE_SIZE;
}

function refuseRange({ frameMap }: State, frame: number, offset: number, lengthBytes: number): never {
  assertThat(
    false,
    `${lengthBytes} bytes at ${offset} of frame ${frame} do not lie within a frame; there are ${frameMap.frameCount}`,
  );
}

/** bytesWrite: known bytes. */
export function bytesWrite(state: State, effect: KernelEffectOf<"bytesWrite">): void {
  const { frame, offset, bytes } = effect;
  if (!isWithinFrame(state, frame, offset, bytes.length)) refuseRange(state, frame, offset, bytes.length);
  state.addWork(bytes.length >> 7);
  const record = state.frames.own(state.epoch, frame);
  const { at } = state.frames;
  if (mayBeSparse(record[at + FLAGS]) && state.sparsePages.write(record, at, offset, bytes)) {
    return endSparse(state, frame, record, at);
  }
  const leaf = openFrame(state, frame);
  const before = contentToWrite(state, frame, leaf, bytes.length);
  putContent(state, frame, leaf, writeBytes(state.epoch, before, offset, bytes, 0, bytes.length));
  closeWritten(state, frame, leaf);
}

function refuseValue(value: number): never {
  assertThat(false, `a page is filled with ${value}, which is no byte and not -1 (unknown)`);
}

/** bytesFill: one value, or unknown. */
export function bytesFill(state: State, effect: KernelEffectOf<"bytesFill">): void {
  const { frame, offset, lengthBytes, value } = effect;
  if (value < -1 || value > 255) refuseValue(value);
  if (!isWithinFrame(state, frame, offset, lengthBytes)) refuseRange(state, frame, offset, lengthBytes);
  state.addWork(lengthBytes >> 7);
  const record = state.frames.own(state.epoch, frame);
  const { at } = state.frames;
  if (mayBeSparse(record[at + FLAGS]) && state.sparsePages.fill(record, at, offset, lengthBytes, value)) {
    return endSparse(state, frame, record, at);
  }
  const leaf = openFrame(state, frame);
  const before = contentToWrite(state, frame, leaf, lengthBytes);
  putContent(state, frame, leaf, fillBytes(state.epoch, before, offset, lengthBytes, value));
  closeWritten(state, frame, leaf);
}

/** Whether the page of a frame with such flags is sparse or may become so (FT6). */
function mayBeSparse(flags: number): boolean {
  return (flags & (F_USED | F_CONTENT | F_SLOTTED)) === F_USED;
}

/** A frame's page was written as a sparse one. Of the record of a dirty frame nothing changes but the hash. */
function endSparse(state: State, frame: number, record: Int32Array, at: number): void {
  const { changeLo, changeHi } = state.sparsePages;
  if ((record[at + FLAGS] & F_DIRTY) !== 0) {
    return changeContentHash(state, frame, record, at, changeLo, changeHi);
  }
  const leaf = openFrame(state, frame);
  leaf[at + HASH_LO] += changeLo;
  leaf[at + HASH_HI] += changeHi;
  closeWritten(state, frame, leaf);
}

/** What an open frame holds before so many bytes of it are written. */
function contentToWrite(state: State, frame: number, leaf: Int32Array, lengthBytes: number): Content {
  const flags = leaf[state.frames.offset(frame) + FLAGS];
  if ((flags & F_CONTENT) !== 0) return state.contents.get(frame)!;
  // What is written over as a whole is of no account.
  if ((flags & F_SPARSE) === 0 || lengthBytes === PAGE_SIZE) return 0;
  return state.sparsePages.content(state.epoch, frame);
}

/** Closes a frame whose bytes were written. */
function closeWritten(state: State, frame: number, leaf: Int32Array): void {
  const at = state.frames.offset(frame);
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
  if (!isWithinFrame(state, frame, offset, lengthBytes)) refuseRange(state, frame, offset, lengthBytes);
  if (!isWithinFrame(state, source, sourceOffset, lengthBytes)) {
    refuseRange(state, source, sourceOffset, lengthBytes);
  }
  const distance = source === frame ? offset - sourceOffset : 0;
  const step = distance > 0 ? Math.min(distance, lengthBytes) : lengthBytes;
  for (let done = 0; done < lengthBytes; done += step) {
    const from = state.content(source);
    const count = Math.min(step, lengthBytes - done);
    state.addWork(count >> 7);
    const leaf = openFrame(state, frame);
    const before = contentToWrite(state, frame, leaf, count);
    const content = copyBytes(state.epoch, before, offset + done, from, sourceOffset + done, count);
    putContent(state, frame, leaf, content);
    closeWritten(state, frame, leaf);
  }
}
