/**
 * The checkpoints that a timeline keeps along the whole log: a cache, made as the fold goes on for the first time.
 *
 *      work   0      s      2s     3s     4s            s: the spacing
 *             ●──────●──────●──────●──────●─ ─ ─ ▶
 *             │      └ bytes that it takes besides what it shares with the one before
 *             └ event 0, always there
 *
 *   CK1  They stand at equal amounts of work (State.work), at least the spacing apart, not of events.
 *   CK2  Their bytes together stay within the budget. When they reach it, or will by far at this rate, the spacing is
 *        doubled and every second one goes, until they fit; with a budget too small for anything only event 0 remains.
 *   CK3  They all descend from one fold: each shares with the one before it what the events between did not change.
 */

import type { State } from "../state/state.ts";
import { compactStates } from "../state/state_compaction.ts";
import { type Checkpoint, checkpointBytes, indexAtOrBefore, takeCheckpoint } from "./checkpoint.ts";
import type { Place } from "./log_fold.ts";

/** From this part of the log on, the bytes it will take in all are foreseen. */
const FORESIGHT_PART = 1 / 16;
/** The spacing is doubled early when so many times the budget are foreseen. */
const FORESIGHT_EXCESS = 2;

/** The checkpoints along a log. */
export class Checkpoints {
  /** Bytes that all of them take. */
  bytes = 0;
  private list: Checkpoint[] = [];
  private dueWork = 0;

  /** None yet; the first that is added must be that of event 0. */
  constructor(private readonly budgetBytes: number, private spacing: number) {}

  /** How many there are. */
  get count(): number {
    return this.list.length;
  }

  /** Work between two checkpoints, at least. */
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
    this.dueWork = Math.max(this.list[this.list.length - 1].state.work, state.work - this.spacing) +
      this.spacing;
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
    if (this.bytes > this.budgetBytes) return true;
    return part >= FORESIGHT_PART && this.bytes / part > FORESIGHT_EXCESS * this.budgetBytes;
  }

  /** Doubles the spacing, and gives back the memory of those that go. */
  private thin(front: State): void {
    this.spacing *= 2;
    const all = this.list;
    this.list = [];
    this.bytes = 0;
    const kept: Checkpoint[] = [];
    for (const checkpoint of all) {
      const last = kept.at(-1);
      if (last === undefined || checkpoint.state.work - last.state.work >= this.spacing) {
        kept.push(checkpoint);
      }
    }
    compactStates([...kept.map(({ state }) => state), front]);
    for (const checkpoint of kept) this.push(checkpoint);
  }
}
