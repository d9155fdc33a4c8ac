/**
 * A trail: checkpoints between two that a timeline keeps, laid on the way to a position, so that steps back from there
 * need no fold of the whole gap.
 *
 *      base                                        position
 *       ●─────────────────●────────●────●──●─●─●●●     gaps grow with the distance
 *
 *   TR1  Where the gap between two neighbours of a step is less than half of its distance from the position, the step
 *        goes. So there are some twenty, whatever the gap; and a fold to anywhere behind the position costs about as much
 *        as folding from there to the position would, or one step.
 *   TR2  Their bytes stay within the trail's budget; the ones farthest from the position go first.
 *   TR3  Each step descends from the one before it, the first from the base: a step that is laid ends what lay beyond it.
 *   TR4  A base that is packed is opened, and what was opened is the first step. Where there is no room for it, the trail
 *        stays empty.
 */

import { compactStates } from "../state/state_compaction.ts";
import type { State } from "../state/state.ts";
import { Checkpoint, indexAtOrBefore } from "./checkpoint.ts";
import type { Place } from "./log_fold.ts";

/** How much of its budget a trail takes when it had to shrink. */
const SHRUNK_PART = 0.7;

/** Checkpoints on the way to one position. */
export class Trail {
  /** Bytes that all of them take. */
  bytes = 0;
  /** Whether there was no room for a single step when one was laid last. */
  isTooSmall = false;
  private readonly steps: Checkpoint[] = [];
  /** What each step takes besides what it shares with the one before. */
  private readonly stepBytes: number[] = [];

  /** An empty trail that begins at `base`. */
  constructor(readonly base: Checkpoint, private budgetBytes: number) {}

  /** Gives it a larger budget. */
  widen(budgetBytes: number): void {
    this.budgetBytes = budgetBytes;
    this.isTooSmall = false;
  }

  /** How many checkpoints there are besides the base. */
  get stepCount(): number {
    return this.steps.length;
  }

  /** The last checkpoint at or before an event; the base when no step is. */
  atOrBefore(event: number): Checkpoint {
    const index = indexAtOrBefore(this.steps, event);
    return index < 0 ? this.base : this.steps[index];
  }

  /** The state of the last checkpoint at or before an event, and its place, as the caller's own. */
  open(event: number): { state: State; place: Place } {
    const nearest = this.atOrBefore(event);
    const { place } = nearest;
    const state = nearest.open();
    if (nearest.state === undefined) this.add(state, place);
    return { state, place };
  }

  /** Lays a step at `state`, which goes on and came here from the step before, or the base. */
  add(state: State, place: Place): void {
    const { steps } = this;
    while (steps.length > indexAtOrBefore(steps, place.event - 1) + 1) this.remove(steps.length - 1);
    steps.push(new Checkpoint(state, place));
    this.stepBytes.push(0);
    this.count(steps.length - 1);
    for (let index = steps.length - 2; index >= 0; index--) {
      if (this.isTooClose(index, state.work)) this.remove(index);
    }
    if (this.bytes > this.budgetBytes) this.shrink(state);
  }

  /** Whether a step stands too close to its neighbours for its distance from the position (TR1). */
  private isTooClose(index: number, work: number): boolean {
    const before = (this.steps[index - 1] ?? this.base).work;
    return 2 * (this.steps[index + 1].work - before) < work - this.steps[index].work;
  }

  /** Gives back the memory of what was removed, and removes more until there is room for some time. */
  private shrink(position: State): void {
    const { steps } = this;
    this.compact(position);
    while (this.bytes > SHRUNK_PART * this.budgetBytes && steps.length > 1) {
      for (let left = steps.length >> 2; left >= 0; left--) this.remove(0);
      this.compact(position);
    }
    if (this.bytes > this.budgetBytes) this.remove(0);
    this.isTooSmall = steps.length === 0;
  }

  private compact(position: State): void {
    compactStates([...this.steps.map(({ state }) => state!), position], this.base.state);
    for (let index = 0; index < this.steps.length; index++) this.count(index);
  }

  private remove(index: number): void {
    this.steps.splice(index, 1);
    this.bytes -= this.stepBytes.splice(index, 1)[0];
    if (index < this.steps.length) this.count(index);
  }

  /** Counts the bytes of a step anew. */
  private count(index: number): void {
    const older = this.steps[index - 1] ?? this.base;
    const bytes = this.steps[index].bytesSince(older.state === undefined ? undefined : older);
    this.bytes += bytes - this.stepBytes[index];
    this.stepBytes[index] = bytes;
  }
}
