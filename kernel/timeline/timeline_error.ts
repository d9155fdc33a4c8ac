/**
 * The refusal of a log that cannot be folded, or whose fold does not lead where the recording was.
 *
 *   TE1  The message is for people: one sentence that names the events and what was found.
 */

/** Thrown when a log cannot be replayed; the message is for people. */
export class TimelineError extends Error {
  /** The name that a printed error begins with. */
  override readonly name = "TimelineError";
}
