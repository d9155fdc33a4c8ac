/**
 * A block of a log: a run of whole events, encoded so that the block decodes by itself, behind a header with all
 * that is needed to check it.
 *
 *     offset  size  field                                            all integers little-endian, unsigned
 *          0     4  tag              42 4C 43 4B  "BLCK"
 *          4     4  flags            bit 0: the payload is stored deflated (reserved); the others are 0
 *          8     4  stored length    bytes of payload in the file ┐
 *         12     4  payload length   bytes, uncompressed          │ ◀─ hashed from here …
 *         16     4  first event      number of the first event    │
 *         20     4  event count      at least 1                   │
 *         24     8  digest           of the kernel's state after  │
 *                                    the last event: low, high    │
 *         32     4  payload CRC      CRC-32, uncompressed         │ ◀─ … to here (24 bytes)
 *         36    32  chain            SHA-256                      │
 *         68     4  header CRC       CRC-32 of bytes 0–67         │
 *         72     n  payload          the events ──────────────────┘
 *
 *     chain[k] = SHA-256( chain[k-1] ‖ bytes 12–35 of header k ‖ payload k, uncompressed )
 *     chain[-1] = SHA-256( the file's header, with the configuration )
 *
 * BL1. No byte of a block can change unseen: bytes 0–67 and the payload have a CRC, bytes 68–71 are one.
 * BL2. What is hashed does not depend on how the payload is stored: deflating a log keeps its chain.
 * BL3. A length is believed only after the header's CRC was found right, and nothing is allocated by it.
 * BL4. A block is full when its payload has reached BLOCK_PAYLOAD_BYTES; the event that fills it still belongs to
 *      it. So a payload is longer than that by less than one event, and shorter only where the log was flushed.
 *
 * @module
 */

import { crc32 } from "./crc32.ts";
import { type MakeHash, Sha256 } from "./sha256.ts";

/** Payload bytes at which a block is full. */
export const BLOCK_PAYLOAD_BYTES = 64 * 1024;
/** The part of a block before its payload, in bytes. */
export const BLOCK_HEADER_BYTES = 72;
/** The flag of a block whose payload is stored deflated. */
export const FLAG_DEFLATED = 1;

/** The tag that a block begins with, as the little-endian word it is read as. */
export const BLOCK_TAG = 0x4b434c42;

/** The hash that needs nothing from outside. */
export const makeSha256: MakeHash = () => new Sha256();

const TAG_AT = 0;
const FLAGS_AT = 4;
const STORED_LENGTH_AT = 8;
const PAYLOAD_LENGTH_AT = 12;
const FIRST_EVENT_AT = 16;
const EVENT_COUNT_AT = 20;
const DIGEST_LO_AT = 24;
const DIGEST_HI_AT = 28;
const PAYLOAD_CRC_AT = 32;
const CHAIN_AT = 36;
const HEADER_CRC_AT = 68;

/** What a block says of its events. */
export interface BlockSummary {
  /** The number of its first event; events are counted from 0. */
  readonly firstEvent: number;
  /** Events in it, at least 1. */
  readonly eventCount: number;
  /** The low 32 bits, unsigned, of the digest of the kernel's state after its last event. */
  readonly digestLo: number;
  /** The high 32 bits, unsigned, of the same digest. */
  readonly digestHi: number;
}

/** The fields of a block's header, as they are stored. */
export interface BlockHeader extends BlockSummary {
  /** {@linkcode FLAG_DEFLATED} or 0. */
  readonly flags: number;
  /** Payload bytes in the file. */
  readonly storedBytes: number;
  /** Payload bytes when uncompressed. */
  readonly payloadBytes: number;
  /** CRC-32 of the uncompressed payload. */
  readonly payloadCrc: number;
  /** The block's own chain hash; a view of the bytes that were read. */
  readonly chain: Uint8Array;
}

/**
 * Makes `block`, whose payload stands in its place already, a whole block by writing the header in front of it.
 *
 * @param block Room for the header ({@linkcode BLOCK_HEADER_BYTES}), then the payload.
 * @param previousChain The chain hash of the block before, or of the file's header.
 * @returns This block's chain hash, on its own.
 */
export function sealBlock(
  block: Uint8Array,
  summary: BlockSummary,
  previousChain: Uint8Array,
  makeHash: MakeHash = makeSha256,
): Uint8Array {
  const fields = new DataView(block.buffer, block.byteOffset, BLOCK_HEADER_BYTES);
  const payloadBytes = block.length - BLOCK_HEADER_BYTES;
  fields.setUint32(TAG_AT, BLOCK_TAG, true);
  fields.setUint32(FLAGS_AT, 0, true);
  fields.setUint32(STORED_LENGTH_AT, payloadBytes, true);
  fields.setUint32(PAYLOAD_LENGTH_AT, payloadBytes, true);
  fields.setUint32(FIRST_EVENT_AT, summary.firstEvent, true);
  fields.setUint32(EVENT_COUNT_AT, summary.eventCount, true);
  fields.setUint32(DIGEST_LO_AT, summary.digestLo, true);
  fields.setUint32(DIGEST_HI_AT, summary.digestHi, true);
  fields.setUint32(PAYLOAD_CRC_AT, crc32(block, BLOCK_HEADER_BYTES), true);
  const chain = chainAfter(previousChain, block, makeHash);
  block.set(chain, CHAIN_AT);
  fields.setUint32(HEADER_CRC_AT, crc32(block, 0, HEADER_CRC_AT), true);
  return chain;
}

/** The chain hash that the first block continues: that of the file's header, with the configuration. */
export function chainOfHeader(header: Uint8Array): Uint8Array {
  return new Sha256().update(header).digest();
}

/** The chain hash of an uncompressed block, given the chain hash of what stands before it. */
export function chainAfter(
  previousChain: Uint8Array,
  block: Uint8Array,
  makeHash: MakeHash = makeSha256,
): Uint8Array {
  return makeHash()
    .update(previousChain)
    .update(block, PAYLOAD_LENGTH_AT, CHAIN_AT)
    .update(block, BLOCK_HEADER_BYTES)
    .digest();
}

/**
 * The block header at `at`, of which all {@linkcode BLOCK_HEADER_BYTES} bytes must be there; undefined when it
 * does not begin with the tag or does not match its CRC.
 */
export function readBlockHeader(bytes: Uint8Array, at: number): BlockHeader | undefined {
  const fields = new DataView(bytes.buffer, bytes.byteOffset + at, BLOCK_HEADER_BYTES);
  if (fields.getUint32(TAG_AT, true) !== BLOCK_TAG) return undefined;
  if (crc32(bytes, at, at + HEADER_CRC_AT) !== fields.getUint32(HEADER_CRC_AT, true)) return undefined;
  return {
    flags: fields.getUint32(FLAGS_AT, true),
    storedBytes: fields.getUint32(STORED_LENGTH_AT, true),
    payloadBytes: fields.getUint32(PAYLOAD_LENGTH_AT, true),
    firstEvent: fields.getUint32(FIRST_EVENT_AT, true),
    eventCount: fields.getUint32(EVENT_COUNT_AT, true),
    digestLo: fields.getUint32(DIGEST_LO_AT, true),
    digestHi: fields.getUint32(DIGEST_HI_AT, true),
    payloadCrc: fields.getUint32(PAYLOAD_CRC_AT, true),
    chain: bytes.subarray(at + CHAIN_AT, at + HEADER_CRC_AT),
  };
}
