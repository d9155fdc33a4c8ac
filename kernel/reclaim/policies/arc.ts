/**
 * ARC, the adaptive replacement cache (Megiddo and Modha, FAST 2003): it learns how much of memory pages used once
 * deserve, and how much pages used again.
 *
 *      B1 (names) ◀── T1, used once ┊ T2, used again ──▶ B2 (names)           |T1| + |T2| ≤ c, the frames
 *                 ───────────────── p ─────────────────                       |T1| + |B1| ≤ c, all four ≤ 2c
 *
 *   AR1  p is the length that T1 should have. A page that comes back while its name is in B1 raises it (T1 was too
 *        short for it), one in B2 lowers it, by the ratio of the two lengths, at least by one.
 *   AR2  T1 gives the victim when it is longer than p, or as long and the page that comes in is in B2; else T2.
 */

import { NO_PAGE, type PolicyMaking, type ReplacementPolicy } from "../policy.ts";
import { FrameLists, NO_FRAME } from "./frame_lists.ts";
import { GhostList } from "./ghost_list.ts";

const ONCE = 0;
const AGAIN = 1;

/** The adaptive replacement cache. */
export class AdaptiveReplacementCache implements ReplacementPolicy {
  private readonly lists: FrameLists;
  private readonly pageOf: Float64Array;
  private readonly listOf: Uint8Array;
  private readonly lengths = [0, 0];
  /** B1 and B2. */
  private readonly ghosts: readonly [once: GhostList, again: GhostList];
  /** The length that T1 should have (p). */
  private onceTarget = 0;
  /** The page that p was last changed for, and the list it goes to: it is adapted to once, for victim and insertion. */
  private adaptedTo = NO_PAGE;
  private readonly capacity: number;

  /** A policy that holds nothing yet. */
  constructor({ frameCount, capacity = frameCount }: PolicyMaking) {
    this.capacity = capacity;
    this.lists = new FrameLists(frameCount, 2);
    this.pageOf = new Float64Array(frameCount);
    this.listOf = new Uint8Array(frameCount);
    this.ghosts = [new GhostList(capacity), new GhostList(2 * capacity)];
  }

  /** The page goes to T2 when its name is in B1 or B2, else to T1. */
  insert(frame: number, page: number): void {
    this.adapt(page);
    const isAgain = this.ghosts[ONCE].remove(page) || this.ghosts[AGAIN].remove(page);
    this.adaptedTo = NO_PAGE;
    this.pageOf[frame] = page;
    this.append(isAgain ? AGAIN : ONCE, frame);
    this.trimGhosts();
  }

  /** The page is the one of T2 used last. */
  reference(frame: number): void {
    if (this.listOf[frame] === AGAIN) {
      this.lists.moveToEnd(AGAIN, frame);
    } else {
      this.remove(frame);
      this.append(AGAIN, frame);
    }
  }

  /** The frame leaves its list. */
  remove(frame: number): void {
    this.lists.unlink(frame);
    this.lengths[this.listOf[frame]]--;
  }

  /** The oldest page of T1 or T2, as AR2 says; its name goes to B1 or B2. */
  takeVictim(incoming: number, mayTake: (frame: number) => boolean): number {
    this.adapt(incoming);
    const isInB2 = this.ghosts[AGAIN].has(incoming);
    const isNew = !isInB2 && !this.ghosts[ONCE].has(incoming);
    // Pages used once fill all of memory: the oldest goes without a trace.
    const leavesNoName = isNew && this.lengths[ONCE] >= this.capacity;
    const once = this.lengths[ONCE];
    const preferred = once > this.onceTarget || isInB2 && once === this.onceTarget ? ONCE : AGAIN;
    let frame = this.lists.oldestOf(preferred, mayTake);
    if (frame === NO_FRAME) frame = this.lists.oldestOf(1 - preferred, mayTake);
    if (frame === NO_FRAME) return frame;
    if (isNew) this.makeRoomForName();
    this.remove(frame);
    if (!leavesNoName) this.ghosts[this.listOf[frame] as 0 | 1].push(this.pageOf[frame]);
    return frame;
  }

  /** Changes p for a page that is in B1 or B2 (AR1). */
  private adapt(page: number): void {
    if (page === this.adaptedTo) return;
    const [once, again] = this.ghosts;
    if (once.has(page)) {
      this.onceTarget = Math.min(this.capacity, this.onceTarget + Math.max(1, again.size / once.size));
    } else if (again.has(page)) {
      this.onceTarget = Math.max(0, this.onceTarget - Math.max(1, once.size / again.size));
    } else return;
    this.adaptedTo = page;
  }

  /** Before a victim makes room for a page that nobody knows: the oldest name goes where there would be one too many. */
  private makeRoomForName(): void {
    const [once, again] = this.ghosts;
    if (this.lengths[ONCE] + once.size >= this.capacity) once.removeOldest();
    else if (this.knownCount() >= 2 * this.capacity) again.removeOldest();
  }

  /** Holds the bounds of the lists when pages came in without a victim. */
  private trimGhosts(): void {
    const [once, again] = this.ghosts;
    while (once.size > 0 && this.lengths[ONCE] + once.size > this.capacity) once.removeOldest();
    while (again.size > 0 && this.knownCount() > 2 * this.capacity) again.removeOldest();
  }

  private knownCount(): number {
    return this.lengths[ONCE] + this.lengths[AGAIN] + this.ghosts[ONCE].size + this.ghosts[AGAIN].size;
  }

  private append(list: number, frame: number): void {
    this.listOf[frame] = list;
    this.lists.append(list, frame);
    this.lengths[list]++;
  }
}
