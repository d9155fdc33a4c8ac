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
 */

import { compactStates } from "../state/state_compaction.ts";
import type { State } from "../state/state.ts";
import { type Checkpoint, checkpointBytes, indexAtOrBefore, takeCheckpoint } from "./checkpoint.ts";
import type { Place } from "./log_fold.ts";

/** How much of its budget a trail takes when it had to shrink. */
const SHRUNK_PART = 0.7;

/** Checkpoints on the way to one position. */
export class Trail {
  /** Bytes that all of them take. */
  bytes = 0;
  private readonly steps: Checkpoint[] = [];

  /** An empty trail that begins at `base`. */
  constructor(readonly base: Checkpoint, private readonly budgetBytes: number) {}

  /** How many checkpoints there are besides the base. */
  get stepCount(): number {
    return this.steps.length;
  }

  /** The last checkpoint at or before an event; the base when no step is. */
  atOrBefore(event: number): Checkpoint {
    const index = indexAtOrBefore(this.steps, event);
    return index < 0 ? this.base : this.steps[index];
  }

  /** Lays a step at `state`, which goes on and came here from the step before, or the base. */
  add(state: State, place: Place): void {
    this.steps.length = indexAtOrBefore(this.steps, place.event - 1) + 1;
    this.steps.push(takeCheckpoint(state, place));
    this.prune(state.work);
    this.count();
    if (this.bytes > this.budgetBytes) this.shrink(state);
  }

  /** Removes the steps that stand too close to others for their distance from the position. */
  private prune(work: number): void {
    for (let index = this.steps.length - 2; index >= 0; index--) {
      const before = (this.steps[index - 1] ?? this.base).state.work;
      const gap = this.steps[index + 1].state.work - before;
      if (2 * gap < work - this.steps[index].state.work) this.steps.splice(index, 1);
    }
  }

  /** Gives back the memory of what was removed, and removes more until there is room for some time. */
  private shrink(position: State): void {
    const { steps } = this;
    compactStates([...steps.map(({ state }) => state), position], this.base.state);
    this.count();
    while (this.bytes > SHRUNK_PART * this.budgetBytes && steps.length > 0) {
      steps.splice(0, (steps.length >> 2) + 1);
      compactStates([...steps.map(({ state }) => state), position], this.base.state);
      this.count();
    }
  }

  private count(): void {
    this.bytes = 0;
    for (let index = 0; index < this.steps.length; index++) {
      this.bytes += checkpointBytes(this.steps[index], this.steps[index - 1] ?? this.base);
    }
  }
}
