/**
 * 64-bit values of a script as the words that the kernel's calls take: signed numbers.
 *
 * WO1. A value that a double holds is passed exactly. The few that it does not (above 2^53 with low bits set) are passed
 *      as one that lies as far out of every limit and has the same place in its page.
 */

const EXACT = 2n ** 53n;
const FAR = 2 ** 52;
const LARGEST = 2n ** 63n;

/** A 64-bit value as a signed word. */
export function wordOf(value: bigint): number {
  const signed = BigInt.asIntN(64, value);
  if (signed > -EXACT && signed < EXACT) return Number(signed);
  const nearest = Number(signed);
  if (BigInt(nearest) === signed) return nearest;
  const inPage = Number(BigInt.asUintN(12, signed));
  return signed > 0n ? FAR + inPage : -2 * FAR + inPage;
}

/**
 * A position or size in a file as a word. Of the last 1024 values before 2^63 all but the last few are the largest number
 * below: they are as far as a file reaches, and a short transfer from there does not pass the end.
 */
export function positionOf(value: bigint): number {
  const signed = BigInt.asIntN(64, value);
  return signed > LARGEST - 1024n && signed < LARGEST - 8n ? Number(LARGEST - 1024n) : Number(signed);
}

/** An `int` argument: the low 32 bits, signed. */
export function intOf(value: bigint): number {
  return Number(BigInt.asIntN(32, value));
}

/**
 * A flag word that the kernel takes as `unsigned long`: its low 32 bits; bits above, all unknown, stand for `unknownBit`.
 */
export function flagsOf(value: bigint, unknownBit: number): number {
  const low = Number(BigInt.asIntN(32, value));
  return BigInt.asUintN(64, value) >> 32n === 0n ? low : low | unknownBit;
}
