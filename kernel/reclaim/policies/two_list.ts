/**
 * Active and inactive list, as Linux keeps them (mm/vmscan.c, mm/workingset.c; without multi-generational LRU).
 *
 *                      came in                         used again while it waits
 *                         ▼                        ┌────────────────────────────┐
 *     victim ◀── oldest ( inactive ) newest        │                            ▼
 *                  │ used once: goes around again ─┘            oldest ( active ) newest
 *                  └──────────────◀── oldest, used or not, when active is the longer ──┘
 *
 *   TL1  A reference only sets the page's accessed bit, as the hardware does. The lists learn of it when a victim is
 *        looked for: folio_check_references() spares an accessed page once, and activates it when it was accessed twice.
 *   TL2  The active list is never longer than the inactive one when a victim is chosen (inactive_is_low() at a ratio of 1).
 *   TL3  A page that comes back after fewer evictions and activations than there are active pages would have stayed had
 *        it been active: it becomes active at once (workingset_refault).
 *   TL4  Lists are looked at one page at a time, where Linux takes 32 together.
 */

import { NO_VICTIM, type PolicyMaking, type ReplacementPolicy } from "../policy.ts";
import { FrameLists, NO_FRAME } from "./frame_lists.ts";
import { GhostList } from "./ghost_list.ts";

const INACTIVE = 0;
const ACTIVE = 1;

/** Used since the bit was last cleared (the accessed bit of a page-table entry). */
const ACCESSED = 1;
/** Was found used once on the inactive list (PG_referenced). */
const SPARED = 2;
/** On the active list (PG_active). */
const IS_ACTIVE = 4;

/** Active and inactive list. */
export class TwoList implements ReplacementPolicy {
  private readonly lists: FrameLists;
  private readonly flags: Uint8Array;
  private readonly pageOf: Float64Array;
  private readonly lengths = [0, 0];
  /** Evictions and activations so far (nonresident_age). */
  private age = 0;
  /** Evicted pages with the age at which they went (shadow entries). */
  private readonly shadows: GhostList;

  /** A policy that holds nothing yet. */
  constructor({ frameCount, capacity = frameCount }: PolicyMaking) {
    this.lists = new FrameLists(frameCount, 2);
    this.flags = new Uint8Array(frameCount);
    this.pageOf = new Float64Array(frameCount);
    this.shadows = new GhostList(capacity);
  }

  /** The page is the newest inactive one; active when it went too early (TL3). */
  insert(frame: number, page: number): void {
    const wentAt = this.shadows.stampOf(page);
    if (wentAt !== undefined) this.shadows.remove(page);
    this.pageOf[frame] = page;
    this.flags[frame] = ACCESSED;
    if (wentAt !== undefined && this.age - wentAt <= this.lengths[ACTIVE]) this.activate(frame);
    else this.append(INACTIVE, frame);
  }

  /** Sets the accessed bit. */
  reference(frame: number): void {
    this.flags[frame] |= ACCESSED;
  }

  /** The frame leaves its list. */
  remove(frame: number): void {
    this.lists.unlink(frame);
    this.lengths[this.listOf(frame)]--;
  }

  /** The oldest inactive page that was not used lately. */
  takeVictim(_incoming: number, mayTake: (frame: number) => boolean): number {
    for (;;) {
      this.balance();
      let frame = this.lists.oldestOf(INACTIVE, mayTake);
      if (frame === NO_FRAME) {
        frame = this.lists.oldestOf(ACTIVE, mayTake);
        if (frame === NO_FRAME) return NO_VICTIM;
        this.deactivate(frame);
        frame = this.lists.oldestOf(INACTIVE, mayTake);
      }
      this.remove(frame);
      if (!this.isSpared(frame)) {
        this.shadows.push(this.pageOf[frame], this.age++);
        return frame;
      }
    }
  }

  /** folio_check_references(): whether a page, just taken off the inactive list, goes back to a list. */
  private isSpared(frame: number): boolean {
    const flags = this.flags[frame];
    if ((flags & ACCESSED) === 0) return false;
    if ((flags & SPARED) !== 0) this.activate(frame);
    else {
      this.flags[frame] = SPARED;
      this.append(INACTIVE, frame);
    }
    return true;
  }

  private activate(frame: number): void {
    this.flags[frame] = this.flags[frame] & ACCESSED & ~SPARED | IS_ACTIVE;
    if (this.lists.holds(frame)) this.remove(frame);
    this.append(ACTIVE, frame);
    this.age++;
  }

  private deactivate(frame: number): void {
    this.remove(frame);
    this.flags[frame] = 0;
    this.append(INACTIVE, frame);
  }

  /** shrink_active_list(): the oldest active pages become inactive, whether used or not, until TL2 holds. */
  private balance(): void {
    while (this.lengths[ACTIVE] > this.lengths[INACTIVE]) this.deactivate(this.lists.oldest(ACTIVE));
  }

  private listOf(frame: number): number {
    return (this.flags[frame] & IS_ACTIVE) !== 0 ? ACTIVE : INACTIVE;
  }

  private append(list: number, frame: number): void {
    this.lists.append(list, frame);
    this.lengths[list]++;
  }
}
