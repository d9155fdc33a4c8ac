/**
 * The header of a log file: says that this is a log, of which format version, and carries the configuration of
 * the run as bytes that are opaque here (the boot event's configuration, JSON text in UTF-8).
 *
 *     offset  size  field                                            all integers little-endian, unsigned
 *          0     8  magic            89 50 4C 4F 47 0D 0A 1A         "\x89PLOG\r\n\x1a"
 *          8     4  format version   1
 *         12     4  config length    bytes
 *         16     4  config CRC       CRC-32 of the configuration
 *         20     4  header CRC       CRC-32 of bytes 0–19
 *         24     n  config
 *
 * HD1. The first 24 bytes keep this layout in every version for ever: so an unknown version is told from a
 *      damaged header, and is refused with a sentence.
 * HD2. No byte of the header can change unseen: bytes 0–19 and the configuration have a CRC, bytes 20–23 are one.
 * HD3. The magic holds a byte above 127 and a line end: a file that was passed through a text filter is refused.
 * HD4. Nothing is allocated by a length that was read: the configuration is a view of the file's bytes.
 *
 * @module
 */

import { assertThat } from "../assert.ts";
import { crc32 } from "./crc32.ts";
import { LogError } from "./log_error.ts";

/** The version of the format that is written. */
export const FORMAT_VERSION = 1;
/** The part of the header before the configuration, in bytes. */
export const HEADER_FIXED_BYTES = 24;

const MAGIC = Uint8Array.of(0x89, 0x50, 0x4c, 0x4f, 0x47, 0x0d, 0x0a, 0x1a);
const VERSION_AT = 8;
const CONFIG_LENGTH_AT = 12;
const CONFIG_CRC_AT = 16;
const HEADER_CRC_AT = 20;

/** What the header of a log says. */
export interface LogHeader {
  /** The format version it was written in: 1 up to {@linkcode FORMAT_VERSION}. */
  readonly version: number;
  /** The configuration, opaque here; a view of the bytes that were read. */
  readonly config: Uint8Array;
  /** The whole header, with the configuration, in bytes: where the first block begins. */
  readonly headerBytes: number;
}

/** The header of a log of the current version. */
export function encodeHeader(config: Uint8Array): Uint8Array {
  assertThat(config.length < 2 ** 32, `log header: configuration of ${config.length} bytes`);
  const header = new Uint8Array(HEADER_FIXED_BYTES + config.length);
  const fields = new DataView(header.buffer);
  header.set(MAGIC);
  fields.setUint32(VERSION_AT, FORMAT_VERSION, true);
  fields.setUint32(CONFIG_LENGTH_AT, config.length, true);
  fields.setUint32(CONFIG_CRC_AT, crc32(config), true);
  fields.setUint32(HEADER_CRC_AT, crc32(header, 0, HEADER_CRC_AT), true);
  header.set(config, HEADER_FIXED_BYTES);
  return header;
}

/**
 * Reads and checks the header of a log.
 *
 * @throws {LogError} The bytes are no log, the header is cut or changed, or the version is unknown.
 */
export function decodeHeader(bytes: Uint8Array): LogHeader {
  checkMagic(bytes);
  const fields = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEADER_FIXED_BYTES) throw cutHeader(bytes.length);
  if (crc32(bytes, 0, HEADER_CRC_AT) !== fields.getUint32(HEADER_CRC_AT, true)) {
    throw new LogError(
      `The log's header is changed: bytes 0 to ${HEADER_FIXED_BYTES - 1} do not match their CRC-32. ` +
        "Nothing after it can be trusted.",
    );
  }
  const version = fields.getUint32(VERSION_AT, true);
  if (version < 1 || version > FORMAT_VERSION) throw unknownVersion(version);
  const headerBytes = HEADER_FIXED_BYTES + fields.getUint32(CONFIG_LENGTH_AT, true);
  if (headerBytes > bytes.length) throw cutHeader(bytes.length, headerBytes);
  if (crc32(bytes, HEADER_FIXED_BYTES, headerBytes) !== fields.getUint32(CONFIG_CRC_AT, true)) {
    throw new LogError(
      `The log's configuration is changed: bytes ${HEADER_FIXED_BYTES} to ${headerBytes - 1} do not match ` +
        "their CRC-32. Nothing after it can be trusted.",
    );
  }
  return { version, config: bytes.subarray(HEADER_FIXED_BYTES, headerBytes), headerBytes };
}

function checkMagic(bytes: Uint8Array): void {
  if (bytes.length === 0) throw new LogError("The log is empty: not even its header was written.");
  const first = bytes.subarray(0, MAGIC.length);
  if (first.every((byte, index) => byte === MAGIC[index])) return;
  const found = Array.from(first, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
  throw new LogError(`This is not a log, or its first bytes are changed: it begins with ${found}.`);
}

function cutHeader(lengthBytes: number, headerBytes?: number): LogError {
  const whole = headerBytes === undefined ? `at least ${HEADER_FIXED_BYTES}` : `${headerBytes}`;
  return new LogError(`The log is cut inside its header: ${lengthBytes} of ${whole} bytes are there.`);
}

function unknownVersion(version: number): LogError {
  const readable = FORMAT_VERSION === 1 ? "version 1" : `versions 1 to ${FORMAT_VERSION}`;
  return new LogError(
    `The log is of format version ${version}; this program reads ${readable}. ` +
      "Open it with the release of Palimpsest that wrote it, or a later one.",
  );
}
