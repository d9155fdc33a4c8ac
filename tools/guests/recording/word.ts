/**
 * The 64-bit words of a recording as numbers.
 *
 *     "0x2000"               8192
 *     "0xffffffffffffffc4"   -60                 values from 2^63 on are negative, as a long is
 *     "0x7fffffffc0000000"   2^53 - 4096 + 0     beyond what a number holds exactly: saturated
 *
 * WO1. A word that is saturated keeps its low 12 bits (its place in a page), its sign, and its being out of any range that
 *      a process has: 2^52 is beyond every address, length and file offset that the kernel accepts.
 */

const LOW_BITS = 12n;
const LOW_MASK = (1n << LOW_BITS) - 1n;
const HIGHEST = (1n << 53n) - (1n << LOW_BITS);
const LOWEST = -(1n << 53n);

/** Whether a text is a word: 0x and 1 to 16 hexadecimal digits. */
export function isWordText(text: string): boolean {
  return /^0x[0-9a-f]{1,16}$/.test(text);
}

/** The signed value of a word. */
export function parseWord(text: string): number {
  if (text.length <= 14) return Number(text);
  const value = BigInt.asIntN(64, BigInt(text));
  if (value >= HIGHEST) return Number(HIGHEST + (value & LOW_MASK));
  if (value < LOWEST) return Number(LOWEST + (value & LOW_MASK));
  return Number(value);
}

/** The low 32 bits of a word as a signed number: an int argument. */
export function asInt32(word: number): number {
  const low = asUint32(word);
  return low >= 2 ** 31 ? low - 2 ** 32 : low;
}

/** The low 32 bits of a word as an unsigned number: an unsigned int argument. */
export function asUint32(word: number): number {
  return word - Math.floor(word / 2 ** 32) * 2 ** 32;
}
