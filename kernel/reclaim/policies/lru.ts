/**
 * Least recently used: the page whose last reference lies furthest back goes.
 *
 * A memory of n frames always holds the n pages used last, so a larger memory holds what a smaller one does, and never
 * faults more (the stack property, on which the miss-ratio curve rests: tools/policies/stack_distances.ts).
 */

import type { PolicyMaking, ReplacementPolicy } from "../policy.ts";
import { FrameLists } from "./frame_lists.ts";

const STACK = 0;

/** Least recently used. */
export class LeastRecentlyUsed implements ReplacementPolicy {
  private readonly lists: FrameLists;

  /** A policy that holds nothing yet. */
  constructor({ frameCount }: PolicyMaking) {
    this.lists = new FrameLists(frameCount);
  }

  /** The page is the one used last. */
  insert(frame: number): void {
    this.lists.append(STACK, frame);
  }

  /** The page is the one used last. */
  reference(frame: number): void {
    this.lists.moveToEnd(STACK, frame);
  }

  /** The frame leaves the stack. */
  remove(frame: number): void {
    this.lists.unlink(frame);
  }

  /** The page used longest ago. */
  takeVictim(_incoming: number, mayTake: (frame: number) => boolean): number {
    const frame = this.lists.oldestOf(STACK, mayTake);
    if (frame >= 0) this.lists.unlink(frame);
    return frame;
  }
}
