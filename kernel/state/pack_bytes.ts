/**
 * Bytes of packed tables: numbers in as few bytes as they need, written one after another and read back in order.
 *
 *      7 bits a byte, low ones first, the top bit says that another follows          0 … 2^53 - 1
 *      words (-2^31 … 2^31 - 1) with their sign in the lowest bit: small ones of either sign take a byte
 *
 *   PK1  Nothing in the bytes depends on the machine; they are never stored: the log's own encoding is another matter.
 */

const FIRST_BYTES = 1 << 12;
const LOW_BITS = 2 ** 28;

/** Writes packed numbers. */
export class PackWriter {
  private bytes = new Uint8Array(FIRST_BYTES);
  private at = 0;

  /** Writes a whole number 0 … 2^53 - 1. */
  number(value: number): void {
    if (this.at + 16 > this.bytes.length) this.grow();
    const { bytes } = this;
    let rest = value;
    let at = this.at;
    for (; rest >= LOW_BITS; rest = Math.floor(rest / 128)) bytes[at++] = (rest % 128) | 0x80;
    rest |= 0;
    for (; rest > 0x7f; rest >>>= 7) bytes[at++] = rest | 0x80;
    bytes[at++] = rest;
    this.at = at;
  }

  /** Writes a 32-bit word, signed. */
  word(value: number): void {
    if (this.at + 16 > this.bytes.length) this.grow();
    const { bytes } = this;
    let rest = (value << 1) ^ (value >> 31);
    let at = this.at;
    for (; rest >>> 7 !== 0; rest >>>= 7) bytes[at++] = rest | 0x80;
    bytes[at++] = rest;
    this.at = at;
  }

  /** The bytes written so far, in an array of their own. */
  take(): Uint8Array {
    return this.bytes.slice(0, this.at);
  }

  private grow(): void {
    const bytes = new Uint8Array(2 * this.bytes.length);
    bytes.set(this.bytes);
    this.bytes = bytes;
  }
}

/** Reads packed numbers, in the order they were written. */
export class PackReader {
  private at = 0;

  /** Reads from the first byte on. */
  constructor(private readonly bytes: Uint8Array) {}

  /** Whether there is more. */
  get hasMore(): boolean {
    return this.at < this.bytes.length;
  }

  /** Reads what number() wrote. */
  number(): number {
    const { bytes } = this;
    let byte = bytes[this.at++];
    let value = byte & 0x7f;
    for (let factor = 128; byte > 0x7f; factor *= 128) {
      byte = bytes[this.at++];
      value += (byte & 0x7f) * factor;
    }
    return value;
  }

  /** Reads what word() wrote. */
  word(): number {
    const { bytes } = this;
    let byte = bytes[this.at++];
    let value = byte & 0x7f;
    for (let shift = 7; byte > 0x7f; shift += 7) {
      byte = bytes[this.at++];
      value |= (byte & 0x7f) << shift;
    }
    return (value >>> 1) ^ -(value & 1);
  }
}
