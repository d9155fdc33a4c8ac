/**
 * What ends the running of user code from within: thrown through the program, and caught by the runtime.
 *
 *      ProcessEnded      a signal ended the process in the middle of an access: the run goes on without it
 *      ProcessReplaced   a handler executed another program: the old one is gone
 *      RunStopped        the whole run ends: a program failed, runs without end, does not retrace its steps
 */

/** The process is no more. */
export class ProcessEnded extends Error {
  /** Shown before the message. */
  override readonly name = "ProcessEnded";
}

/** The process has another program. */
export class ProcessReplaced extends Error {
  /** Shown before the message. */
  override readonly name = "ProcessReplaced";
}

/** Why a run ended before its processes did. */
export type StopReason = "deadlock" | "limit" | "failure" | "retrace";

/** The run cannot go on. The message is a sentence for people. */
export class RunStopped extends Error {
  /** Shown before the message. */
  override readonly name = "RunStopped";

  /** Ends the run; `cause` is what a program threw. */
  constructor(readonly reason: StopReason, message: string, options?: ErrorOptions) {
    super(message, options);
  }
}
