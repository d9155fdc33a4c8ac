/**
 * The bytes that a script writes into files:
 *
 *     hex:0a0bff        those bytes
 *     byte:VALUE:LENGTH   LENGTH times one byte
 *     seq:SEED:LENGTH     byte i = SEED + i + 7 · ⌊i / 4096⌋, so that no two pages in a row are alike
 *
 * DP1. At most 96 KiB: the native oracle's buffer.
 */
import { ExpressionError, parseNumber } from "./expression.ts";

/** The most bytes that one write or read of a script may move outside the tested address space. */
export const bufferBytesMax = 96 * 1024;

/**
 * Reads a data word.
 * @throws ExpressionError where it is malformed or too long
 */
export function parseDataPattern(text: string): Uint8Array {
  const [kind, ...fields] = text.split(":");
  if (kind === "hex" && fields.length === 1) return hexBytes(fields[0], kind.length + 1);
  if ((kind === "byte" || kind === "seq") && fields.length === 2) return patternBytes(kind, fields);
  throw new ExpressionError(
    `"${text}" is not data; write hex:BYTES, byte:VALUE:LENGTH or seq:SEED:LENGTH.`,
    0,
  );
}

function hexBytes(digits: string, offset: number): Uint8Array {
  if (!/^([0-9a-fA-F]{2})*$/.test(digits)) {
    throw new ExpressionError(`"${digits}" is not a row of two-digit hexadecimal bytes.`, offset);
  }
  checkLength(digits.length / 2, offset);
  return Uint8Array.from(
    { length: digits.length / 2 },
    (_, i) => parseInt(digits.slice(2 * i, 2 * i + 2), 16),
  );
}

function patternBytes(kind: "byte" | "seq", fields: string[]): Uint8Array {
  const lengthOffset = kind.length + fields[0].length + 2;
  const start = Number(parseNumber(fields[0], kind.length + 1) & 255n);
  const lengthBytes = Number(parseNumber(fields[1], lengthOffset));
  checkLength(lengthBytes, lengthOffset);
  const bytes = new Uint8Array(lengthBytes);
  if (kind === "byte") return bytes.fill(start);
  for (let i = 0; i < lengthBytes; i++) bytes[i] = (start + i + (i >> 12) * 7) & 255;
  return bytes;
}

function checkLength(lengthBytes: number, offset: number): void {
  if (lengthBytes <= bufferBytesMax) return;
  throw new ExpressionError(
    `${lengthBytes} bytes are more than one write may have (${bufferBytesMax}).`,
    offset,
  );
}
