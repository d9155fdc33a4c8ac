/**
 * A page of which a few bytes differ from another content: its base, and copies of the 64-byte chunks that
 * were written. A checkpoint then pays some 200 bytes for a store to a page instead of 4.4 KB, and a zero
 * page with a header in it stays small.
 *
 *      base   a fill, or the bytes of an older epoch (which never change again)
 *      words  [ chunk number | 16 words of bytes | 2 words of unknown bits ] [ … ] …     up to CHUNK_LIMIT
 *
 * CP1  A chunk number stands once; what it stands for is read from here, all else from the base.
 * CP2  An unknown byte is zero in the words and has its bit in the unknown words.
 * CP3  The hash is that of the whole content, and up to date after every call.
 *
 * The words are a plain array of small integers: 8 bytes each, but made five times as fast as a typed array,
 * which takes 210 bytes besides its words.
 */

import {
  fillHashHi,
  fillHashLo,
  HIGH_FACTORS,
  LOW_FACTORS,
  UNKNOWN_HIGH_FACTORS,
  UNKNOWN_LOW_FACTORS,
} from "./content_hash.ts";
import { ContentBytes, copyPage, copyRun, fillPage, isKnown } from "./content_bytes.ts";
import { mixTerm } from "./digest.ts";
import { bitRange } from "./unknown_bits.ts";

const CHUNK_BITS = 6;
const CHUNK_BYTES = 1 << CHUNK_BITS;
const CHUNK_WORDS = CHUNK_BYTES / 4;
const CHUNK_UNKNOWN_WORDS = CHUNK_BYTES / 32;
/** Where a record's words of bytes, and its words of unknown bits, begin. */
const WORDS_AT = 1;
const UNKNOWN_AT = WORDS_AT + CHUNK_WORDS;
const RECORD_WORDS = UNKNOWN_AT + CHUNK_UNKNOWN_WORDS;
/** The record of a chunk of zeros. */
const ZERO_RECORD: readonly number[] = new Array<number>(RECORD_WORDS).fill(0);
/** Chunks that a patch may have. */
const CHUNK_LIMIT = 8;

/** A page that differs from its base in a few chunks. To read; only the functions of this file write. */
export class ContentPatch {
  /** The epoch that may write to it. */
  readonly epoch: number;
  /**
   * What stands where no chunk does: a byte value that fills the page, -1 (unknown), or bytes that never
   * change again.
   */
  readonly base: number | ContentBytes;
  /** The chunks, as the picture at the head of the file says. */
  words: number[];
  /** First lane of the content's hash. */
  hashLo: number;
  /** Second lane of the content's hash. */
  hashHi: number;

  /** A patch of `base` with the chunks in `words`. */
  constructor(epoch: number, base: number | ContentBytes, words: number[], hashLo: number, hashHi: number) {
    this.epoch = epoch;
    this.base = base;
    this.words = words;
    this.hashLo = hashLo;
    this.hashHi = hashHi;
  }
}

/** A patch without chunks. */
export function patchOf(epoch: number, base: number | ContentBytes): ContentPatch {
  return typeof base === "number"
    ? new ContentPatch(epoch, base, [], fillHashLo(base), fillHashHi(base))
    : new ContentPatch(epoch, base, [], base.hashLo, base.hashHi);
}

/** A copy of a patch, owned by an epoch. */
export function copyPatch(epoch: number, source: ContentPatch): ContentPatch {
  return new ContentPatch(epoch, source.base, source.words.slice(), source.hashLo, source.hashHi);
}

/** Whether a patch (or, with null, one without chunks yet) has room for a write to a range of bytes. */
export function hasRoom(patch: ContentPatch | null, offset: number, lengthBytes: number): boolean {
  const first = offset >>> CHUNK_BITS;
  const last = (offset + lengthBytes - 1) >>> CHUNK_BITS;
  if (last - first >= CHUNK_LIMIT) return false;
  if (patch === null) return true;
  let chunkCount = patch.words.length / RECORD_WORDS;
  for (let chunk = first; chunk <= last; chunk++) {
    if (findChunk(patch, chunk) < 0) chunkCount++;
  }
  return chunkCount <= CHUNK_LIMIT;
}

/** Writes known bytes into a patch that has room for them. */
export function writeIntoPatch(
  patch: ContentPatch,
  offset: number,
  source: Uint8Array,
  sourceOffset: number,
  lengthBytes: number,
): void {
  const end = offset + lengthBytes;
  let from = sourceOffset;
  for (let at = offset; at < end;) {
    const record = ownChunk(patch, at >>> CHUNK_BITS);
    const begin = at & (CHUNK_BYTES - 1);
    const stop = Math.min(begin + end - at, CHUNK_BYTES);
    addTerms(patch, record, begin, stop, -1);
    copyIntoChunk(patch.words, record, begin, stop, source, from);
    setChunkUnknown(patch.words, record, begin, stop, false);
    addTerms(patch, record, begin, stop, 1);
    at += stop - begin;
    from += stop - begin;
  }
}

/** Fills a range of a patch that has room for it with a byte value, or (-1) makes it unknown. */
export function fillPatch(patch: ContentPatch, offset: number, lengthBytes: number, value: number): void {
  const end = offset + lengthBytes;
  for (let at = offset; at < end;) {
    const record = ownChunk(patch, at >>> CHUNK_BITS);
    const begin = at & (CHUNK_BYTES - 1);
    const stop = Math.min(begin + end - at, CHUNK_BYTES);
    addTerms(patch, record, begin, stop, -1);
    for (let byte = begin; byte < stop; byte++) setByte(patch.words, record, byte, value < 0 ? 0 : value);
    setChunkUnknown(patch.words, record, begin, stop, value < 0);
    addTerms(patch, record, begin, stop, 1);
    at += stop - begin;
  }
}

/** The byte at an offset, or -1 when it is unknown. */
export function readPatchByte(patch: ContentPatch, offset: number): number {
  const record = findChunk(patch, offset >>> CHUNK_BITS);
  if (record < 0) return readBaseByte(patch.base, offset);
  const byte = offset & (CHUNK_BYTES - 1);
  const { words } = patch;
  if ((words[record + UNKNOWN_AT + (byte >>> 5)] >>> (byte & 31) & 1) !== 0) return -1;
  return words[record + WORDS_AT + (byte >>> 2)] >>> ((byte & 3) * 8) & 0xff;
}

/** Copies bytes out of a patch; false when any of them is unknown (it is 0 in the target). */
export function readPatch(
  patch: ContentPatch,
  offset: number,
  target: Uint8Array,
  targetOffset: number,
  lengthBytes: number,
): boolean {
  let known = true;
  for (let done = 0; done < lengthBytes;) {
    const at = offset + done;
    const begin = at & (CHUNK_BYTES - 1);
    const stop = Math.min(begin + lengthBytes - done, CHUNK_BYTES);
    const record = findChunk(patch, at >>> CHUNK_BITS);
    const chunkKnown = record < 0
      ? readBase(patch.base, at, target, targetOffset + done, stop - begin)
      : readChunk(patch.words, record, begin, stop, target, targetOffset + done);
    if (!chunkKnown) known = false;
    done += stop - begin;
  }
  return known;
}

/** Copies bytes out of a base; false when any of them is unknown (it is 0 in the target). */
export function readBase(
  base: number | ContentBytes,
  offset: number,
  target: Uint8Array,
  targetOffset: number,
  lengthBytes: number,
): boolean {
  if (typeof base === "number") {
    target.fill(base < 0 ? 0 : base, targetOffset, targetOffset + lengthBytes);
    return base >= 0 || lengthBytes === 0;
  }
  copyRun(base.bytes, offset, target, targetOffset, lengthBytes);
  return isKnown(base, offset, lengthBytes);
}

/** The whole content as bytes, owned by an epoch. */
export function pageOfPatch(epoch: number, patch: ContentPatch): ContentBytes {
  const page = pageOfBase(epoch, patch.base);
  const { words } = patch;
  for (let record = 0; record < words.length; record += RECORD_WORDS) {
    const chunk = words[record];
    for (let index = 0; index < CHUNK_WORDS; index++) {
      page.words[chunk * CHUNK_WORDS + index] = words[record + WORDS_AT + index];
    }
    for (let index = 0; index < CHUNK_UNKNOWN_WORDS; index++) {
      const bits = words[record + UNKNOWN_AT + index];
      if (page.unknown === null && bits === 0) continue;
      page.unknown ??= new Int32Array(UNKNOWN_LOW_FACTORS.length);
      page.unknown[chunk * CHUNK_UNKNOWN_WORDS + index] = bits;
    }
  }
  page.hashLo = patch.hashLo;
  page.hashHi = patch.hashHi;
  return page;
}

/** A base as bytes, owned by an epoch. */
export function pageOfBase(epoch: number, base: number | ContentBytes): ContentBytes {
  if (typeof base !== "number") return copyPage(epoch, base);
  const page = new ContentBytes(epoch);
  if (base !== 0) fillPage(page, 0, page.bytes.length, base);
  return page;
}

/** The byte of a base at an offset, or -1 when it is unknown. */
export function readBaseByte(base: number | ContentBytes, offset: number): number {
  if (typeof base === "number") return base;
  if (base.unknown !== null && (base.unknown[offset >>> 5] >>> (offset & 31) & 1) !== 0) return -1;
  return base.bytes[offset];
}

/** Where the record of a chunk begins, or -1. */
function findChunk(patch: ContentPatch, chunk: number): number {
  const { words } = patch;
  for (let record = 0; record < words.length; record += RECORD_WORDS) {
    if (words[record] === chunk) return record;
  }
  return -1;
}

/** Where the record of a chunk begins, after taking it from the base if it was not there. */
function ownChunk(patch: ContentPatch, chunk: number): number {
  const found = findChunk(patch, chunk);
  if (found >= 0) return found;
  const { base } = patch;
  const record = patch.words.length;
  // Copying arrays whole is several times as fast as filling one word by word.
  const words = record === 0 ? ZERO_RECORD.slice() : patch.words.concat(ZERO_RECORD);
  words[record] = chunk;
  if (typeof base !== "number") {
    for (let index = 0; index < CHUNK_WORDS; index++) {
      words[record + WORDS_AT + index] = base.words[chunk * CHUNK_WORDS + index];
    }
    if (base.unknown !== null) {
      for (let index = 0; index < CHUNK_UNKNOWN_WORDS; index++) {
        words[record + UNKNOWN_AT + index] = base.unknown[chunk * CHUNK_UNKNOWN_WORDS + index];
      }
    }
  } else if (base < 0) {
    words.fill(-1, record + UNKNOWN_AT);
  } else if (base > 0) {
    words.fill(Math.imul(base, 0x01010101), record + WORDS_AT, record + UNKNOWN_AT);
  }
  patch.words = words;
  return record;
}

function readChunk(
  words: number[],
  record: number,
  begin: number,
  stop: number,
  target: Uint8Array,
  targetOffset: number,
): boolean {
  for (let byte = begin; byte < stop; byte++) {
    target[targetOffset + byte - begin] = words[record + WORDS_AT + (byte >>> 2)] >>> ((byte & 3) * 8);
  }
  for (let byte = begin; byte < stop; byte = (byte | 31) + 1) {
    const range = bitRange(byte & 31, Math.min(stop - (byte & ~31), 32));
    if ((words[record + UNKNOWN_AT + (byte >>> 5)] & range) !== 0) return false;
  }
  return true;
}

function copyIntoChunk(
  words: number[],
  record: number,
  begin: number,
  stop: number,
  source: Uint8Array,
  sourceOffset: number,
): void {
  let from = sourceOffset;
  let byte = begin;
  while (byte < stop) {
    if ((byte & 3) === 0 && byte + 4 <= stop) {
      words[record + WORDS_AT + (byte >>> 2)] = source[from] | source[from + 1] << 8 |
        source[from + 2] << 16 |
        source[from + 3] << 24;
      byte += 4;
      from += 4;
    } else {
      setByte(words, record, byte++, source[from++]);
    }
  }
}

function setByte(words: number[], record: number, byte: number, value: number): void {
  const shift = (byte & 3) * 8;
  const at = record + WORDS_AT + (byte >>> 2);
  words[at] = (words[at] & ~(0xff << shift)) | (value << shift);
}

function setChunkUnknown(
  words: number[],
  record: number,
  begin: number,
  stop: number,
  unknown: boolean,
): void {
  for (let byte = begin; byte < stop; byte = (byte | 31) + 1) {
    const at = record + UNKNOWN_AT + (byte >>> 5);
    const range = bitRange(byte & 31, Math.min(stop - (byte & ~31), 32));
    words[at] = unknown ? words[at] | range : words[at] & ~range;
  }
}

/**
 * Adds (sign 1) or subtracts (sign -1) the terms of the words, and of the unknown words, of a range of a
 * chunk.
 */
function addTerms(patch: ContentPatch, record: number, begin: number, stop: number, sign: number): void {
  const { words } = patch;
  const chunk = words[record];
  let lo = 0;
  let hi = 0;
  const end = (stop + 3) >>> 2;
  for (let index = begin >>> 2; index < end; index++) {
    const term = mixTerm(words[record + WORDS_AT + index]);
    lo = (lo + Math.imul(term, LOW_FACTORS[chunk * CHUNK_WORDS + index])) | 0;
    hi = (hi + Math.imul(term, HIGH_FACTORS[chunk * CHUNK_WORDS + index])) | 0;
  }
  for (let index = 0; index < CHUNK_UNKNOWN_WORDS; index++) {
    const bits = words[record + UNKNOWN_AT + index];
    if (bits === 0) continue;
    const term = mixTerm(bits);
    lo = (lo + Math.imul(term, UNKNOWN_LOW_FACTORS[chunk * CHUNK_UNKNOWN_WORDS + index])) | 0;
    hi = (hi + Math.imul(term, UNKNOWN_HIGH_FACTORS[chunk * CHUNK_UNKNOWN_WORDS + index])) | 0;
  }
  patch.hashLo = (patch.hashLo + Math.imul(lo, sign)) | 0;
  patch.hashHi = (patch.hashHi + Math.imul(hi, sign)) | 0;
}
