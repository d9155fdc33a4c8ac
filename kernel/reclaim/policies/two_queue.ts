/**
 * 2Q, full version (Johnson and Shasha, 1994): a page has to come back before it counts as one worth keeping.
 *
 *      first time ──▶ A1in, a queue (a quarter of memory) ──▶ out of memory, its name in A1out (as many as half of
 *                                                             memory holds)
 *      in A1out ────▶ Am, least recently used ──▶ out of memory, forgotten
 *
 * A use of a page in A1in changes nothing (such uses come in bursts), so a long scan passes through A1in and leaves Am
 * alone.
 */

import type { PolicyMaking, ReplacementPolicy } from "../policy.ts";
import { NO_PAGE } from "../policy.ts";
import { FrameLists, NO_FRAME } from "./frame_lists.ts";
import { GhostList } from "./ghost_list.ts";

const FIRST_TIME = 0;
const KEPT = 1;

/** 2Q. */
export class TwoQueue implements ReplacementPolicy {
  private readonly lists: FrameLists;
  private readonly pageOf: Float64Array;
  private readonly isKept: Uint8Array;
  /** Pages that went out of A1in (A1out). */
  private readonly gone: GhostList;
  /** Pages that A1in may hold before it gives the victim (Kin). */
  private readonly firstTimeLimit: number;
  private firstTimeCount = 0;
  /** The page that a victim was last taken for, when it was in A1out then. */
  private returning = NO_PAGE;

  /** A policy that holds nothing yet. */
  constructor({ frameCount, capacity = frameCount }: PolicyMaking) {
    this.lists = new FrameLists(frameCount, 2);
    this.pageOf = new Float64Array(frameCount);
    this.isKept = new Uint8Array(frameCount);
    this.firstTimeLimit = Math.max(1, Math.floor(capacity / 4));
    this.gone = new GhostList(Math.max(1, Math.floor(capacity / 2)));
  }

  /** The page goes to Am when its name is in A1out, else to A1in. */
  insert(frame: number, page: number): void {
    const isKept = this.gone.remove(page) || page === this.returning;
    this.returning = NO_PAGE;
    this.pageOf[frame] = page;
    this.isKept[frame] = isKept ? 1 : 0;
    this.lists.append(isKept ? KEPT : FIRST_TIME, frame);
    if (!isKept) this.firstTimeCount++;
  }

  /** A page of Am is the one used last; one of A1in stays where it is. */
  reference(frame: number): void {
    if (this.isKept[frame] !== 0) this.lists.moveToEnd(KEPT, frame);
  }

  /** The frame leaves its queue. */
  remove(frame: number): void {
    this.lists.unlink(frame);
    if (this.isKept[frame] === 0) this.firstTimeCount--;
  }

  /** The oldest page of A1in when that is over its limit, else the page of Am used longest ago. */
  takeVictim(incoming: number, mayTake: (frame: number) => boolean): number {
    this.returning = this.gone.has(incoming) ? incoming : NO_PAGE;
    const preferred = this.firstTimeCount > this.firstTimeLimit ? FIRST_TIME : KEPT;
    let frame = this.lists.oldestOf(preferred, mayTake);
    if (frame === NO_FRAME) frame = this.lists.oldestOf(1 - preferred, mayTake);
    if (frame === NO_FRAME) return frame;
    this.remove(frame);
    if (this.isKept[frame] === 0) this.gone.push(this.pageOf[frame]);
    return frame;
  }
}
