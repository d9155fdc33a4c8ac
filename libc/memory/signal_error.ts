/**
 * What a load or store throws when it ended in a signal that nobody handled.
 *
 * It is the guest's mistake, not ours: the runtime catches it, delivers the signal (the process ends, or its handler
 * runs), and goes on with the next process.
 */

import { type AccessSignal, hex } from "@palimpsest/kernel";

/** A signal that an access of user code met; not delivered yet. */
export class SignalError extends Error {
  /** Shown before the message. */
  override readonly name = "SignalError";

  /** The error of a signal that process `pid` met. */
  constructor(readonly pid: number, readonly signal: AccessSignal) {
    super(`${signal.signal} (${signal.code}) at ${hex(signal.address)} in process ${pid}`);
  }
}
