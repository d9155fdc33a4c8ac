/**
 * The checkpoints that a timeline keeps along the whole log: a cache, made as the fold goes on for the first time.
 *
 *      work   0      s      2s     3s     4s            s: the spacing
 *             ●──────●──────●──────●──────●─ ─ ─ ▶
 *             │      └ bytes that it takes besides what it shares with the one before
 *             └ event 0, always there
 *
 *   CK1  They stand at equal amounts of work (State.work), not of events: one in each stretch as long as the spacing.
 *   CK2  Their bytes together stay within the budget. When they reach it, or will by far at this rate, the spacing grows
 *        by half and every third one goes, again until they fit; with a budget too small for anything only event 0
 *        remains.
 *   CK3  They all descend from one fold: each shares with the one before it what the events between did not change.
 */

import type { State } from "../state/state.ts";
import { compactStates } from "../state/state_compaction.ts";
import { type Checkpoint, checkpointBytes, indexAtOrBefore, takeCheckpoint } from "./checkpoint.ts";
import type { Place } from "./log_fold.ts";

/** From this part of the log on, the bytes it will take in all are foreseen. */
const FORESIGHT_PART = 1 / 16;
/** The spacing grows early when so many times the budget are foreseen. */
const FORESIGHT_EXCESS = 2;
const SPACING_GROWTH = 1.5;

/** The checkpoints along a log. */
export class Checkpoints {
  /** Bytes that all of them take. */
  bytes = 0;
  private list: Checkpoint[] = [];
  private dueWork = 0;

  /**
   * None yet; the first that is added must be that of event 0.
   *
   * @param budgetBytes What they may take, for a spacing: trails need room beside them when it is wide.
   */
  constructor(private readonly budgetBytes: (spacing: number) => number, private spacing: number) {}

  /** How many there are. */
  get count(): number {
    return this.list.length;
  }

  /** Length of the stretches of work that have a checkpoint each. */
  get spacingWork(): number {
    return this.spacing;
  }

  /** How much more work `state`, which is the fold's, may do until the next one is due; 0 or less when it is. */
  workUntilDue(state: State): number {
    return this.dueWork - state.work;
  }

  /**
   * Keeps a checkpoint of `state`, which goes on.
   *
   * @param part How much of the log was folded, 0 … 1.
   * @returns Whether others had to go for it.
   */
  add(state: State, place: Place, part: number): boolean {
    const checkpoint = takeCheckpoint(state, place);
    this.push(checkpoint);
    const countBefore = this.list.length;
    while (this.list.length > 1 && this.isTooMuch(part)) this.thin(state);
    this.dueWork = this.nextDue(state.work);
    return this.list.length < countBefore;
  }

  /** The last checkpoint at or before an event. */
  atOrBefore(event: number): Checkpoint {
    return this.list[indexAtOrBefore(this.list, event)];
  }

  /** The first checkpoint after an event. */
  after(event: number): Checkpoint | undefined {
    return this.list[indexAtOrBefore(this.list, event) + 1];
  }

  private push(checkpoint: Checkpoint): void {
    this.bytes += checkpointBytes(checkpoint, this.list.at(-1));
    this.list.push(checkpoint);
  }

  private isTooMuch(part: number): boolean {
    const budgetBytes = this.budgetBytes(this.spacing);
    if (this.bytes > budgetBytes) return true;
    return part >= FORESIGHT_PART && this.bytes / part > FORESIGHT_EXCESS * budgetBytes;
  }

  /** The work at which the next one is due after one: in the next stretch, and not right after it. */
  private nextDue(work: number): number {
    return Math.max((Math.floor(work / this.spacing) + 1) * this.spacing, work + this.spacing / 2);
  }

  /** Makes the stretches longer, and gives back the memory of those that go. */
  private thin(front: State): void {
    this.spacing *= SPACING_GROWTH;
    const all = this.list;
    this.list = [];
    this.bytes = 0;
    const kept: Checkpoint[] = [];
    for (const checkpoint of all) {
      const last = kept.at(-1);
      if (last === undefined || checkpoint.state.work >= this.nextDue(last.state.work)) kept.push(checkpoint);
    }
    compactStates([...kept.map(({ state }) => state), front]);
    for (const checkpoint of kept) this.push(checkpoint);
  }
}
