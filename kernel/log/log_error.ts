/**
 * The refusal of a log: bytes that cannot be opened at all (no header that can be trusted), or that need
 * another reader (an unknown version, an unknown flag). Damage further on is no refusal: the log opens to the
 * last whole block before it, and `damage.ts` says what is missing.
 *
 * LE1. The message is for people: whole sentences that say what was found, where, and what can be done.
 *
 * @module
 */

/** Thrown when bytes cannot be opened as a log; the message is for people. */
export class LogError extends Error {
  /** The name that a printed error begins with. */
  override name = "LogError";
}
