/**
 * Least frequently used: the page with the fewest references since it came in goes; among equals, the one whose last
 * reference lies furthest back.
 *
 * Counts begin anew when a page comes back, and never fade: a page that was popular once stays.
 */

import type { PolicyMaking, ReplacementPolicy } from "../policy.ts";
import { FrameHeap } from "./frame_heap.ts";

/** Least frequently used. */
export class LeastFrequentlyUsed implements ReplacementPolicy {
  private readonly heap: FrameHeap;
  /** References so far, of all pages: the time. */
  private time = 0;

  /** A policy that holds nothing yet. */
  constructor({ frameCount }: PolicyMaking) {
    this.heap = new FrameHeap(frameCount);
  }

  /** The page has one reference. */
  insert(frame: number): void {
    this.heap.put(frame, 1, this.time++);
  }

  /** The page has one reference more. */
  reference(frame: number): void {
    this.heap.put(frame, this.heap.rankOf(frame) + 1, this.time++);
  }

  /** The frame and its count go. */
  remove(frame: number): void {
    this.heap.remove(frame);
  }

  /** The page with the fewest references. */
  takeVictim(_incoming: number, mayTake: (frame: number) => boolean): number {
    return this.heap.takeLeast(mayTake);
  }
}
