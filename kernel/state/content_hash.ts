/**
 * The hash of a page's content: a sum of one term a word, in two 32-bit lanes, so that a write pays for the
 * words it touches only.
 *
 *      hash = Σ mix(word i) × factor i  +  Σ mix(unknown word j) × unknown factor j     (modulo 2^32, a lane)
 *             i < 1024: 4 bytes each      j < 128: a bit a byte; unknown bytes are zero in their words
 *
 * CH1  The hash depends on the content only, not on how it is held: bytes that all have one value hash as
 *      that fill.
 * CH2  The zero page hashes to 0.
 *
 * Words are mixed before they are multiplied: in a plain sum of products modulo 2^32, two flips of a top bit
 * (the signs of two floats) would cancel.
 */

import { mixTerm, oddFactors } from "./digest.ts";

/** 32-bit words in a page. */
export const PAGE_WORDS = 1024;
/** Words of a page's bitmap of unknown bytes. */
export const UNKNOWN_WORDS = 128;

/** Factors of the words of a page, first lane. */
export const LOW_FACTORS = oddFactors(0x3c6ef372, PAGE_WORDS);
/** Factors of the words of a page, second lane. */
export const HIGH_FACTORS = oddFactors(0x510e527f, PAGE_WORDS);
/** Element n is the sum of the factors of the words before the n-th, first lane. */
export const LOW_SUMS = sumsOf(LOW_FACTORS);
/** The same, second lane. */
export const HIGH_SUMS = sumsOf(HIGH_FACTORS);
/** Factors of the words of a bitmap of unknown bytes, first lane. */
export const UNKNOWN_LOW_FACTORS = oddFactors(0x428a2f98, UNKNOWN_WORDS);
/** Factors of the words of a bitmap of unknown bytes, second lane. */
export const UNKNOWN_HIGH_FACTORS = oddFactors(0x71374491, UNKNOWN_WORDS);

const LOW_SUM = LOW_SUMS[PAGE_WORDS];
const HIGH_SUM = HIGH_SUMS[PAGE_WORDS];
const UNKNOWN_LOW_HASH = Math.imul(mixTerm(-1), sumsOf(UNKNOWN_LOW_FACTORS)[UNKNOWN_WORDS]);
const UNKNOWN_HIGH_HASH = Math.imul(mixTerm(-1), sumsOf(UNKNOWN_HIGH_FACTORS)[UNKNOWN_WORDS]);

/** First lane of the hash of a page that is filled with one byte value (-1: all unknown). */
export function fillHashLo(value: number): number {
  return value < 0 ? UNKNOWN_LOW_HASH : Math.imul(mixTerm(Math.imul(value, 0x01010101)), LOW_SUM);
}

/** Second lane of the hash of a page that is filled with one byte value (-1: all unknown). */
export function fillHashHi(value: number): number {
  return value < 0 ? UNKNOWN_HIGH_HASH : Math.imul(mixTerm(Math.imul(value, 0x01010101)), HIGH_SUM);
}

function sumsOf(factors: Int32Array): Int32Array {
  const sums = new Int32Array(factors.length + 1);
  for (let index = 0; index < factors.length; index++) sums[index + 1] = sums[index] + factors[index];
  return sums;
}
