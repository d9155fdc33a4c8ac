/**
 * Bytes of frames: reducers. Live stores and replay write through here.
 */

import type { KernelEffectOf } from "../event/effects.ts";
import * as frameTable from "../memory/frame.ts";
import { type Content, copyBytes, fillBytes, writeBytes } from "../state/content.ts";
import type { State } from "../state/state.ts";
import * as frames from "./frames.ts";

// Bound here because the engine folds a module's own constants, but looks imported ones up each time.
const { F_CACHED, F_CONTENT, F_DIRTY, FLAGS } = frameTable;
const { closeFrame, noteDirty, openFrame, putContent, putContentHash } = frames;

/** What a frame holds. Only some have a content at all, and those say so. */
export function contentOf(state: State, frame: number): Content {
  return (state.frameWord(frame, FLAGS) & F_CONTENT) === 0 ? 0 : state.content(frame);
}

function replaceContent(
  state: State,
  frame: number,
  before: Content,
  content: Content,
  lengthBytes: number,
): void {
  state.work += lengthBytes >> 7;
  const leaf = openFrame(state, frame);
  // A content that was written in place has its place already.
  if (content === before) putContentHash(state, frame, leaf, content);
  else putContent(state, frame, leaf, content);
  const at = state.frames.offset(frame) + FLAGS;
  if ((leaf[at] & (F_CACHED | F_DIRTY)) === F_CACHED) noteDirty(state, leaf, at - FLAGS);
  leaf[at] |= F_DIRTY;
  closeFrame(state, frame, leaf);
}

/** bytesWrite: known bytes. */
export function bytesWrite(state: State, effect: KernelEffectOf<"bytesWrite">): void {
  const { frame, offset, bytes } = effect;
  const before = contentOf(state, frame);
  const content = writeBytes(state.epoch, before, offset, bytes, 0, bytes.length);
  replaceContent(state, frame, before, content, bytes.length);
}

/** bytesFill: one value, or unknown. */
export function bytesFill(state: State, effect: KernelEffectOf<"bytesFill">): void {
  const { frame, offset, lengthBytes, value } = effect;
  const before = contentOf(state, frame);
  const content = fillBytes(state.epoch, before, offset, lengthBytes, value);
  replaceContent(state, frame, before, content, lengthBytes);
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
    const from = contentOf(state, source);
    const count = Math.min(step, lengthBytes - done);
    const to = contentOf(state, frame);
    const content = copyBytes(state.epoch, to, offset + done, from, sourceOffset + done, count);
    replaceContent(state, frame, to, content, count);
  }
}
