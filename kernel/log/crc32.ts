/**
 * CRC-32 (ISO-HDLC: the polynomial of zlib, gzip, PNG and Ethernet, reflected 0xEDB88320), eight bytes a step.
 *
 * Every block of a log is checked when the log is opened, so this runs over each byte before the first event is
 * decoded. Slicing by 8: eight tables turn eight bytes, read as two little-endian words, into one step.
 *
 *     TABLES[256 · k + b] = CRC of byte b followed by k zero bytes
 *
 *     bytes       b0  b1  b2  b3 | b4  b5  b6  b7       the first word is XORed with the CRC so far;
 *     tables       7   6   5   4 |  3   2   1   0       byte bi has 7 - i bytes behind it
 *
 * CR1. crc32("123456789") = 0xCBF43926.
 * CR2. A change within any 32 neighbouring bits changes the CRC; so no change of a single byte goes unseen.
 *
 * @module
 */

const POLYNOMIAL = 0xedb88320;
const TABLES = buildTables();

function buildTables(): Int32Array {
  const tables = new Int32Array(8 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (-(crc & 1) & POLYNOMIAL);
    tables[byte] = crc;
  }
  for (let at = 256; at < tables.length; at++) {
    const shorter = tables[at - 256];
    tables[at] = (shorter >>> 8) ^ tables[shorter & 0xff];
  }
  return tables;
}

/** The CRC-32 of `bytes[start, end)`, as an unsigned 32-bit number. */
export function crc32(bytes: Uint8Array, start = 0, end = bytes.length): number {
  const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wordsEnd = end - 8;
  let crc = -1;
  let at = start;
  for (; at <= wordsEnd; at = at + 8 | 0) {
    const low = crc ^ words.getInt32(at, true);
    const high = words.getInt32(at + 4 | 0, true);
    // In pairs, and apart from what waits for the CRC so far: a chain of all eight would be waited for as a whole.
    const highPart = (TABLES[768 + (high & 0xff)] ^ TABLES[512 + ((high >>> 8) & 0xff)]) ^
      (TABLES[256 + ((high >>> 16) & 0xff)] ^ TABLES[high >>> 24]);
    crc = (TABLES[1792 + (low & 0xff)] ^ TABLES[1536 + ((low >>> 8) & 0xff)]) ^
      (TABLES[1280 + ((low >>> 16) & 0xff)] ^ TABLES[1024 + (low >>> 24)] ^ highPart);
  }
  for (; at < end; at++) crc = (crc >>> 8) ^ TABLES[(crc ^ bytes[at]) & 0xff];
  return ~crc >>> 0;
}
