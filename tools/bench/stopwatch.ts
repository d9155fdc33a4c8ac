/**
 * A stopwatch with two hands: time as it passes, and the time that processors worked for this process (all of its threads:
 * collecting garbage and compiling count).
 *
 *   SW1  On a machine of one's own the two hardly differ. Where others work too, only processor time says what something
 *        costs.
 */
import process from "node:process";

/** How long something took, in milliseconds. */
export interface Elapsed {
  readonly wall: number;
  readonly processor: number;
}

/** Starts a stopwatch; each call of what it gives reads it. */
export function startStopwatch(): () => Elapsed {
  const usage = process.cpuUsage();
  const startedAt = performance.now();
  return () => {
    const wall = performance.now() - startedAt;
    const { user, system } = process.cpuUsage(usage);
    return { wall, processor: (user + system) / 1000 };
  };
}

/** How long `act` takes. */
export function timed(act: () => unknown): Elapsed {
  const read = startStopwatch();
  act();
  return read();
}
