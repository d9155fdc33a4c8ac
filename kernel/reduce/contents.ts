/**
 * Bytes of frames: reducers. Live stores and replay write through here.
 */

import type { KernelEffectOf } from "../event/effects.ts";
import { F_DIRTY, FLAGS } from "../memory/frame.ts";
import { type Content, copyBytes, fillBytes, writeBytes } from "../state/content.ts";
import type { State } from "../state/state.ts";
import { closeFrame, openFrame, putContent } from "./frames.ts";

function replaceContent(state: State, frame: number, content: Content, lengthBytes: number): void {
  state.work += lengthBytes >> 7;
  const leaf = openFrame(state, frame);
  putContent(state, frame, leaf, content);
  leaf[state.frames.offset(frame) + FLAGS] |= F_DIRTY;
  closeFrame(state, frame, leaf);
}

/** bytesWrite: known bytes. */
export function bytesWrite(state: State, effect: KernelEffectOf<"bytesWrite">): void {
  const { frame, offset, bytes } = effect;
  replaceContent(
    state,
    frame,
    writeBytes(state.epoch, state.content(frame), offset, bytes, 0, bytes.length),
    bytes.length,
  );
}

/** bytesFill: one value, or unknown. */
export function bytesFill(state: State, effect: KernelEffectOf<"bytesFill">): void {
  const { frame, offset, lengthBytes, value } = effect;
  replaceContent(
    state,
    frame,
    fillBytes(state.epoch, state.content(frame), offset, lengthBytes, value),
    lengthBytes,
  );
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
    const to = state.content(frame);
    const content = copyBytes(state.epoch, to, offset + done, from, sourceOffset + done, count);
    replaceContent(state, frame, content, count);
  }
}
