/**
 * Seeded pseudo-random numbers for tests and workloads: mulberry32 (Tommy Ettinger's 32-bit generator: a Weyl
 * sequence through a multiply-xorshift finalizer). The same seed gives the same numbers on every machine.
 *
 * Not for anything secret, and not inside a run: what varies in a run stands in its log.
 */

/** A stream of numbers that depends on its seed only. */
export class Random {
  private state: number;

  /** Starts the stream of a seed (an integer; its low 32 bits count). */
  constructor(seed: number) {
    this.state = seed | 0;
  }

  /** The next integer, 0 … 2^32 - 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /** An integer 0 … limit - 1, for a limit up to 2^53 (two draws above 2^32). */
  below(limit: number): number {
    if (limit <= 2 ** 32) return Math.floor(this.next() / 2 ** 32 * limit);
    return Math.floor(((this.next() >>> 11) * 2 ** 32 + this.next()) / 2 ** 53 * limit);
  }

  /** An integer low … high, both included. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  /** True `part` times out of `whole`. */
  chance(part: number, whole: number): boolean {
    return this.below(whole) < part;
  }

  /** One of the values of a list that is not empty. */
  pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)];
  }

  /** Puts a list into random order, in place. */
  shuffle<T>(values: T[]): void {
    for (let last = values.length - 1; last > 0; last--) {
      const other = this.below(last + 1);
      const value = values[last];
      values[last] = values[other];
      values[other] = value;
    }
  }
}
