/**
 * A checkpoint: a state that is kept, and where it stands in the log.
 */

import { bytesSince } from "../state/state_bytes.ts";
import type { State } from "../state/state.ts";
import type { Place } from "./log_fold.ts";

/** A state that nobody folds on, after some event. Views descend from it by State.checkpoint(). */
export interface Checkpoint {
  readonly place: Place;
  readonly state: State;
}

/** Keeps what `state`, which goes on, is now. O(1): what it shares is copied when it is next written. */
export function takeCheckpoint(state: State, place: Place): Checkpoint {
  return { place, state: state.checkpoint() };
}

/**
 * Bytes of memory that a checkpoint takes besides what it shares with an older one that it descends from; all of its
 * bytes without one.
 */
export function checkpointBytes(checkpoint: Checkpoint, older: Checkpoint | undefined): number {
  return bytesSince(checkpoint.state, older?.state);
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
