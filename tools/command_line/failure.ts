/**
 * How a command ends, and the two ways in which it ends badly on purpose.
 *
 *     status   when
 *     0        done, and the answer is yes
 *     1        done, and the answer is no: something differed, a log is damaged (CheckFailed)
 *     2        not done: what was asked for is wrong, or its input is (UserError)
 *     70       not done: a bug of Palimpsest, whatever else was thrown
 */

/** The exit statuses of every command. */
export const exitStatus = { done: 0, checkFailed: 1, badInput: 2, bug: 70 } as const;

/**
 * A mistake of the person, or of a file they gave: exit status 2, and the message on standard error, without a stack.
 * The message is one sentence: what is wrong, where, and what to do.
 */
export class UserError extends Error {
  /** A mistake, told in one sentence. */
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "UserError";
  }
}

/** What was asked was done, and does not hold: exit status 1, and the message on standard error, without a stack. */
export class CheckFailed extends Error {
  /** What does not hold, in one sentence. */
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "CheckFailed";
  }
}

/** The text of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
