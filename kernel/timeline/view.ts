/**
 * A view: the state after some event of a log, for as long as somebody wants to look at it.
 *
 *   VW1  A view has a state of its own, that shares what is not changed: any number of views do not disturb each other.
 *   VW2  It only goes forward. A state further back is another view (Timeline.seek, Timeline.stepBack).
 *   VW3  Its state is to read; who writes to it spoils this view and no other.
 */

import type { State } from "../state/state.ts";
import type { LogFold, Place } from "./log_fold.ts";
import { TimelineError } from "./timeline_error.ts";

/** The state after one event of a log. */
export class View {
  /** The state after {@link event}. */
  readonly state: State;
  private at: Place;

  /** A view of `state`, which stands at `place` and is the view's own from now on. */
  constructor(private readonly fold: LogFold, state: State, place: Place) {
    this.state = state;
    this.at = place;
  }

  /** The last event that the state has seen. */
  get event(): number {
    return this.at.event;
  }

  /** Where the view stands in the log. */
  get place(): Place {
    return this.at;
  }

  /**
   * Folds forward.
   *
   * @param toEvent From the view's event to the log's last.
   * @param workLimit Ends early, after so much work (State.work).
   * @throws {TimelineError} The event is not ahead of the view, or the log cannot be replayed.
   */
  advance(toEvent: number, workLimit?: number): void {
    if (!(toEvent >= this.event && toEvent <= this.fold.lastEvent)) {
      throw new TimelineError(
        `A view at event ${this.event} goes forward to event ${this.fold.lastEvent} at most, not to ${toEvent}.`,
      );
    }
    this.at = this.fold.fold(this.state, this.at, toEvent, workLimit);
  }
}
