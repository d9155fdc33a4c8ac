/**
 * Long rows of small things as answers print them: residency of pages and mincore's vector as runs, bytes as digits or a hash.
 *
 *     residency   3.1z12a        COUNT then a letter, without blanks; empty for no pages
 *     mincore     4x1 2x0        COUNTxBIT joined by blanks
 *     bytes       "hex" up to 64 bytes, "fnv" (FNV-1a-64) for more
 *
 * RT1. Runs are as long as can be: two neighbours never have the same letter.
 */

/**
 * What a page table entry shows from outside: nothing, anonymous mapped once or more often, page cache mapped once or more
 * often, the zero page, a swap entry, a guard marker.
 */
export type ResidencyLetter = "." | "a" | "c" | "f" | "F" | "z" | "s" | "g";

/** A run of like pages or bits. */
export interface Run<T> {
  readonly count: number;
  readonly value: T;
}

/** The most bytes that are printed rather than hashed. */
export const printedBytesMax = 64;

/** Joins neighbouring runs of the same value and drops empty ones. */
export function joinRuns<T>(runs: Iterable<Run<T>>): Run<T>[] {
  const joined: Run<T>[] = [];
  for (const run of runs) {
    if (run.count === 0) continue;
    const last = joined.at(-1);
    if (last?.value === run.value) {
      joined[joined.length - 1] = { count: last.count + run.count, value: run.value };
    } else joined.push(run);
  }
  return joined;
}

/** Prints residency. */
export function printResidency(runs: Iterable<Run<ResidencyLetter>>): string {
  return joinRuns(runs).map((run) => `${run.count}${run.value}`).join("");
}

/** Reads residency. @throws RangeError for any other text */
export function parseResidency(text: string): Run<ResidencyLetter>[] {
  if (!/^([0-9]+[.acfFzsg])*$/.test(text)) throw new RangeError(`"${text}" is not a row of residency runs`);
  return Array.from(text.matchAll(/([0-9]+)(.)/g), ([, count, letter]) => ({
    count: Number(count),
    value: letter as ResidencyLetter,
  }));
}

/** Prints mincore's vector; only bit 0 of each byte counts. */
export function printMincoreVector(vector: Iterable<number>): string {
  return joinRuns(mincoreRuns(vector)).map((run) => `${run.count}x${run.value}`).join(" ");
}

function* mincoreRuns(vector: Iterable<number>): Iterable<Run<number>> {
  for (const byte of vector) yield { count: 1, value: byte & 1 };
}

/** The keys under which bytes that were read appear in a record. */
export function bytesFields(bytes: Uint8Array): { hex: string } | { fnv: string } {
  return bytes.length <= printedBytesMax ? { hex: hexDigits(bytes) } : { fnv: fnv1a64(bytes) };
}

/** Two digits a byte. */
export function hexDigits(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** FNV-1a, 64 bits, as 16 hexadecimal digits. */
export function fnv1a64(bytes: Uint8Array): string {
  const hash = new Fnv1a64();
  hash.add(bytes);
  return hash.toHex();
}

/**
 * FNV-1a, 64 bits, of bytes that come in parts. The product by the prime 2^40 + 0x1b3 is taken in four limbs of 16 bits,
 * which keeps every step exact without BigInt.
 */
export class Fnv1a64 {
  #limbs = [0x2325, 0x8422, 0x9ce4, 0xcbf2];

  /** Takes the next bytes in. */
  add(bytes: Uint8Array): void {
    let [limb0, limb1, limb2, limb3] = this.#limbs;
    for (const byte of bytes) {
      limb0 ^= byte;
      const product0 = limb0 * 0x1b3;
      const product1 = limb1 * 0x1b3 + (product0 >>> 16);
      const product2 = limb2 * 0x1b3 + (limb0 << 8) + (product1 >>> 16);
      const product3 = limb3 * 0x1b3 + (limb1 << 8) + (product2 >>> 16);
      [limb0, limb1, limb2, limb3] = [
        product0 & 0xffff,
        product1 & 0xffff,
        product2 & 0xffff,
        product3 & 0xffff,
      ];
    }
    this.#limbs = [limb0, limb1, limb2, limb3];
  }

  /** The hash of all bytes so far, as 16 hexadecimal digits. */
  toHex(): string {
    return this.#limbs.toReversed().map((limb) => limb.toString(16).padStart(4, "0")).join("");
  }
}
