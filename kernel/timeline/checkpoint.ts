/**
 * A checkpoint: a state that is kept, and where it stands in the log. It is kept as it is, sharing what it can with the
 * ones around it, or packed (state/packed_state.ts): smaller where checkpoints stand far apart, and slower to open.
 */

import { PackedState } from "../state/packed_state.ts";
import { bytesSince } from "../state/state_bytes.ts";
import type { State } from "../state/state.ts";
import type { Place } from "./log_fold.ts";

/** A state that nobody folds on, after some event. */
export class Checkpoint {
  /** Work (State.work) that had been done. */
  readonly work: number;
  private kept: State | PackedState;
  /** What the fold made before has epochs up to this. */
  private readonly epoch: number;

  /** Keeps what `state`, which goes on, is now. O(1): what it shares is copied when it is next written. */
  constructor(state: State, readonly place: Place) {
    this.kept = state.checkpoint();
    this.work = this.kept.work;
    this.epoch = this.kept.epoch;
  }

  /** The state, to read and to share with; undefined when it is packed. */
  get state(): State | undefined {
    return this.kept instanceof PackedState ? undefined : this.kept;
  }

  /** The state, as the caller's own. */
  open(): State {
    return this.kept instanceof PackedState ? this.kept.open() : this.kept.checkpoint();
  }

  /** The same, packed; this one stays as it is. */
  packed(): Checkpoint {
    const copy: Checkpoint = Object.assign(Object.create(Checkpoint.prototype), this);
    copy.pack();
    return copy;
  }

  /** Packs the state. Memory of its word tables comes free when no state shares it. */
  pack(): void {
    if (!(this.kept instanceof PackedState)) this.kept = PackedState.pack(this.kept);
  }

  /**
   * Bytes of memory that it takes besides what it shares with an older one of the same fold, when both are packed or
   * neither is; all of its bytes without one.
   */
  bytesSince(older: Checkpoint | undefined): number {
    const { kept } = this;
    if (!(kept instanceof PackedState)) return bytesSince(kept, older?.state, older?.epoch);
    return older?.kept instanceof PackedState
      ? kept.bytesSince(older.kept, older.epoch)
      : kept.bytesSince(undefined);
  }
}

/** The place in a list, ordered by event, of the last checkpoint at or before an event; -1 without one. */
export function indexAtOrBefore(list: readonly Checkpoint[], event: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (list[middle].place.event <= event) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
