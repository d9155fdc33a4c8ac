/**
 * First in, first out: the page that came first goes first, however often it was used since.
 *
 * It keeps a page no longer for being used, and so suffers Belady's anomaly: more frames can mean more faults.
 */

import type { PolicyMaking, ReplacementPolicy } from "../policy.ts";
import { FrameLists } from "./frame_lists.ts";

const QUEUE = 0;

/** First in, first out. */
export class Fifo implements ReplacementPolicy {
  private readonly lists: FrameLists;

  /** A policy that holds nothing yet. */
  constructor({ frameCount }: PolicyMaking) {
    this.lists = new FrameLists(frameCount);
  }

  /** The page is the newest. */
  insert(frame: number): void {
    this.lists.append(QUEUE, frame);
  }

  /** Changes nothing. */
  reference(): void {}

  /** The frame leaves the queue. */
  remove(frame: number): void {
    this.lists.unlink(frame);
  }

  /** The oldest page. */
  takeVictim(_incoming: number, mayTake: (frame: number) => boolean): number {
    const frame = this.lists.oldestOf(QUEUE, mayTake);
    if (frame >= 0) this.lists.unlink(frame);
    return frame;
  }
}
