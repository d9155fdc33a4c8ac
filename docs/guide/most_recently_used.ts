/**
 * Most recently used: the page that was used last goes. The worked example of write_a_policy.md.
 *
 *      older ◀── the pages in memory, by their last use ──▶ newer          both ends meet at `end`, which is no frame
 *                                          victim ─────────────┘
 *
 * It sounds foolish and is the best there is for a loop over more pages than fit: what was just used is needed last of all.
 *
 *   MR1  A frame is linked between its neighbours, or its `older` is NOWHERE.
 */

import type { PolicyMaking, ReplacementPolicy } from "@palimpsest/kernel";

const NOWHERE = -1;
const NO_VICTIM = -1;

/** See the head of this file. */
export class MostRecentlyUsed implements ReplacementPolicy {
  private readonly older: Int32Array;
  private readonly newer: Int32Array;
  private readonly end: number;

  /** A policy that holds nothing yet. */
  constructor({ frameCount }: PolicyMaking) {
    this.end = frameCount;
    this.older = new Int32Array(frameCount + 1).fill(NOWHERE);
    this.newer = new Int32Array(frameCount + 1).fill(NOWHERE);
    this.older[this.end] = this.end;
    this.newer[this.end] = this.end;
  }

  /** The page of this frame is the one used last. */
  insert(frame: number): void {
    const last = this.older[this.end];
    this.newer[last] = frame;
    this.older[frame] = last;
    this.newer[frame] = this.end;
    this.older[this.end] = frame;
  }

  /** The page of this frame is the one used last. */
  reference(frame: number): void {
    this.remove(frame);
    this.insert(frame);
  }

  /** The frame is linked out. */
  remove(frame: number): void {
    this.newer[this.older[frame]] = this.newer[frame];
    this.older[this.newer[frame]] = this.older[frame];
    this.older[frame] = NOWHERE;
  }

  /** The page used last that may go. */
  takeVictim(_incoming: number, mayTake: (frame: number) => boolean): number {
    let frame = this.older[this.end];
    while (frame !== this.end && !mayTake(frame)) frame = this.older[frame];
    if (frame === this.end) return NO_VICTIM;
    this.remove(frame);
    return frame;
  }
}

/** What `policies --policy FILE` calls, once for each size of memory. */
export function makePolicy(making: PolicyMaking): ReplacementPolicy {
  return new MostRecentlyUsed(making);
}
