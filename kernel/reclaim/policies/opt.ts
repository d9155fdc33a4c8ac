/**
 * Belady's optimal policy (min): the page whose next reference lies furthest in the future goes.
 *
 * No policy faults less. It must know the future, so it runs over a trace only: the making names, for each reference,
 * when its page is referenced next. Insertions and references are the references of that trace, in its order.
 */

import { assertThat } from "../../assert.ts";
import type { PolicyMaking, ReplacementPolicy } from "../policy.ts";
import { FrameHeap } from "./frame_heap.ts";

/** Belady's optimal policy. */
export class Optimal implements ReplacementPolicy {
  private readonly heap: FrameHeap;
  private readonly nextUses: Int32Array;
  /** References so far: where in the trace we are. */
  private time = 0;

  /** A policy that holds nothing yet and knows the whole trace. */
  constructor({ frameCount, nextUses }: PolicyMaking) {
    assertThat(nextUses !== undefined, "opt needs to know the next use of every reference");
    this.heap = new FrameHeap(frameCount);
    this.nextUses = nextUses;
  }

  /** The page is ranked by its next use. */
  insert(frame: number): void {
    this.heap.put(frame, -this.nextUses[this.time++], 0);
  }

  /** The page is ranked by the use after this one. */
  reference(frame: number): void {
    this.insert(frame);
  }

  /** The frame goes. */
  remove(frame: number): void {
    this.heap.remove(frame);
  }

  /** The page used furthest in the future, or never again. */
  takeVictim(_incoming: number, mayTake: (frame: number) => boolean): number {
    return this.heap.takeLeast(mayTake);
  }
}

/**
 * For every reference of a trace, when its page is referenced next; the length of the trace when never.
 *
 * @param pages The page of each reference, numbered 0 … pageCount - 1.
 */
export function nextUsesOf(pages: ArrayLike<number>, pageCount: number): Int32Array {
  const { length } = pages;
  const nextUses = new Int32Array(length);
  const seenAt = new Int32Array(pageCount).fill(length);
  for (let time = length - 1; time >= 0; time--) {
    nextUses[time] = seenAt[pages[time]];
    seenAt[pages[time]] = time;
  }
  return nextUses;
}
