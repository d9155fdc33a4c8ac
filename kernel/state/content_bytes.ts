/**
 * A page of which all bytes are kept: 4096 bytes, and a bitmap of those that are unknown, if any may be.
 *
 * CB1  An unknown byte is zero in `bytes` and has its bit in `unknown`.
 * CB2  The hash is up to date after every call. Nobody else writes to `bytes`.
 *
 * Words are taken from the bytes in the machine's order, which is little-endian wherever this runs.
 */

import { PAGE_SIZE } from "../address.ts";
import { UNKNOWN_HIGH_FACTORS, UNKNOWN_LOW_FACTORS, UNKNOWN_WORDS } from "./content_hash.ts";
import * as hashes from "./content_hash.ts";
import * as digests from "./digest.ts";
import { nextBit, setBits } from "./unknown_bits.ts";

// Bound here because the engine folds a module's own constants, but looks imported ones up each time.
const { mixTerm } = digests;
const { HIGH_FACTORS, LOW_FACTORS } = hashes;

/** Up to this length a loop is faster than a view of the source. */
const SHORT_COPY_BYTES = 40;

/** A page of which the bytes are kept. To read; only the functions of this file write. */
export class ContentBytes {
  /** The epoch that may write to it; when none may, ~ of the one that could last (a negative number). */
  epoch: number;
  /** The bytes; an unknown byte is 0. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The same bytes as words. */
  readonly words: Int32Array;
  /** A bit for each unknown byte, or null when all are known. */
  unknown: Int32Array | null;
  /** First lane of the content's hash. */
  hashLo: number;
  /** Second lane of the content's hash. */
  hashHi: number;

  /** A page of known zeros owned by an epoch. */
  constructor(epoch: number) {
    const buffer = new ArrayBuffer(PAGE_SIZE);
    this.epoch = epoch;
    this.bytes = new Uint8Array(buffer);
    this.words = new Int32Array(buffer);
    this.unknown = null;
    this.hashLo = 0;
    this.hashHi = 0;
  }
}

/** A copy of a page, owned by an epoch. */
export function copyPage(epoch: number, source: ContentBytes): ContentBytes {
  const page = new ContentBytes(epoch);
  page.bytes.set(source.bytes);
  if (source.unknown !== null) page.unknown = source.unknown.slice();
  page.hashLo = source.hashLo;
  page.hashHi = source.hashHi;
  return page;
}

/** Writes known bytes into a page. */
export function writeIntoPage(
  page: ContentBytes,
  offset: number,
  source: Uint8Array,
  sourceOffset: number,
  lengthBytes: number,
): void {
  if (lengthBytes === PAGE_SIZE) {
    page.unknown = null;
    page.hashLo = 0;
    page.hashHi = 0;
  } else {
    addWords(page, offset, lengthBytes, -1);
  }
  copyRun(source, sourceOffset, page.bytes, offset, lengthBytes);
  addWords(page, offset, lengthBytes, 1);
  if (page.unknown !== null) setUnknown(page, page.unknown, offset, lengthBytes, false);
}

/** The 32-bit word at an offset 0 … 4092 of a page's words. */
export function wordAt(words: Int32Array, offset: number): number {
  const index = offset >>> 2;
  const shift = (offset & 3) << 3;
  if (shift === 0) return words[index] >>> 0;
  return (words[index] >>> shift | words[index + 1] << 32 - shift) >>> 0;
}

/** Writes a 32-bit word at an offset 0 … 4092 of a page all bytes of which are known: a quick writeIntoPage(). */
export function writeWord(page: ContentBytes, offset: number, word: number): void {
  const index = offset >>> 2;
  const shift = (offset & 3) << 3;
  if (shift === 0) return replaceWord(page, index, word | 0);
  const mask = -1 << shift;
  replaceWord(page, index, page.words[index] & ~mask | word << shift);
  replaceWord(page, index + 1, page.words[index + 1] & mask | word >>> 32 - shift);
}

function replaceWord(page: ContentBytes, index: number, after: number): void {
  const change = mixTerm(after) - mixTerm(page.words[index]) | 0;
  page.words[index] = after;
  page.hashLo = (page.hashLo + Math.imul(change, LOW_FACTORS[index])) | 0;
  page.hashHi = (page.hashHi + Math.imul(change, HIGH_FACTORS[index])) | 0;
}

/** Fills a range of a page with a byte value, or (-1) makes it unknown. */
export function fillPage(page: ContentBytes, offset: number, lengthBytes: number, value: number): void {
  addWords(page, offset, lengthBytes, -1);
  page.bytes.fill(value < 0 ? 0 : value, offset, offset + lengthBytes);
  addWords(page, offset, lengthBytes, 1);
  if (value < 0) page.unknown ??= new Int32Array(UNKNOWN_WORDS);
  if (page.unknown !== null) setUnknown(page, page.unknown, offset, lengthBytes, value < 0);
}

/** Whether no byte of a range is unknown. */
export function isKnown(page: ContentBytes, offset: number, lengthBytes: number): boolean {
  const end = offset + lengthBytes;
  return page.unknown === null || nextBit(page.unknown, offset, end, true) === end;
}

/** Copies bytes; the ranges may overlap. */
export function copyRun(
  source: Uint8Array,
  sourceOffset: number,
  target: Uint8Array,
  targetOffset: number,
  lengthBytes: number,
): void {
  if (lengthBytes > SHORT_COPY_BYTES || source === target) {
    target.set(source.subarray(sourceOffset, sourceOffset + lengthBytes), targetOffset);
    return;
  }
  for (let index = 0; index < lengthBytes; index++) {
    target[targetOffset + index] = source[sourceOffset + index];
  }
}

/** Adds (sign 1) or subtracts (sign -1) the terms of the words that a range of bytes touches. */
function addWords(page: ContentBytes, offset: number, lengthBytes: number, sign: number): void {
  const words = page.words;
  const end = (offset + lengthBytes + 3) >>> 2;
  let lo = 0;
  let hi = 0;
  for (let index = offset >>> 2; index < end; index++) {
    const term = mixTerm(words[index]);
    lo = (lo + Math.imul(term, LOW_FACTORS[index])) | 0;
    hi = (hi + Math.imul(term, HIGH_FACTORS[index])) | 0;
  }
  page.hashLo = (page.hashLo + Math.imul(lo, sign)) | 0;
  page.hashHi = (page.hashHi + Math.imul(hi, sign)) | 0;
}

/** Marks a range as unknown or known, and keeps the hash. */
function setUnknown(
  page: ContentBytes,
  bitmap: Int32Array,
  offset: number,
  lengthBytes: number,
  unknown: boolean,
): void {
  addUnknownWords(page, bitmap, offset, lengthBytes, -1);
  setBits(bitmap, offset, lengthBytes, unknown);
  addUnknownWords(page, bitmap, offset, lengthBytes, 1);
}

/** Adds (sign 1) or subtracts (sign -1) the terms of the bitmap words that a range touches. */
function addUnknownWords(
  page: ContentBytes,
  bitmap: Int32Array,
  offset: number,
  lengthBytes: number,
  sign: number,
): void {
  const end = (offset + lengthBytes + 31) >>> 5;
  for (let index = offset >>> 5; index < end; index++) {
    const term = Math.imul(mixTerm(bitmap[index]), sign);
    page.hashLo = (page.hashLo + Math.imul(term, UNKNOWN_LOW_FACTORS[index])) | 0;
    page.hashHi = (page.hashHi + Math.imul(term, UNKNOWN_HIGH_FACTORS[index])) | 0;
  }
}
