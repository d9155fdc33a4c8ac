/**
 * Choosing page frames: which free frame the next page gets.
 *
 *      near ──▶ near + 1 when it is free        a mapping touched in order lies in one run of frames
 *          └──▶ the lowest free frame
 *
 *   FA1  Choosing takes nothing: the effect that maps or caches the frame does. Two choices without an effect between
 *        them are the same frame.
 *   FA2  The choice depends on the frame map alone, so the same guest gets the same frames.
 *   FA3  Who cannot do without a frame has reserved it before (Transaction.reserve), or is a fault, before which frames
 *        were made free (faults/frames_needed.ts). Who could do without takes no more than spareFrames().
 */

import type { Frame } from "../address.ts";
import type { Transaction } from "../transaction.ts";

/** What allocateFrame() returns when memory is full. */
export const NO_FRAME = -1;

/** Frames that a fault may need although others are taken ahead of it: a page, and a copy of it. */
const FAULT_FRAMES = 2;

/** How many frames may be taken for what nobody waits for (reading ahead): none that background reclaim would miss. */
export function spareFrames(tx: Transaction): number {
  return Math.max(0, tx.state.frameMap.freeCount - Math.max(FAULT_FRAMES, tx.config.watermarks.low));
}

/** Consecutive free frames. */
export interface FrameRun {
  /** The first frame, or NO_FRAME when memory is full. */
  readonly frame: Frame;
  /** How many of those that were asked for are free from there on; 0 when memory is full. */
  readonly count: number;
}

/**
 * A free frame for one page (mm/page_alloc.c decides otherwise; the choice cannot be seen from user space).
 *
 * @param near A frame whose successor would do best, or NO_FRAME.
 * @returns The frame, or NO_FRAME when memory is full.
 */
export function allocateFrame(tx: Transaction, near: Frame = NO_FRAME): Frame {
  const { frameMap } = tx.state;
  const successor = near + 1;
  if (near >= 0 && successor < frameMap.frameCount && !frameMap.isUsed(successor)) return successor;
  return frameMap.lowestFree();
}

/** Free frames for up to `count` pages in one run, chosen like a single frame; callers ask again for the rest. */
export function allocateRun(tx: Transaction, count: number, near: Frame = NO_FRAME): FrameRun {
  const frame = allocateFrame(tx, near);
  return frame === NO_FRAME ? { frame, count: 0 } : { frame, count: tx.state.frameMap.freeRun(frame, count) };
}
