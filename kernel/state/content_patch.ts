/**
 * A page of which a few bytes differ from another content: its base, and copies of the 32-byte chunks that
 * were written. A checkpoint then pays some 200 bytes for a store to a page instead of 4.4 KB, and a zero
 * page with a header in it stays small.
 *
 *      base   a fill, runs of fills, or the bytes of an older epoch (which never change again)
 *      words  [ chunk number | 8 words of bytes | 1 word of unknown bits ] [ … ] …     up to CHUNK_LIMIT
 *
 * CP1  A chunk number stands once; what it stands for is read from here, all else from the base.
 * CP2  An unknown byte is zero in the words and has its bit in the unknown words.
 * CP3  The hash is that of the whole content, and up to date after every call.
 *
 * The words are a plain array of small integers: 8 bytes each, but made five times as fast as a typed array,
 * which takes 210 bytes besides its words.
 */

import { fillHashHi, fillHashLo, UNKNOWN_HIGH_FACTORS, UNKNOWN_LOW_FACTORS } from "./content_hash.ts";
import * as hashes from "./content_hash.ts";
import { type ContentBase, copyBaseWords, pageOfBase, readBase, readBaseByte } from "./content_base.ts";
import type { ContentBytes } from "./content_bytes.ts";
import { ContentRuns, fillRuns } from "./content_runs.ts";
import * as digests from "./digest.ts";
import { bitRange } from "./unknown_bits.ts";

// Bound here because the engine folds a module's own constants, but looks imported ones up each time.
const { mixTerm } = digests;
const { HIGH_FACTORS, LOW_FACTORS } = hashes;

const CHUNK_BITS = 5;
const CHUNK_BYTES = 1 << CHUNK_BITS;
const CHUNK_WORDS = CHUNK_BYTES / 4;
const CHUNK_UNKNOWN_WORDS = CHUNK_BYTES / 32;
/** Where a record's words of bytes, and its words of unknown bits, begin. */
const WORDS_AT = 1;
const UNKNOWN_AT = WORDS_AT + CHUNK_WORDS;
const RECORD_WORDS = UNKNOWN_AT + CHUNK_UNKNOWN_WORDS;
/** Words of the record of a chunk in a patch's words. */
export const CHUNK_RECORD_WORDS = RECORD_WORDS;
/** Chunks that a patch may have. */
const CHUNK_LIMIT = 16;
/** Records of chunks of zeros, by their number; arrays without holes, as the engine sees them. */
const ZERO_RECORDS: readonly (readonly number[])[] = zeroRecords();

function zeroRecords(): number[][] {
  const zeros: number[] = [];
  const records = [zeros.slice()];
  while (zeros.length < CHUNK_LIMIT * RECORD_WORDS) {
    for (let word = 0; word < RECORD_WORDS; word++) zeros.push(0);
    records.push(zeros.slice());
  }
  return records;
}

/** A page that differs from its base in a few chunks. To read; only the functions of this file write. */
export class ContentPatch {
  /** The epoch that may write to it. */
  readonly epoch: number;
  /**
   * What stands where no chunk does: a byte value that fills the page, -1 (unknown), runs of such values, or bytes
   * that never change again.
   */
  readonly base: ContentBase;
  /** The chunks, as the picture at the head of the file says. */
  words: number[];
  /** First lane of the content's hash. */
  hashLo: number;
  /** Second lane of the content's hash. */
  hashHi: number;

  /** A patch of `base` with the chunks in `words`. */
  constructor(epoch: number, base: ContentBase, words: number[], hashLo: number, hashHi: number) {
    this.epoch = epoch;
    this.base = base;
    this.words = words;
    this.hashLo = hashLo;
    this.hashHi = hashHi;
  }
}

/** A patch without chunks. */
export function patchOf(epoch: number, base: ContentBase): ContentPatch {
  return typeof base === "number"
    ? new ContentPatch(epoch, base, [], fillHashLo(base), fillHashHi(base))
    : new ContentPatch(epoch, base, [], base.hashLo, base.hashHi);
}

/** Words of a patch for so many chunks, all zero. */
export function zeroChunks(chunkCount: number): number[] {
  return ZERO_RECORDS[chunkCount].slice();
}

/** A patch of `base` with chunks as ContentPatch.words holds them; its hash is computed. */
export function chunkedPatch(epoch: number, base: ContentBase, words: number[]): ContentPatch {
  const patch = patchOf(epoch, base);
  for (let record = 0; record < words.length; record += RECORD_WORDS) {
    if (base !== 0) {
      patch.words = ZERO_RECORDS[1].slice();
      patch.words[0] = words[record];
      copyBaseWords(base, words[record] * CHUNK_WORDS, CHUNK_WORDS, patch.words, WORDS_AT);
      addTerms(patch, 0, 0, CHUNK_BYTES, -1);
    }
    patch.words = words;
    addTerms(patch, record, 0, CHUNK_BYTES, 1);
  }
  return patch;
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
  if (patch.words.length + (last - first + 1) * RECORD_WORDS <= CHUNK_LIMIT * RECORD_WORDS) return true;
  return patch.words.length / RECORD_WORDS + missingChunks(patch, first, last) <= CHUNK_LIMIT;
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
  let record = ownChunks(patch, offset >>> CHUNK_BITS, (end - 1) >>> CHUNK_BITS);
  let from = sourceOffset;
  for (let at = offset; at < end;) {
    if (at !== offset) record = findChunk(patch, at >>> CHUNK_BITS);
    const begin = at & (CHUNK_BYTES - 1);
    const stop = Math.min(begin + end - at, CHUNK_BYTES);
    if (patch.words[record + UNKNOWN_AT] !== 0) fillChunk(patch, record, begin, stop, 0);
    writeIntoChunk(patch, record, begin, stop, source, from);
    at += stop - begin;
    from += stop - begin;
  }
}

/** Writes known bytes over known bytes of a chunk. */
function writeIntoChunk(
  patch: ContentPatch,
  record: number,
  begin: number,
  stop: number,
  source: Uint8Array,
  sourceOffset: number,
): void {
  const { words } = patch;
  const firstWord = words[record] * CHUNK_WORDS;
  let lo = 0;
  let hi = 0;
  let from = sourceOffset;
  for (let byte = begin; byte < stop;) {
    const index = byte >>> 2;
    const before = words[record + WORDS_AT + index];
    let after = before;
    if ((byte & 3) === 0 && byte + 4 <= stop) {
      after = source[from] | source[from + 1] << 8 | source[from + 2] << 16 | source[from + 3] << 24;
      byte += 4;
      from += 4;
    } else {
      do {
        const shift = (byte++ & 3) * 8;
        after = after & ~(0xff << shift) | source[from++] << shift;
      } while (byte < stop && (byte & 3) !== 0);
    }
    words[record + WORDS_AT + index] = after;
    const change = mixTerm(after) - mixTerm(before) | 0;
    lo = lo + Math.imul(change, LOW_FACTORS[firstWord + index]) | 0;
    hi = hi + Math.imul(change, HIGH_FACTORS[firstWord + index]) | 0;
  }
  patch.hashLo = patch.hashLo + lo | 0;
  patch.hashHi = patch.hashHi + hi | 0;
}

/** Fills a range of a patch that has room for it with a byte value, or (-1) makes it unknown. */
export function fillPatch(patch: ContentPatch, offset: number, lengthBytes: number, value: number): void {
  const end = offset + lengthBytes;
  ownChunks(patch, offset >>> CHUNK_BITS, (end - 1) >>> CHUNK_BITS);
  for (let at = offset; at < end;) {
    const begin = at & (CHUNK_BYTES - 1);
    const stop = Math.min(begin + end - at, CHUNK_BYTES);
    fillChunk(patch, findChunk(patch, at >>> CHUNK_BITS), begin, stop, value);
    at += stop - begin;
  }
}

/** Fills bytes of a chunk with a value, or (-1) makes them unknown. */
function fillChunk(patch: ContentPatch, record: number, begin: number, stop: number, value: number): void {
  addTerms(patch, record, begin, stop, -1);
  for (let byte = begin; byte < stop; byte++) setByte(patch.words, record, byte, value < 0 ? 0 : value);
  setChunkUnknown(patch.words, record, begin, stop, value < 0);
  addTerms(patch, record, begin, stop, 1);
}

/**
 * A patch as it is when a range of it is filled that it has no room for: its base is filled, and of the chunks those stay
 * that the range does not cover. Undefined when its base is no fill and no runs, or cannot become runs.
 */
export function fillBelowPatch(
  epoch: number,
  patch: ContentPatch,
  offset: number,
  lengthBytes: number,
  value: number,
): ContentPatch | ContentBase | undefined {
  const { base, words } = patch;
  if (!isRunsBase(base)) return undefined;
  const filled = fillRuns(epoch, base, offset, lengthBytes, value);
  if (filled === undefined) return undefined;
  const end = offset + lengthBytes;
  const copy = patchOf(epoch, filled);
  for (let record = 0; record < words.length; record += RECORD_WORDS) {
    const first = words[record] << CHUNK_BITS;
    const last = first + CHUNK_BYTES;
    if (first >= offset && last <= end) continue;
    const kept = ownChunks(copy, words[record], words[record]);
    addTerms(copy, kept, 0, CHUNK_BYTES, -1);
    for (let index = WORDS_AT; index < RECORD_WORDS; index++) {
      copy.words[kept + index] = words[record + index];
    }
    addTerms(copy, kept, 0, CHUNK_BYTES, 1);
    const begin = Math.max(first, offset);
    if (begin < Math.min(last, end)) fillPatch(copy, begin, Math.min(last, end) - begin, value);
  }
  return copy.words.length === 0 ? filled : copy;
}

/** Whether a base is one that fillRuns() takes. */
export function isRunsBase(base: ContentBase): base is number | ContentRuns {
  return base instanceof ContentRuns || (typeof base === "number" && base >= 0);
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

/** Where the record of a chunk begins, or -1. */
function findChunk(patch: ContentPatch, chunk: number): number {
  const { words } = patch;
  for (let record = 0; record < words.length; record += RECORD_WORDS) {
    if (words[record] === chunk) return record;
  }
  return -1;
}

/** How many of a run of chunks have no record. */
function missingChunks(patch: ContentPatch, first: number, last: number): number {
  let count = 0;
  for (let chunk = first; chunk <= last; chunk++) if (findChunk(patch, chunk) < 0) count++;
  return count;
}

/** Takes those of a run of chunks from the base that have no record; where the record of the first begins. */
function ownChunks(patch: ContentPatch, first: number, last: number): number {
  const found = findChunk(patch, first);
  if (first === last && found >= 0) return found;
  const missing = missingChunks(patch, first, last);
  if (missing === 0) return found;
  const end = patch.words.length;
  // Copying arrays whole is several times as fast as filling one word by word.
  const words = end === 0 ? ZERO_RECORDS[missing].slice() : patch.words.concat(ZERO_RECORDS[missing]);
  let record = end;
  for (let chunk = first; chunk <= last; chunk++) {
    if (end > 0 && findChunk(patch, chunk) >= 0) continue;
    words[record] = chunk;
    copyBaseWords(patch.base, chunk * CHUNK_WORDS, CHUNK_WORDS, words, record + WORDS_AT);
    record += RECORD_WORDS;
  }
  patch.words = words;
  return found >= 0 ? found : end;
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
