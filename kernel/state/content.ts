/**
 * The contents of one page. (A page of zeros that got a few words since is not worth one: sparse_pages.ts.)
 *
 *      a number 0 … 255   every byte has that value (0 is the zero page): takes no bytes
 *      -1                 every byte is unknown (a recording has no bytes): takes no bytes
 *      ContentRuns        runs of words that are filled with a value each: some hundred bytes
 *      ContentPatch       a few 32-byte chunks that differ from any of the others: 200 bytes and up
 *      ContentBytes       all 4096 bytes, and a bitmap of those that are unknown: 4.4 KB
 *
 *      fill, runs ──▶ patch ──▶ bytes      as more of it is written
 *                       ▲          │
 *                       └──────────┘        the first small write under a later epoch
 *      fill, runs, patch on them ──▶ runs, patch on runs        a fill of many words
 *      anything ──▶ fill, bytes      a fill, or a write, of the whole page
 *
 * CT1  A write under epoch E changes in place what E owns, and copies everything else first (a patch is such
 *      a copy).
 * CT2  A patch or bytes that another epoch owns, or none, never changes again: it may stand in any number of
 *      places. One that the writing epoch owns stands in one place only; when it is copied whole, a patch is
 *      copied, bytes become nobody's, and later writes to either place make patches of them.
 * CT3  Equal contents have equal hashes, however they are held (CH1); hashes are always up to date.
 *
 * Measured (state_bench.ts): 8 bytes written to bytes or a patch the epoch owns 25–45 ns, 1024 bytes 550 ns,
 * a whole page 1.05 µs; the first 8 bytes of a zero page, of a page after a checkpoint, or of a copy of a
 * page 95 ns.
 */

import { PAGE_SIZE } from "../address.ts";
import { ContentBytes, copyPage, fillPage, isKnown, writeIntoPage } from "./content_bytes.ts";
import { fillHashHi, fillHashLo } from "./content_hash.ts";
import {
  ContentPatch,
  copyPatch,
  fillBelowPatch,
  fillPatch,
  hasRoom,
  isRunsBase,
  pageOfPatch,
  patchOf,
  readPatch,
  readPatchByte,
  writeIntoPatch,
} from "./content_patch.ts";
import { pageOfBase, readBase, readBaseByte } from "./content_base.ts";
import { ContentRuns, fillRuns } from "./content_runs.ts";
import { nextBit } from "./unknown_bits.ts";

/** Value of a byte, or of a whole page, that is not known. */
export const UNKNOWN: number = -1;
/** Bytes of memory that a content takes, about (measured). */
const PAGE_BYTES = 4400;
const PATCH_BYTES = 120;
const RUNS_BYTES = 250;
/** Fills of so many bytes become runs. */
const RUN_BYTES = 128;
/** Bytes on their way from a patch to another page, within one copyBytes(). */
const SCRATCH = new Uint8Array(PAGE_SIZE);

/** The contents of a page: a byte value 0 … 255 that fills it, UNKNOWN, or what is kept of its bytes. */
export type Content = number | ContentRuns | ContentBytes | ContentPatch;

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
  return content instanceof ContentPatch ? readPatchByte(content, offset) : readBaseByte(content, offset);
}

/** Copies bytes out of a page; false when any of them is unknown (it is 0 in the target). */
export function readInto(
  content: Content,
  offset: number,
  target: Uint8Array,
  targetOffset: number,
  lengthBytes: number,
): boolean {
  return content instanceof ContentPatch
    ? readPatch(content, offset, target, targetOffset, lengthBytes)
    : readBase(content, offset, target, targetOffset, lengthBytes);
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
  const owned = lengthBytes === PAGE_SIZE
    ? ownWhole(epoch, content)
    : ownRange(epoch, content, offset, lengthBytes);
  if (owned instanceof ContentPatch) writeIntoPatch(owned, offset, source, sourceOffset, lengthBytes);
  else writeIntoPage(owned, offset, source, sourceOffset, lengthBytes);
  return owned;
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
  const filled = fillManyWords(epoch, content, offset, lengthBytes, value);
  if (filled !== undefined) return filled;
  const owned = ownRange(epoch, content, offset, lengthBytes);
  if (owned instanceof ContentPatch) fillPatch(owned, offset, lengthBytes, value);
  else fillPage(owned, offset, lengthBytes, value);
  return owned;
}

/** Fills a range with a known value by runs; undefined where patches or bytes say it better. */
function fillManyWords(
  epoch: number,
  content: Content,
  offset: number,
  lengthBytes: number,
  value: number,
): Content | undefined {
  if (value < 0 || lengthBytes < RUN_BYTES) return undefined;
  if (content instanceof ContentPatch) {
    if (hasRoom(content, offset, lengthBytes)) return undefined;
    return fillBelowPatch(epoch, content, offset, lengthBytes, value);
  }
  return isRunsBase(content) ? fillRuns(epoch, content, offset, lengthBytes, value) : undefined;
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
  if (lengthBytes === PAGE_SIZE) return copyWhole(epoch, source);
  if (source instanceof ContentRuns) {
    readBase(source, sourceOffset, SCRATCH, 0, lengthBytes);
    return writeBytes(epoch, destination, offset, SCRATCH, 0, lengthBytes);
  }
  if (source instanceof ContentPatch) {
    if (readPatch(source, sourceOffset, SCRATCH, 0, lengthBytes)) {
      return writeBytes(epoch, destination, offset, SCRATCH, 0, lengthBytes);
    }
    return copyRange(epoch, destination, offset, pageOfPatch(epoch, source), sourceOffset, lengthBytes);
  }
  if (isKnown(source, sourceOffset, lengthBytes)) {
    return writeBytes(epoch, destination, offset, source.bytes, sourceOffset, lengthBytes);
  }
  const page = source === destination ? copyPage(epoch, source) : source;
  return copyRange(epoch, destination, offset, page, sourceOffset, lengthBytes);
}

/** Copies a range, some bytes of which are unknown, out of bytes that are not those of the destination. */
function copyRange(
  epoch: number,
  destination: Content,
  offset: number,
  source: ContentBytes,
  sourceOffset: number,
  lengthBytes: number,
): Content {
  let content = writeBytes(epoch, destination, offset, source.bytes, sourceOffset, lengthBytes);
  const unknown = source.unknown!;
  const end = sourceOffset + lengthBytes;
  for (let at = nextBit(unknown, sourceOffset, end, true); at < end;) {
    const stop = nextBit(unknown, at, end, false);
    content = fillBytes(epoch, content, offset + at - sourceOffset, stop - at, UNKNOWN);
    at = nextBit(unknown, stop, end, true);
  }
  return content;
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

/** Bytes of memory that a content takes, about, when an epoch after `epoch` made it; else 0. */
export function contentBytesSince(content: Content, epoch: number): number {
  if (typeof content === "number") return 0;
  const madeIn = content.epoch < 0 ? ~content.epoch : content.epoch;
  if (madeIn <= epoch) return 0;
  if (content instanceof ContentRuns) return RUNS_BYTES;
  return content instanceof ContentPatch ? PATCH_BYTES + 8 * content.words.length : PAGE_BYTES;
}

/** The content as something that the epoch may write a range to. */
function ownRange(
  epoch: number,
  content: Content,
  offset: number,
  lengthBytes: number,
): ContentBytes | ContentPatch {
  if (content instanceof ContentPatch) {
    if (!hasRoom(content, offset, lengthBytes)) return pageOfPatch(epoch, content);
    return content.epoch === epoch ? content : copyPatch(epoch, content);
  }
  if (content instanceof ContentBytes && content.epoch === epoch) return content;
  return hasRoom(null, offset, lengthBytes) ? patchOf(epoch, content) : pageOfBase(epoch, content);
}

/** Bytes that the epoch may write to, all of which will be written. */
function ownWhole(epoch: number, content: Content): ContentBytes {
  return content instanceof ContentBytes && content.epoch === epoch ? content : new ContentBytes(epoch);
}

/**
 * A content that may stand in a second place. Bytes that the epoch owned are its own no longer: both places
 * share them.
 */
function copyWhole(epoch: number, source: ContentRuns | ContentBytes | ContentPatch): Content {
  if (source.epoch !== epoch || source instanceof ContentRuns) return source;
  if (source instanceof ContentPatch) return copyPatch(epoch, source);
  source.epoch = ~source.epoch;
  return source;
}
