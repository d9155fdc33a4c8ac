/**
 * The trailer of a log file, written when the run was closed: nothing follows it. A log without one is "not
 * closed": its events are good as far as they go, but more may have happened.
 *
 *     offset  size  field                                            all integers little-endian, unsigned
 *          0     4  tag              54 52 4C 52  "TRLR"
 *          4     4  event count      of the whole log
 *          8     4  block count
 *         12     8  digest           of the last block: low, high; 0 0 when there is none
 *         20    32  chain            of the last block, or of the file's header when there is none
 *         52     4  trailer CRC      CRC-32 of bytes 0–51
 *
 * TR1. No byte of the trailer can change unseen.
 * TR2. The trailer repeats what the blocks before it say: where they disagree, blocks are missing.
 *
 * @module
 */

import { crc32 } from "./crc32.ts";
import { SHA256_BYTES } from "./sha256.ts";

/** The trailer, in bytes. */
export const TRAILER_BYTES = 56;

/** The tag that a trailer begins with, as the little-endian word it is read as. */
export const TRAILER_TAG = 0x524c5254;

const TAG_AT = 0;
const EVENT_COUNT_AT = 4;
const BLOCK_COUNT_AT = 8;
const DIGEST_LO_AT = 12;
const DIGEST_HI_AT = 16;
const CHAIN_AT = 20;
const TRAILER_CRC_AT = CHAIN_AT + SHA256_BYTES;

/** What the trailer of a log says. */
export interface LogTrailer {
  /** Events in the whole log. */
  readonly eventCount: number;
  /** Blocks in the whole log. */
  readonly blockCount: number;
  /** The low 32 bits, unsigned, of the digest of the kernel's state after the last event. */
  readonly digestLo: number;
  /** The high 32 bits, unsigned, of the same digest. */
  readonly digestHi: number;
  /** The chain hash of the last block. */
  readonly chain: Uint8Array;
}

/** The bytes of a trailer. */
export function encodeTrailer(trailer: LogTrailer): Uint8Array {
  const bytes = new Uint8Array(TRAILER_BYTES);
  const fields = new DataView(bytes.buffer);
  fields.setUint32(TAG_AT, TRAILER_TAG, true);
  fields.setUint32(EVENT_COUNT_AT, trailer.eventCount, true);
  fields.setUint32(BLOCK_COUNT_AT, trailer.blockCount, true);
  fields.setUint32(DIGEST_LO_AT, trailer.digestLo, true);
  fields.setUint32(DIGEST_HI_AT, trailer.digestHi, true);
  bytes.set(trailer.chain, CHAIN_AT);
  fields.setUint32(TRAILER_CRC_AT, crc32(bytes, 0, TRAILER_CRC_AT), true);
  return bytes;
}

/**
 * The trailer at `at`, of which all {@linkcode TRAILER_BYTES} bytes must be there; undefined when it does not
 * begin with the tag or does not match its CRC.
 */
export function readTrailer(bytes: Uint8Array, at: number): LogTrailer | undefined {
  const fields = new DataView(bytes.buffer, bytes.byteOffset + at, TRAILER_BYTES);
  if (fields.getUint32(TAG_AT, true) !== TRAILER_TAG) return undefined;
  if (crc32(bytes, at, at + TRAILER_CRC_AT) !== fields.getUint32(TRAILER_CRC_AT, true)) return undefined;
  return {
    eventCount: fields.getUint32(EVENT_COUNT_AT, true),
    blockCount: fields.getUint32(BLOCK_COUNT_AT, true),
    digestLo: fields.getUint32(DIGEST_LO_AT, true),
    digestHi: fields.getUint32(DIGEST_HI_AT, true),
    chain: bytes.subarray(at + CHAIN_AT, at + TRAILER_CRC_AT),
  };
}
