/**
 * Not recently used: four classes of pages, and the lowest class that is not empty gives the victim.
 *
 *     class   referenced lately   changed        With every round (as many references as there are frames) the
 *       0            no              no          referenced bits are cleared: class 2 joins class 0, class 3 joins
 *       1            no              yes         class 1. Changed stays until the page goes. Textbooks take any page of
 *       2            yes             no          the class; here it is the one that has been in it longest.
 *       3            yes             yes
 */

import type { PolicyMaking, ReplacementPolicy } from "../policy.ts";
import { FrameLists, NO_FRAME } from "./frame_lists.ts";

const CLASS_COUNT = 4;
const REFERENCED = 2;
const CHANGED = 1;

/** Not recently used. */
export class NotRecentlyUsed implements ReplacementPolicy {
  private readonly lists: FrameLists;
  private readonly isChanged: Uint8Array;
  /** The round in which each page was last referenced. */
  private readonly roundOf: Float64Array;
  private readonly roundLength: number;
  private round = 0;
  private referencesLeft: number;

  /** A policy that holds nothing yet. */
  constructor({ frameCount, capacity = frameCount }: PolicyMaking) {
    this.lists = new FrameLists(frameCount, CLASS_COUNT);
    this.isChanged = new Uint8Array(frameCount);
    this.roundOf = new Float64Array(frameCount);
    this.roundLength = Math.max(1, capacity);
    this.referencesLeft = this.roundLength;
  }

  /** The page is referenced, and changed if it was a write. */
  insert(frame: number, _page: number, isWrite: boolean): void {
    this.countReference();
    this.isChanged[frame] = isWrite ? CHANGED : 0;
    this.roundOf[frame] = this.round;
    this.lists.append(REFERENCED | this.isChanged[frame], frame);
  }

  /** The page moves up to a referenced class, and to a changed one with a write. */
  reference(frame: number, isWrite: boolean): void {
    this.countReference();
    const changed = isWrite ? CHANGED : this.isChanged[frame];
    if (this.roundOf[frame] === this.round && this.isChanged[frame] === changed) return;
    this.isChanged[frame] = changed;
    this.roundOf[frame] = this.round;
    this.lists.moveToEnd(REFERENCED | changed, frame);
  }

  /** The frame leaves its class. */
  remove(frame: number): void {
    this.lists.unlink(frame);
  }

  /** The oldest page of the lowest class. */
  takeVictim(_incoming: number, mayTake: (frame: number) => boolean): number {
    let frame = NO_FRAME;
    for (let list = 0; list < CLASS_COUNT && frame === NO_FRAME; list++) {
      frame = this.lists.oldestOf(list, mayTake);
    }
    if (frame !== NO_FRAME) this.lists.unlink(frame);
    return frame;
  }

  private countReference(): void {
    if (this.referencesLeft-- > 0) return;
    this.referencesLeft = this.roundLength - 1;
    this.round++;
    this.lists.join(0, REFERENCED);
    this.lists.join(CHANGED, REFERENCED | CHANGED);
  }
}
