/**
 * Reads back what {@link ByteWriter} wrote, from bytes that may be corrupt.
 *
 * BR1  A read either returns a value that ByteWriter would have written as those very bytes, or throws a
 *      CodecError with the byte offset. It never reads past the end, and never allocates more than the bytes
 *      left could fill, or ZEROS_LIMIT.
 * BR2  The end is the end of `bytes`. So the hot path needs no check of its own: a byte past the end is
 *      `undefined`, which is not < 128, and the slow path finds out.
 */

import { ZEROS_LIMIT } from "./byte_writer.ts";
import { CodecError } from "./codec_error.ts";

/** Byte strings up to this length are copied: making a view costs more. */
const SHORT_BYTES = 64;
const LOW_BITS = 28;
const LOW_SPAN = 2 ** LOW_BITS;

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** A read position in a piece of bytes. */
export class ByteReader {
  /** What is read. */
  readonly bytes: Uint8Array;
  /** The same, several bytes at once. */
  readonly words: DataView;
  /** Offset in {@link bytes} of the next byte. */
  position: number;

  /** Reads `bytes` from `position` on. */
  constructor(bytes: Uint8Array, position = 0) {
    this.bytes = bytes;
    this.words = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.position = position;
  }

  /** True when nothing is left. */
  get atEnd(): boolean {
    return this.position >= this.bytes.length;
  }

  /** How many bytes are left. */
  get bytesLeft(): number {
    return this.bytes.length - this.position;
  }

  /** Throws a CodecError: `sentence` (without full stop) and the offset. */
  corrupt(sentence: string, offset = this.position): never {
    throw new CodecError(`Cannot decode the log: ${sentence} (at byte ${offset}).`);
  }

  /** Reads one raw byte. */
  byte(): number {
    const value = this.bytes[this.position];
    if (value === undefined) this.corrupt("the bytes end inside a record");
    this.position++;
    return value;
  }

  /** Reads a varint: an integer 0 … 2^53-1. */
  uint(): number {
    const value = this.bytes[this.position];
    if (value < 128) {
      this.position++;
      return value;
    }
    const medium = this.mediumNumber();
    return medium >= 0 ? medium : this.longUint(0);
  }

  /** Reads a zigzag varint: an integer -2^53 … 2^53-1. */
  int(): number {
    const value = this.bytes[this.position];
    if (value < 128) {
      this.position++;
      return value >> 1 ^ -(value & 1);
    }
    const medium = this.mediumNumber();
    return medium >= 0 ? medium >> 1 ^ -(medium & 1) : this.longInt();
  }

  /** Reads a string. */
  text(): string {
    const start = this.position;
    const encoded = this.view(start, this.uint());
    try {
      return utf8.decode(encoded);
    } catch {
      return this.corrupt("a text is not UTF-8", start);
    }
  }

  /**
   * Reads bytes: a view of many, a copy of a few or of those that zeros were left out of (BW4).
   *
   * @param spares Arrays by their length that nobody needs any more: a copy is written into the one of its length, which is
   *   made when it is not there. Without them every copy is an array of its own.
   */
  sizedBytes(spares?: Uint8Array[]): Uint8Array {
    const start = this.position;
    const count = this.uint();
    if (count % 2 !== 0) return this.withZeros(start, (count - 1) / 2, spares);
    const isShort = count <= 2 * SHORT_BYTES;
    return isShort ? this.shortBytes(start, count / 2, count / 2, spares) : this.view(start, count / 2);
  }

  /** Reads the bytes of a word that are not zeros at its end into `word`; their count is given. */
  word(keptCount: number, word: Uint8Array): void {
    const { bytes, position } = this;
    const isWhole = keptCount === word.length;
    // Zeros are left out as they are elsewhere: all of them, if there are two at least.
    const isEnd = isWhole
      ? (bytes[position + keptCount - 1] | bytes[position + keptCount - 2]) !== 0
      : keptCount < word.length - 1 && (keptCount === 0 || bytes[position + keptCount - 1] !== 0);
    if (!isEnd) this.corrupt("zeros are left out wrongly");
    this.expectBytes(position, keptCount);
    for (let at = 0; at < keptCount; at++) word[at] = bytes[position + at];
    for (let at = keptCount; at < word.length; at++) word[at] = 0;
    this.position = position + keptCount;
  }

  /** Bytes of which zeros at the end were left out. */
  private withZeros(start: number, count: number, spares: Uint8Array[] | undefined): Uint8Array {
    const keptCount = this.uint();
    this.expectBytes(start, keptCount);
    if (count - keptCount < 2 || (keptCount > 0 && this.bytes[this.position + keptCount - 1] === 0)) {
      this.corrupt("zeros are left out wrongly", start);
    }
    if (count <= SHORT_BYTES) return this.shortBytes(start, keptCount, count, spares);
    if (count > ZEROS_LIMIT) this.corrupt(`${count} bytes are too many to leave zeros out of`, start);
    const whole = new Uint8Array(count);
    whole.set(this.view(start, keptCount));
    return whole;
  }

  /** A copy of a few bytes, and zeros behind them. */
  private shortBytes(
    start: number,
    keptCount: number,
    count: number,
    spares: Uint8Array[] | undefined,
  ): Uint8Array {
    this.expectBytes(start, keptCount);
    const whole = spares === undefined ? new Uint8Array(count) : spares[count] ??= new Uint8Array(count);
    const { bytes, position } = this;
    for (let at = 0; at < keptCount; at++) whole[at] = bytes[position + at];
    for (let at = keptCount; at < count; at++) whole[at] = 0;
    this.position = position + keptCount;
    return whole;
  }

  /** Refuses a count that the bytes left cannot hold. */
  private expectBytes(start: number, count: number): void {
    if (count > this.bytesLeft) {
      this.corrupt(`${count} bytes are announced and ${this.bytesLeft} are left`, start);
    }
  }

  /** A view of the next bytes, whose announced count began at `start`. */
  private view(start: number, count: number): Uint8Array {
    this.expectBytes(start, count);
    const end = this.position + count;
    const view = this.bytes.subarray(this.position, end);
    this.position = end;
    return view;
  }

  /** Reads the item count of a list, of which every item takes a byte at least. */
  itemCount(): number {
    const start = this.position;
    const count = this.uint();
    if (count > this.bytesLeft) {
      this.corrupt(`${count} items are announced and ${this.bytesLeft} bytes are left`, start);
    }
    return count;
  }

  /**
   * Reads a varint of two or three bytes, whose first has the top bit set; -1, and reads nothing, if it is
   * otherwise.
   */
  private mediumNumber(): number {
    const { bytes, position } = this;
    const second = bytes[position + 1];
    if (second < 128 && second > 0) {
      this.position = position + 2;
      return bytes[position] & 127 | second << 7;
    }
    const third = bytes[position + 2];
    if (second > 127 && third < 128 && third > 0) {
      this.position = position + 3;
      return bytes[position] & 127 | (second & 127) << 7 | third << 14;
    }
    return -1;
  }

  /** Reads a varint that may have several bytes, after `bytesBefore` bytes of the same number. */
  private longUint(bytesBefore: number): number {
    const start = this.position;
    let position = start;
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 2 * LOW_BITS; shift += 7) {
      const next = this.bytes[position++];
      if (next === undefined) this.corrupt("the bytes end inside a number", start);
      if (shift < LOW_BITS) low |= (next & 127) << shift;
      else high |= (next & 127) << (shift - LOW_BITS);
      if (next > 127) continue;
      if (next === 0 && shift + bytesBefore > 0) this.corrupt("a number has a superfluous byte", start);
      const value = low + high * LOW_SPAN;
      if (value > Number.MAX_SAFE_INTEGER) break;
      this.position = position;
      return value;
    }
    return this.corrupt("a number is greater than 2^53-1", start);
  }

  /** Reads a zigzag varint of any length, whose first byte has the top bit set. */
  private longInt(): number {
    const start = this.position;
    const first = this.byte();
    const rest = this.longUint(1);
    const magnitude = (first >> 1 & 63) + rest * 64;
    if (magnitude > Number.MAX_SAFE_INTEGER) this.corrupt("a signed number is beyond 2^53", start);
    return (first & 1) === 1 ? -magnitude - 1 : magnitude;
  }
}
