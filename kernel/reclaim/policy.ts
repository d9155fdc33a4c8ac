/**
 * A replacement policy: which page goes when a frame is needed.
 *
 *     a page is brought in ──▶ insert ──▶ ( reference … ) ──▶ takeVictim ──▶ its frame holds another page: insert
 *                                                └──────────▶ remove: the page went for another reason (munmap, exit)
 *
 * A policy is bookkeeping beside the machine, never part of its state: what it decided stands in the log as effects, and
 * being told the same things in the same order it decides the same again. It is one file in policies/ and one line in
 * policies.ts; docs/guide/write_a_policy.md writes one from scratch.
 *
 *   PO1  Frames are small numbers (below frameCount): what is kept of a frame lies in typed arrays. Pages are only names,
 *        of any size, by which a policy with a memory beyond the frames (2q, arc, two-list) knows a page again.
 *   PO2  A frame is inserted at most once until it is taken or removed; only such a frame is referenced or removed.
 *   PO3  Every operation takes O(1) or O(log frames), amortized, and makes no garbage. Frames that may not be taken are
 *        passed over one by one.
 *   PO4  No clock and no chance: time is counted in what the policy is told, and random numbers come from the seed.
 */

/** What takeVictim() returns when no frame may be taken. */
export const NO_VICTIM: number = -1;
/** What takeVictim() is given when nobody knows which page will come in (background reclaim). */
export const NO_PAGE: number = -1;

/** A replacement policy over the frames of one memory. */
export interface ReplacementPolicy {
  /**
   * A page was brought into a frame, by a reference that is its first.
   *
   * @param frame A frame that holds no page of the policy.
   * @param page Names the page, ≥ 0: the same page has the same name when it comes back.
   * @param isWrite Whether the reference changes the page.
   */
  insert(frame: number, page: number, isWrite: boolean): void;

  /** The page of a frame was referenced again. */
  reference(frame: number, isWrite: boolean): void;

  /** The page of a frame is gone, and not because the policy wished it. */
  remove(frame: number): void;

  /**
   * Chooses the page that must go, and forgets it: it counts as evicted.
   *
   * @param incoming The page that needs the frame, or NO_PAGE.
   * @param mayTake Whether a frame may be taken now (it is not locked, and there is somewhere to put its page).
   * @returns Its frame, or NO_VICTIM when none may be taken.
   */
  takeVictim(incoming: number, mayTake: (frame: number) => boolean): number;
}

/** What a policy is made for. */
export interface PolicyMaking {
  /** Frames are numbered 0 … frameCount - 1. */
  readonly frameCount: number;
  /** How many of them pages can take at once; frameCount when left out. */
  readonly capacity?: number;
  /** Where random numbers start; 0 when left out. */
  readonly seed?: number;
  /**
   * The future, for a policy that knows it (opt): after reference i, its page is referenced next at nextUses[i];
   * a page that is never used again has a number beyond the last reference.
   */
  readonly nextUses?: Int32Array;
}

/** May always take: no page is locked. */
export function mayTakeAny(): boolean {
  return true;
}
