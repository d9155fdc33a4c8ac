/**
 * What is wrong with a log that opens all the same, up to its last whole block: the kinds of damage, and the
 * sentence that tells a person what is missing.
 *
 *     kind        the bytes                                                events lost
 *     unclosed    end at a block's end, without a trailer                  those never written
 *     cut         end inside a block or the trailer                        the block's, and those never written
 *     changed     do not match their CRC-32                                the block's and all after it
 *     misplaced   are whole, but do not continue what stands before them   the block's and all after it
 *     unchained   are whole and in order, but the SHA-256 chain differs    the block's and all after it
 *     trailing    go on after the trailer                                  none
 *
 * DM1. Byte ranges are half-open in the fields and "a to b", both included, in the sentences.
 * DM2. The sentence stands by itself: it says what is damaged, where, and from which event on.
 *
 * @module
 */

import { BLOCK_HEADER_BYTES, type BlockHeader } from "./block.ts";
import type { BlockIndex } from "./block_index.ts";
import { type LogTrailer, TRAILER_BYTES } from "./trailer.ts";

/** The kinds of damage after which a log still opens. */
export type LogDamageKind = "unclosed" | "cut" | "changed" | "misplaced" | "unchained" | "trailing";

/** The first damage in a log. What stands before it is whole; what comes after it was not read. */
export interface LogDamage {
  /** What is wrong. */
  readonly kind: LogDamageKind;
  /** The number of the damaged block; undefined when it is the trailer, or what follows it. */
  readonly block?: number;
  /** The first byte of the file that is in doubt. */
  readonly offset: number;
  /** The end of the bytes in doubt, exclusive. */
  readonly endOffset: number;
  /** What is wrong, where, and which events are missing: one or two sentences for people. */
  readonly message: string;
}

/** The log ends where a block ends, and has no trailer. */
export function unclosed(blocks: BlockIndex, offset: number): LogDamage {
  const ending = blocks.blockCount === 0
    ? "it ends after its header, without an event"
    : `it ends after event ${blocks.totalEvents - 1}, with block ${blocks.blockCount - 1} whole`;
  const message = `The log is not closed: ${ending}. What happened later is not in it.`;
  return { kind: "unclosed", block: blocks.blockCount, offset, endOffset: offset, message };
}

/** The log ends inside the header of a block, which begins at `offset`. */
export function cutBlockHeader(blocks: BlockIndex, offset: number, endOffset: number): LogDamage {
  const block = blocks.blockCount;
  const there = `${endOffset - offset} of its ${BLOCK_HEADER_BYTES} header bytes are there`;
  const message = `The log is not closed: block ${block} is cut at byte ${endOffset} (${there}). ` +
    `${wholeEvents(blocks)}.`;
  return { kind: "cut", block, offset, endOffset, message };
}

/** The log ends inside the payload of a block, which begins at `offset` with `header`. */
export function cutPayload(
  blocks: BlockIndex,
  header: BlockHeader,
  offset: number,
  endOffset: number,
): LogDamage {
  const block = blocks.blockCount;
  const there = endOffset - offset - BLOCK_HEADER_BYTES;
  const missing = header.eventCount === 1
    ? `event ${header.firstEvent} is missing`
    : `events ${header.firstEvent} to ${header.firstEvent + header.eventCount - 1} are missing`;
  const message = `The log is not closed: block ${block} is cut at byte ${endOffset} ` +
    `(${there} of its ${header.storedBytes} payload bytes are there). ${wholeEvents(blocks)}; ${missing}.`;
  return { kind: "cut", block, offset, endOffset, message };
}

/** The log ends inside its trailer, which begins at `offset`. */
export function cutTrailer(blocks: BlockIndex, offset: number, endOffset: number): LogDamage {
  const there = `${endOffset - offset} of its ${TRAILER_BYTES} bytes are there`;
  const message = `The log is not closed: its trailer is cut at byte ${endOffset} (${there}). ` +
    `${wholeEvents(blocks)}.`;
  return { kind: "cut", offset, endOffset, message };
}

/** The header or the payload of a block does not match its CRC. */
export function changedBlock(
  blocks: BlockIndex,
  part: "header" | "payload",
  offset: number,
  endOffset: number,
): LogDamage {
  const block = blocks.blockCount;
  const message = `Block ${block} is changed: its ${part} (${byteRange(offset, endOffset)}) does not match ` +
    `its CRC-32. ${untrusted(blocks)}`;
  return { kind: "changed", block, offset, endOffset, message };
}

/** The trailer does not match its CRC. */
export function changedTrailer(blocks: BlockIndex, offset: number, endOffset: number): LogDamage {
  const message = `The trailer is changed: ${byteRange(offset, endOffset)} do not match their CRC-32. ` +
    `${wholeEvents(blocks)}; that no more followed is not certain.`;
  return { kind: "changed", offset, endOffset, message };
}

/** A block is whole, but is not the one that comes next. */
export function misplacedBlock(
  blocks: BlockIndex,
  header: BlockHeader,
  offset: number,
  endOffset: number,
): LogDamage {
  const block = blocks.blockCount;
  const says = `it counts ${header.eventCount} from event ${header.firstEvent}, after ${blocks.totalEvents}`;
  const message = `Block ${block} (${byteRange(offset, endOffset)}) does not continue the log: ${says} ` +
    `events. ${untrusted(blocks)}`;
  return { kind: "misplaced", block, offset, endOffset, message };
}

/** A trailer is whole, but is not that of the blocks before it. */
export function misplacedTrailer(
  blocks: BlockIndex,
  trailer: LogTrailer,
  offset: number,
  endOffset: number,
): LogDamage {
  const message =
    `The trailer (${byteRange(offset, endOffset)}) is not that of the blocks before it: it closes a log of ` +
    `${trailer.eventCount} events in ${trailer.blockCount} blocks; ${blocks.totalEvents} in ` +
    `${blocks.blockCount} are there. The log was put together from pieces.`;
  return { kind: "misplaced", offset, endOffset, message };
}

/** A block is whole and in order, but its chain hash does not follow from what stands before it. */
export function unchainedBlock(blocks: BlockIndex, offset: number, endOffset: number): LogDamage {
  const block = blocks.blockCount;
  const message = `Block ${block} (${byteRange(offset, endOffset)}) is not the one that was written after ` +
    `what stands before it: its SHA-256 chain differs. ${untrusted(blocks)}`;
  return { kind: "unchained", block, offset, endOffset, message };
}

/** Bytes follow the trailer. */
export function trailingBytes(offset: number, endOffset: number): LogDamage {
  const message = `Something was appended to the closed log: ${byteRange(offset, endOffset)} follow its ` +
    "trailer. The log is whole without them.";
  return { kind: "trailing", offset, endOffset, message };
}

function byteRange(offset: number, endOffset: number): string {
  return `bytes ${offset} to ${endOffset - 1}`;
}

function wholeEvents(blocks: BlockIndex): string {
  return blocks.totalEvents === 0
    ? "It has no whole event"
    : `Its last whole event is ${blocks.totalEvents - 1}`;
}

function untrusted(blocks: BlockIndex): string {
  return `Events from ${blocks.totalEvents} on cannot be trusted.`;
}
