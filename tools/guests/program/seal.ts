/**
 * Taking away what a program must not have: clock, randomness, time that passes by itself, and everything outside. The
 * worker has no permissions anyway; this makes runs repeatable, and says why something is missing.
 *
 *   SE1  What is taken away throws a sentence that names what a program uses instead.
 *   SE2  It happens before the program's file is loaded: its top level is sealed too.
 */

const NO_CLOCK = "a program has no clock; use c.counters().nanoseconds, and c.sleep() to wait";
const NO_RANDOMNESS = "a program has no randomness, so that every run is the same; compute it from a seed";
const NO_OUTSIDE = "a program reaches only its own machine; use the calls of c";

const SEALED: Readonly<Record<string, string>> = {
  Date: NO_CLOCK,
  Temporal: NO_CLOCK,
  performance: NO_CLOCK,
  setTimeout: NO_CLOCK,
  setInterval: NO_CLOCK,
  setImmediate: NO_CLOCK,
  crypto: NO_RANDOMNESS,
  console: "a program prints with yield* c.printf()",
  alert: NO_OUTSIDE,
  prompt: NO_OUTSIDE,
  confirm: NO_OUTSIDE,
  fetch: NO_OUTSIDE,
  Deno: NO_OUTSIDE,
  process: NO_OUTSIDE,
  navigator: NO_OUTSIDE,
  Worker: NO_OUTSIDE,
  WebSocket: NO_OUTSIDE,
  BroadcastChannel: NO_OUTSIDE,
  postMessage: NO_OUTSIDE,
  close: NO_OUTSIDE,
};

/** Thrown where a program uses what it does not have. */
export class SealedError extends Error {
  /** Nothing is shown before the message: it says everything. */
  override readonly name = "";
}

/** Takes it all away from a global object. A `reason` stands for all of them, where it is no program that is sealed. */
export function sealGlobals(target: object, reason?: string): void {
  for (const [name, programReason] of Object.entries(SEALED)) {
    const refuse = () => {
      throw new SealedError(`${name}: ${reason ?? programReason}`);
    };
    Object.defineProperty(target, name, { get: refuse, set: refuse, configurable: false });
  }
}

/** Takes randomness away from Math; the reason is said where it is used. */
export function sealMath(math: object, reason: string = NO_RANDOMNESS): void {
  Object.defineProperty(math, "random", {
    value: () => {
      throw new SealedError(`Math.random: ${reason}`);
    },
    writable: false,
    configurable: false,
  });
}
