/**
 * A growing buffer and the ways numbers and text are written into it.
 *
 *     varint          7 bits a byte, low bits first, top bit on all but the last: 0 … 2^53-1 in 1 … 8 bytes
 *     zigzag varint   the varint of 2n for n ≥ 0 and of -2n-1 for n < 0: -2^53 … 2^53-1 in 1 … 8 bytes
 *     text            byte count varint, UTF-8
 *     bytes           2 × byte count varint, the bytes
 *                     2 × byte count + 1 varint, kept count varint, that many bytes: the rest are zeros (BW4)
 *
 * BW1  Every number has exactly one encoding (ByteReader refuses any other).
 * BW2  Bits of a number are taken by `&` and `>>` only below 2^31, above that by division: these operators
 *      cut to 32 bits.
 * BW3  What cannot be written (a fraction, a negative uint, a lone surrogate) is our mistake: an assertion
 *      naming it.
 * BW4  Two zeros or more at the end of bytes are left out, if there are ZEROS_LIMIT bytes at most: words in memory are
 *      mostly small numbers and addresses.
 */

import { assertThat } from "../assert.ts";

const LOW_BITS = 28;
const LOW_SPAN = 2 ** LOW_BITS;
const GREATEST_NUMBER_BYTES = 8;
/** Numbers of up to three bytes: 21 bits, or a sign and 20. */
const MEDIUM_MASK = 2 ** 21 - 1;
const MEDIUM_SHIFT = 32 - 21;

/** Of so many bytes at most, zeros at the end are left out. */
export const ZEROS_LIMIT = 4096;
/** Up to this length bytes are copied one by one, which is quicker than a call. */
const COPY_LOOP_BYTES = 48;

const utf8 = new TextEncoder();

/** A growable byte buffer with a write position. */
export class ByteWriter {
  /** The buffer; what was written stands at 0 … position-1. Replaced when it grows. */
  bytes: Uint8Array<ArrayBuffer>;
  /** Where the next byte goes. May be set back, to write over. */
  position = 0;

  /** An empty writer with room for `capacityBytes` before it has to grow. */
  constructor(capacityBytes = 1024) {
    this.bytes = new Uint8Array(Math.max(capacityBytes, GREATEST_NUMBER_BYTES));
  }

  /** What was written, as a view: valid until the writer is written to again. */
  view(): Uint8Array<ArrayBuffer> {
    return this.bytes.subarray(0, this.position);
  }

  /**
   * Leaves out `count` bytes, to be set later through {@link bytes}; returns where they stand. Their content
   * is undefined.
   */
  skip(count: number): number {
    const start = this.position;
    this.reserve(count);
    this.position = start + count;
    return start;
  }

  /** Makes room for `count` bytes at `at`, before what was written from there on; their content is undefined. */
  insert(at: number, count: number): void {
    const end = this.position;
    this.skip(count);
    this.bytes.copyWithin(at + count, at, end);
  }

  /** Writes an integer 0 … 2^53-1 as a varint; `what` names it if it is none. */
  uint(value: number, what = "number"): void {
    if ((value & 127) === value && this.position < this.bytes.length) this.bytes[this.position++] = value;
    else if ((value & MEDIUM_MASK) === value) this.mediumUint(value);
    else this.longUint(value, what);
  }

  /** Writes an integer -2^53 … 2^53-1 as a zigzag varint; `what` names it if it is none. */
  int(value: number, what = "number"): void {
    if ((value << 25 >> 25) === value && this.position < this.bytes.length) {
      this.bytes[this.position++] = value < 0 ? ~(value << 1) : value << 1;
    } else if ((value << MEDIUM_SHIFT >> MEDIUM_SHIFT) === value) {
      this.mediumUint(value < 0 ? ~(value << 1) : value << 1);
    } else this.longInt(value, what);
  }

  /** Writes a string; `what` names it if it holds a lone surrogate or is no string. */
  text(value: string, what = "text"): void {
    assertThat(
      typeof value === "string" && value.isWellFormed(),
      () => `${what}: ${value} is not well-formed text`,
    );
    const encoded = utf8.encode(value);
    this.uint(encoded.length);
    this.rawBytes(encoded, encoded.length);
  }

  /** Writes a byte count and the bytes, without zeros at their end (BW4). */
  sizedBytes(value: Uint8Array, what = "bytes"): void {
    // A message as a function would be an object made for each.
    if (!(value instanceof Uint8Array)) assertThat(false, `${what}: ${value} is not a Uint8Array`);
    let kept = value.length;
    while (kept > 0 && value.length <= ZEROS_LIMIT && value[kept - 1] === 0) kept--;
    if (value.length - kept < 2) {
      this.uint(2 * value.length);
      return this.rawBytes(value, value.length);
    }
    this.uint(2 * value.length + 1);
    this.uint(kept);
    this.rawBytes(value, kept);
  }

  private rawBytes(value: Uint8Array, count: number): void {
    this.reserve(count);
    const { bytes, position } = this;
    if (count > COPY_LOOP_BYTES) {
      bytes.set(count === value.length ? value : value.subarray(0, count), position);
    } else for (let index = 0; index < count; index++) bytes[position + index] = value[index];
    this.position += count;
  }

  /** Writes a varint of up to three bytes. */
  private mediumUint(value: number): void {
    if (this.position + 3 > this.bytes.length) this.reserve(3);
    const { bytes, position } = this;
    if (value < 128) {
      bytes[position] = value;
      this.position = position + 1;
    } else if (value < 16384) {
      bytes[position] = value & 127 | 128;
      bytes[position + 1] = value >> 7;
      this.position = position + 2;
    } else {
      bytes[position] = value & 127 | 128;
      bytes[position + 1] = value >> 7 & 127 | 128;
      bytes[position + 2] = value >> 14;
      this.position = position + 3;
    }
  }

  /** Writes a varint of any length. */
  private longUint(value: number, what: string): void {
    assertThat(
      Number.isSafeInteger(value) && value >= 0,
      () => `${what}: ${value} is not an integer from 0 to 2^53-1`,
    );
    this.reserve(GREATEST_NUMBER_BYTES);
    const bytes = this.bytes;
    let position = this.position;
    let rest = value;
    if (value >= LOW_SPAN) {
      const low = value % LOW_SPAN;
      for (let shift = 0; shift < LOW_BITS; shift += 7) bytes[position++] = (low >> shift) & 127 | 128;
      rest = Math.floor(value / LOW_SPAN);
    }
    for (; rest > 127; rest >>= 7) bytes[position++] = rest & 127 | 128;
    bytes[position++] = rest;
    this.position = position;
  }

  /** Writes a zigzag varint of any length. */
  private longInt(value: number, what: string): void {
    assertThat(
      Number.isInteger(value) && value >= -(2 ** 53) && value < 2 ** 53,
      () => `${what}: ${value} is not an integer from -2^53 to 2^53-1`,
    );
    const sign = value < 0 ? 1 : 0;
    const magnitude = sign === 1 ? -(value + 1) : value;
    if (magnitude < 64) return this.uint(magnitude << 1 | sign);
    this.reserve(1);
    this.bytes[this.position++] = (magnitude % 64) << 1 | sign | 128;
    this.uint(Math.floor(magnitude / 64));
  }

  /** Sees to it that `count` bytes fit in {@link bytes} from {@link position} on. */
  room(count: number): void {
    if (this.position + count > this.bytes.length) this.reserve(count);
  }

  /** Makes room for `count` bytes more. */
  private reserve(count: number): void {
    const needed = this.position + count;
    if (needed <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, this.bytes.length * 2));
    grown.set(this.bytes.subarray(0, this.position));
    this.bytes = grown;
  }
}
