/**
 * Opening a log: bytes in, a table of its whole blocks out. Every byte is checked against a CRC before an event is
 * decoded; decoding itself is the codec's work.
 *
 *     header ──▶ block ──▶ block ──▶ … ──▶ trailer ──▶ end of the bytes
 *        │         │                         │            closed
 *     LogError   damage: opens up to the last whole block before it, and says what is missing
 *
 * RD1. `blocks` holds exactly the blocks before the first damage; they are whole and in order.
 * RD2. `closed` is true only when a trailer was found that agrees with all blocks.
 * RD3. A log that is not closed has a `damage`. (A closed one has one only if bytes follow its trailer.)
 * RD4. Time is linear in the bytes, and the memory is that of the table: a row a block, which is at least
 *      BLOCK_HEADER_BYTES long. Payloads and configuration are views, never copies.
 *
 * The chain of hashes costs several times what the CRCs cost, and guards against something else: CRCs find
 * accidents, the chain finds a log whose blocks were exchanged for other whole ones. So it is verified on demand.
 *
 * @module
 */

import {
  BLOCK_HEADER_BYTES,
  BLOCK_TAG,
  type BlockHeader,
  chainAfter,
  chainOfHeader,
  FLAG_DEFLATED,
  readBlockHeader,
} from "./block.ts";
import { BlockIndex } from "./block_index.ts";
import { crc32 } from "./crc32.ts";
import * as found from "./damage.ts";
import type { LogDamage } from "./damage.ts";
import { decodeHeader } from "./header.ts";
import { LogError } from "./log_error.ts";
import { readTrailer, TRAILER_BYTES, TRAILER_TAG } from "./trailer.ts";
import { upcastConfig, upcastPayload } from "./upcast.ts";

/** A log that was opened. */
export interface OpenedLog {
  /** The bytes it was opened from; they must not change while it is in use. */
  readonly bytes: Uint8Array;
  /** The format version it was written in. */
  readonly version: number;
  /** The configuration of the run, as the current version writes it. */
  readonly config: Uint8Array;
  /** The table of its whole blocks. */
  readonly blocks: BlockIndex;
  /** Events in its whole blocks: they are numbered 0 to `eventCount` - 1. */
  readonly eventCount: number;
  /** Whether the run was closed, and the log is whole to its end. */
  readonly closed: boolean;
  /** The first damage, if there is any. */
  readonly damage?: LogDamage;
}

/** How a log is opened. */
export interface OpenOptions {
  /** Whether to verify the SHA-256 chain too; without it only the trailer's is compared. Default: no. */
  readonly verifyChain?: boolean;
}

/**
 * Opens a log up to the last whole block before any damage.
 *
 * @throws {LogError} The header cannot be trusted, or the log needs another reader.
 */
export function openLog(bytes: Uint8Array, options: OpenOptions = {}): OpenedLog {
  const header = decodeHeader(bytes);
  const scan: Scan = {
    bytes,
    blocks: new BlockIndex(),
    verifyChain: options.verifyChain ?? false,
    offset: header.headerBytes,
    chain: chainOfHeader(bytes.subarray(0, header.headerBytes)),
    closed: false,
  };
  const damage = scanBlocks(scan);
  return {
    bytes,
    version: header.version,
    config: upcastConfig(header.config, header.version),
    blocks: scan.blocks,
    eventCount: scan.blocks.totalEvents,
    closed: scan.closed,
    damage,
  };
}

/** The uncompressed payload of block `block`, as the current version encodes it; where possible a view. */
export function payloadOfBlock(log: OpenedLog, block: number): Uint8Array {
  const offset = log.blocks.payloadOffset[block];
  return upcastPayload(log.bytes.subarray(offset, offset + log.blocks.payloadBytes[block]), log.version);
}

/** How far a log has been read. */
interface Scan {
  readonly bytes: Uint8Array;
  readonly blocks: BlockIndex;
  readonly verifyChain: boolean;
  /** Where the next block or the trailer begins. */
  offset: number;
  /** The chain hash of what stands before `offset`. */
  chain: Uint8Array;
  closed: boolean;
}

/** Reads block after block up to the trailer, the end, or the first damage, which it returns. */
function scanBlocks(scan: Scan): LogDamage | undefined {
  const { bytes, blocks } = scan;
  let damage: LogDamage | undefined;
  while (damage === undefined) {
    const { offset } = scan;
    const remainingBytes = bytes.length - offset;
    if (remainingBytes === 0) return found.unclosed(blocks, offset);
    if (beginsWithTag(bytes, offset, TRAILER_TAG)) return scanTrailer(scan);
    if (beginsWithTag(bytes, offset, BLOCK_TAG)) damage = scanBlock(scan);
    else if (remainingBytes === TRAILER_BYTES) return found.changedTrailer(blocks, offset, bytes.length);
    else damage = found.changedBlock(blocks, "header", offset, headerEnd(scan));
  }
  return damage;
}

/** Reads the block at the scan's offset: moves past it, or returns what is wrong with it. */
function scanBlock(scan: Scan): LogDamage | undefined {
  const { bytes, blocks, offset } = scan;
  if (offset + BLOCK_HEADER_BYTES > bytes.length) return found.cutBlockHeader(blocks, offset, bytes.length);
  const header = readBlockHeader(bytes, offset);
  if (header === undefined) return found.changedBlock(blocks, "header", offset, headerEnd(scan));
  refuseFlags(header, blocks.blockCount);
  if (!continuesLog(header, blocks)) return found.misplacedBlock(blocks, header, offset, headerEnd(scan));
  const payloadOffset = offset + BLOCK_HEADER_BYTES;
  const endOffset = payloadOffset + header.storedBytes;
  if (endOffset > bytes.length) return found.cutPayload(blocks, header, offset, bytes.length);
  if (crc32(bytes, payloadOffset, endOffset) !== header.payloadCrc) {
    return found.changedBlock(blocks, "payload", payloadOffset, endOffset);
  }
  if (scan.verifyChain) {
    const chain = chainAfter(scan.chain, bytes.subarray(offset, endOffset));
    if (!equalBytes(chain, header.chain)) return found.unchainedBlock(blocks, offset, endOffset);
  }
  blocks.append(offset, header.storedBytes, header);
  scan.chain = header.chain;
  scan.offset = endOffset;
  return undefined;
}

/** Reads the trailer at the scan's offset: closes the scan, or returns what is wrong. */
function scanTrailer(scan: Scan): LogDamage | undefined {
  const { bytes, blocks, offset } = scan;
  const endOffset = offset + TRAILER_BYTES;
  if (endOffset > bytes.length) return found.cutTrailer(blocks, offset, bytes.length);
  const trailer = readTrailer(bytes, offset);
  if (trailer === undefined) return found.changedTrailer(blocks, offset, endOffset);
  const last = blocks.blockCount - 1;
  const agrees = trailer.eventCount === blocks.totalEvents &&
    trailer.blockCount === blocks.blockCount &&
    trailer.digestLo === (last < 0 ? 0 : blocks.digestLo[last]) &&
    trailer.digestHi === (last < 0 ? 0 : blocks.digestHi[last]) &&
    equalBytes(trailer.chain, scan.chain);
  if (!agrees) return found.misplacedTrailer(blocks, trailer, offset, endOffset);
  scan.closed = true;
  return endOffset === bytes.length ? undefined : found.trailingBytes(endOffset, bytes.length);
}

/** Whether the bytes at `offset`, as far as they go, are those of the tag. */
function beginsWithTag(bytes: Uint8Array, offset: number, tag: number): boolean {
  const tagEnd = Math.min(offset + 4, bytes.length);
  for (let at = offset; at < tagEnd; at++) {
    if (bytes[at] !== ((tag >>> (8 * (at - offset))) & 0xff)) return false;
  }
  return true;
}

/** Where the block header at the scan's offset ends, or the bytes do. */
function headerEnd(scan: Scan): number {
  return Math.min(scan.offset + BLOCK_HEADER_BYTES, scan.bytes.length);
}

/** Whether the block is the next one; its header is known to be as it was written. */
function continuesLog(header: BlockHeader, blocks: BlockIndex): boolean {
  return header.firstEvent === blocks.totalEvents && header.eventCount > 0 &&
    header.storedBytes === header.payloadBytes;
}

function refuseFlags(header: BlockHeader, block: number): void {
  if (header.flags === 0) return;
  const why = header.flags === FLAG_DEFLATED
    ? "is stored deflated; inflate the log first"
    : `has flags that this program does not know (0x${header.flags.toString(16)})`;
  throw new LogError(`Cannot read the log: block ${block} ${why}.`);
}

function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}
