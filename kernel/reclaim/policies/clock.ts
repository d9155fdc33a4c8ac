/**
 * Clock, or second chance: fifo that spares a page which was used since the hand last passed it.
 *
 *                 7•                 The pages stand in a ring. The hand clears the mark (•) of a marked page and goes
 *             5       2• ◀ hand      on; the first page without a mark goes. A new page stands where the hand has
 *                 9                  just been, so it is the last one that the hand comes to.
 */

import { NO_VICTIM, type PolicyMaking, type ReplacementPolicy } from "../policy.ts";
import { FrameLists, NO_FRAME } from "./frame_lists.ts";

const RING = 0;

/** Clock (second chance). */
export class Clock implements ReplacementPolicy {
  private readonly lists: FrameLists;
  private readonly isMarked: Uint8Array;
  private hand = NO_FRAME;
  private heldCount = 0;

  /** A policy that holds nothing yet. */
  constructor({ frameCount }: PolicyMaking) {
    this.lists = new FrameLists(frameCount);
    this.isMarked = new Uint8Array(frameCount);
  }

  /** The page stands behind the hand, marked: the reference that brought it in counts. */
  insert(frame: number): void {
    if (this.hand === NO_FRAME) {
      this.lists.append(RING, frame);
      this.hand = frame;
    } else this.lists.insertBefore(this.hand, frame);
    this.isMarked[frame] = 1;
    this.heldCount++;
  }

  /** Marks the page. */
  reference(frame: number): void {
    this.isMarked[frame] = 1;
  }

  /** The frame leaves the ring. */
  remove(frame: number): void {
    if (this.hand === frame) this.hand = this.heldCount > 1 ? this.after(frame) : NO_FRAME;
    this.lists.unlink(frame);
    this.heldCount--;
  }

  /** The first page from the hand on that has no mark; marks are cleared on the way. */
  takeVictim(_incoming: number, mayTake: (frame: number) => boolean): number {
    // Once around clears all marks; the second time around finds a page, unless none may be taken.
    for (let step = 2 * this.heldCount; step > 0; step--) {
      const frame = this.hand;
      if (mayTake(frame) && this.isMarked[frame] === 0) {
        this.remove(frame);
        return frame;
      }
      this.isMarked[frame] = 0;
      this.hand = this.after(frame);
    }
    return NO_VICTIM;
  }

  private after(frame: number): number {
    const next = this.lists.newerThan(frame);
    return next === NO_FRAME ? this.lists.oldest(RING) : next;
  }
}
