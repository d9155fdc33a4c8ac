/**
 * The contents of one page.
 *
 *      a number 0 … 255   every byte has that value (0 is the zero page): takes no bytes
 *      -1                 every byte is unknown (a recording has no bytes): takes no bytes
 *      ContentBytes       4096 bytes, and a bitmap of those that are unknown, if any may be
 *
 * CT1  A write under epoch E changes in place what E owns, and copies everything else first.
 * CT2  A ContentBytes that another epoch owns never changes again: it may stand in any number of places.
 *      One that the writing epoch owns stands in one place only; so copyBytes() copies it.
 * CT3  An unknown byte is zero in `bytes` and has its bit in `unknown`.
 * CT4  The hash of a ContentBytes is up to date after every call; equal contents have equal hashes (CH1).
 *      Nobody else writes to `bytes`.
 *
 * Words are taken from the bytes in the machine's order, which is little-endian wherever this runs.
 */

import { PAGE_SIZE } from "../address.ts";
import {
  fillHashHi,
  fillHashLo,
  HIGH_FACTORS,
  LOW_FACTORS,
  PAGE_WORDS,
  UNKNOWN_HIGH_FACTORS,
  UNKNOWN_LOW_FACTORS,
} from "./content_hash.ts";
import { mixTerm } from "./digest.ts";

/** Value of a byte, or of a whole page, that is not known. */
export const UNKNOWN = -1;
/** Up to this length a loop is faster than a view of the source. */
const SHORT_COPY_BYTES = 64;
const BITMAP_BYTES = PAGE_SIZE / 8;

/** The contents of a page: a byte value 0 … 255 that fills it, UNKNOWN, or its bytes. */
export type Content = number | ContentBytes;

/** A page of which the bytes are kept. To read; only the functions of this file write. */
export class ContentBytes {
  /** The epoch that may write to it. */
  readonly epoch: number;
  /** The bytes; an unknown byte is 0. */
  readonly bytes: Uint8Array;
  /** The same bytes as words. */
  readonly words: Int32Array;
  /** A bit for each unknown byte (bit i & 7 of byte i >> 3), or null when all are known. */
  unknown: Uint8Array | null;
  /** First lane of the content's hash. */
  hashLo: number;
  /** Second lane of the content's hash. */
  hashHi: number;

  /** A page of zeros owned by an epoch. */
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

/** First lane of a content's hash. */
export function hashLo(content: Content): number {
  return typeof content === "number" ? fillHashLo(content) : content.hashLo;
}

/** Second lane of a content's hash. */
export function hashHi(content: Content): number {
  return typeof content === "number" ? fillHashHi(content) : content.hashHi;
}

/** The byte at an offset 0 … 4095, or UNKNOWN. */
export function readByte(content: Content, offset: number): number {
  if (typeof content === "number") return content;
  if (content.unknown !== null && isUnknown(content.unknown, offset)) return UNKNOWN;
  return content.bytes[offset];
}

/** Copies bytes out of a page; false when any of them is unknown (it is 0 in the target). */
export function readInto(
  content: Content,
  offset: number,
  target: Uint8Array,
  targetOffset: number,
  lengthBytes: number,
): boolean {
  if (typeof content === "number") {
    target.fill(content < 0 ? 0 : content, targetOffset, targetOffset + lengthBytes);
    return content >= 0 || lengthBytes === 0;
  }
  copyInto(content.bytes, offset, target, targetOffset, lengthBytes);
  return content.unknown === null || !anyUnknown(content.unknown, offset, lengthBytes);
}

/** Writes known bytes into a page; the content to keep in its place. The range must lie in the page. */
export function writeBytes(
  epoch: number,
  content: Content,
  offset: number,
  source: Uint8Array,
  sourceOffset: number,
  lengthBytes: number,
): Content {
  if (lengthBytes === 0) return content;
  const page = lengthBytes === PAGE_SIZE ? ownBlank(epoch, content) : ownContent(epoch, content);
  if (lengthBytes !== PAGE_SIZE) subtractWords(page, offset, lengthBytes);
  copyInto(source, sourceOffset, page.bytes, offset, lengthBytes);
  addWords(page, offset, lengthBytes);
  if (page.unknown !== null) setUnknown(page, page.unknown, offset, lengthBytes, false);
  return page;
}

/** Fills a range of a page with a byte value 0 … 255 or UNKNOWN; the content to keep in its place. */
export function fillBytes(
  epoch: number,
  content: Content,
  offset: number,
  lengthBytes: number,
  value: number,
): Content {
  if (lengthBytes === 0 || content === value) return content;
  if (lengthBytes === PAGE_SIZE) return value;
  const page = ownContent(epoch, content);
  subtractWords(page, offset, lengthBytes);
  page.bytes.fill(value < 0 ? 0 : value, offset, offset + lengthBytes);
  addWords(page, offset, lengthBytes);
  if (value < 0) page.unknown ??= new Uint8Array(BITMAP_BYTES);
  if (page.unknown !== null) setUnknown(page, page.unknown, offset, lengthBytes, value < 0);
  return page;
}

/** Copies a range of one page into another, unknown bytes as unknown; the content to keep in its place. */
export function copyBytes(
  epoch: number,
  destination: Content,
  offset: number,
  source: Content,
  sourceOffset: number,
  lengthBytes: number,
): Content {
  if (typeof source === "number") return fillBytes(epoch, destination, offset, lengthBytes, source);
  if (lengthBytes === PAGE_SIZE && source.epoch !== epoch) return source;
  const bitmap = source.unknown;
  if (bitmap === null || !anyUnknown(bitmap, sourceOffset, lengthBytes)) {
    return writeBytes(epoch, destination, offset, source.bytes, sourceOffset, lengthBytes);
  }
  const mask = source === destination ? bitmap.slice() : bitmap;
  const page = writeBytes(
    epoch,
    destination,
    offset,
    source.bytes,
    sourceOffset,
    lengthBytes,
  ) as ContentBytes;
  copyUnknown(page, offset, mask, sourceOffset, lengthBytes);
  return page;
}

/** Whether two contents are the same, byte for byte, however they are held. */
export function equalContents(one: Content, other: Content): boolean {
  if (one === other) return true;
  if (hashLo(one) !== hashLo(other) || hashHi(one) !== hashHi(other)) return false;
  for (let offset = 0; offset < PAGE_SIZE; offset++) {
    if (readByte(one, offset) !== readByte(other, offset)) return false;
  }
  return true;
}

/** The content as bytes that the epoch may write to. */
function ownContent(epoch: number, content: Content): ContentBytes {
  if (typeof content !== "number" && content.epoch === epoch) return content;
  const page = new ContentBytes(epoch);
  if (typeof content !== "number") {
    page.bytes.set(content.bytes);
    if (content.unknown !== null) page.unknown = content.unknown.slice();
  } else if (content < 0) {
    page.unknown = new Uint8Array(BITMAP_BYTES).fill(0xff);
  } else if (content > 0) {
    page.bytes.fill(content);
  }
  page.hashLo = hashLo(content);
  page.hashHi = hashHi(content);
  return page;
}

/** Bytes that the epoch may write to, all of which will be written: known, with the hash of nothing. */
function ownBlank(epoch: number, content: Content): ContentBytes {
  if (typeof content === "number" || content.epoch !== epoch) return new ContentBytes(epoch);
  content.unknown = null;
  content.hashLo = 0;
  content.hashHi = 0;
  return content;
}

function copyInto(
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

/** Takes the terms of the words that a range of bytes touches out of the hash. */
function subtractWords(page: ContentBytes, offset: number, lengthBytes: number): void {
  const words = page.words;
  const end = (offset + lengthBytes + 3) >>> 2;
  let lo = page.hashLo;
  let hi = page.hashHi;
  for (let index = offset >>> 2; index < end; index++) {
    const term = mixTerm(words[index]);
    lo = (lo - Math.imul(term, LOW_FACTORS[index])) | 0;
    hi = (hi - Math.imul(term, HIGH_FACTORS[index])) | 0;
  }
  page.hashLo = lo;
  page.hashHi = hi;
}

/** Puts the terms of the words that a range of bytes touches into the hash. */
function addWords(page: ContentBytes, offset: number, lengthBytes: number): void {
  const words = page.words;
  const end = Math.min((offset + lengthBytes + 3) >>> 2, PAGE_WORDS);
  let lo = page.hashLo;
  let hi = page.hashHi;
  for (let index = offset >>> 2; index < end; index++) {
    const term = mixTerm(words[index]);
    lo = (lo + Math.imul(term, LOW_FACTORS[index])) | 0;
    hi = (hi + Math.imul(term, HIGH_FACTORS[index])) | 0;
  }
  page.hashLo = lo;
  page.hashHi = hi;
}

function isUnknown(bitmap: Uint8Array, offset: number): boolean {
  return (bitmap[offset >>> 3] >>> (offset & 7) & 1) !== 0;
}

function anyUnknown(bitmap: Uint8Array, offset: number, lengthBytes: number): boolean {
  const end = offset + lengthBytes;
  let at = offset;
  while (at < end) {
    if ((at & 7) === 0 && at + 8 <= end) {
      if (bitmap[at >>> 3] !== 0) return true;
      at += 8;
    } else {
      if (isUnknown(bitmap, at)) return true;
      at++;
    }
  }
  return false;
}

/** Marks a range as unknown or known, and keeps the hash. */
function setUnknown(
  page: ContentBytes,
  bitmap: Uint8Array,
  offset: number,
  lengthBytes: number,
  unknown: boolean,
): void {
  addUnknownWords(page, bitmap, offset, lengthBytes, -1);
  const end = offset + lengthBytes;
  let at = offset;
  while (at < end) {
    if ((at & 7) === 0 && at + 8 <= end) {
      bitmap[at >>> 3] = unknown ? 0xff : 0;
      at += 8;
    } else {
      setBit(bitmap, at, unknown);
      at++;
    }
  }
  addUnknownWords(page, bitmap, offset, lengthBytes, 1);
}

/** Marks those bytes of a range as unknown that are so in another bitmap; all of them were just made known. */
function copyUnknown(
  page: ContentBytes,
  offset: number,
  mask: Uint8Array,
  maskOffset: number,
  lengthBytes: number,
): void {
  const bitmap = page.unknown ??= new Uint8Array(BITMAP_BYTES);
  addUnknownWords(page, bitmap, offset, lengthBytes, -1);
  for (let index = 0; index < lengthBytes; index++) {
    if (isUnknown(mask, maskOffset + index)) setBit(bitmap, offset + index, true);
  }
  addUnknownWords(page, bitmap, offset, lengthBytes, 1);
}

function setBit(bitmap: Uint8Array, offset: number, set: boolean): void {
  const bit = 1 << (offset & 7);
  if (set) bitmap[offset >>> 3] |= bit;
  else bitmap[offset >>> 3] &= ~bit;
}

/** Adds (sign 1) or subtracts (sign -1) the terms of the bitmap words that a range touches. */
function addUnknownWords(
  page: ContentBytes,
  bitmap: Uint8Array,
  offset: number,
  lengthBytes: number,
  sign: number,
): void {
  const end = (offset + lengthBytes + 31) >>> 5;
  for (let index = offset >>> 5; index < end; index++) {
    const at = index * 4;
    const word = bitmap[at] | bitmap[at + 1] << 8 | bitmap[at + 2] << 16 | bitmap[at + 3] << 24;
    const term = Math.imul(mixTerm(word), sign);
    page.hashLo = (page.hashLo + Math.imul(term, UNKNOWN_LOW_FACTORS[index])) | 0;
    page.hashHi = (page.hashHi + Math.imul(term, UNKNOWN_HIGH_FACTORS[index])) | 0;
  }
}
