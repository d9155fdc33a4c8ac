/**
 * The memory trace of a real program, as valgrind's lackey writes it (`--trace-mem=yes`; lackey/lk_main.c).
 *
 *     I  04018a60,3        an instruction of 3 bytes is fetched        read
 *      L 1ffeffe7e0,8      8 bytes are loaded                          read
 *      S 1ffeffe7d8,8      8 bytes are stored                          write
 *      M 0421c7cc,4        4 bytes are loaded and stored again         write
 *     ==17574== Command:   valgrind's own words
 *
 *   LA1  A line is a reference to the page its first byte lies in, and to the next page too when it reaches into it.
 *   LA2  Lines of valgrind are passed over; so is whatever else the program wrote to the same place, but it is counted. A
 *        line that begins as a reference and does not go on as one is refused.
 */

import { UserError } from "../../command_line/failure.ts";
import { LineFeed } from "./line_feed.ts";
import { LARGEST_PAGE, type ReferenceParser, type ReferenceSink } from "./reference_sink.ts";

const PAGE_SIZE = 4096;
const SPACE = 0x20;
const EQUALS = 0x3d;
const COMMA = 0x2c;
const LETTER_I = 0x49;
const LETTER_L = 0x4c;
const LETTER_S = 0x53;
const LETTER_M = 0x4d;
/** Where the address begins. */
const ADDRESS_AT = 3;

/** The value of a hexadecimal digit, by its byte; -1 for other bytes. */
const DIGITS = Int8Array.from({ length: 256 }, (_, byte) => {
  const digit = "0123456789abcdef".indexOf(String.fromCharCode(byte).toLowerCase());
  return byte < 128 ? digit : -1;
});

/** Whether a line begins as one of lackey's references does. */
export function isLackeyLine(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < ADDRESS_AT || bytes[start + 2] !== SPACE) return false;
  const kind = bytes[start + 1];
  return bytes[start] === LETTER_I
    ? kind === SPACE
    : bytes[start] === SPACE && (kind === LETTER_L || kind === LETTER_S || kind === LETTER_M);
}

/** Reads lackey's output. */
export class LackeyParser implements ReferenceParser {
  /** Lines that are neither references nor valgrind's own. */
  passedOver = 0;
  private readonly lines = new LineFeed((bytes, start, end) => this.line(bytes, start, end));

  /** A parser that gives references to `sink`; complaints call the text `file`. */
  constructor(private readonly sink: ReferenceSink, private readonly file: string) {}

  /** Takes the next piece of the text. @throws {UserError} A line is cut or changed. */
  push(bytes: Uint8Array): void {
    this.lines.push(bytes);
  }

  /** Takes the last line. @throws {UserError} It is cut or changed. */
  end(): void {
    this.lines.end();
  }

  private line(bytes: Uint8Array, start: number, end: number): void {
    if (!isLackeyLine(bytes, start, end)) {
      if (bytes[start] !== EQUALS || bytes[start + 1] !== EQUALS) this.passedOver++;
      return;
    }
    let address = 0;
    let at = start + ADDRESS_AT;
    for (let digit = DIGITS[bytes[at]]; at < end && digit >= 0; digit = DIGITS[bytes[++at]]) {
      address = address * 16 + digit;
    }
    const addressDigits = at - start - ADDRESS_AT;
    let lengthBytes = 0;
    if (at < end && bytes[at] === COMMA) {
      for (at++; at < end && DIGITS[bytes[at]] >= 0 && DIGITS[bytes[at]] < 10; at++) {
        lengthBytes = lengthBytes * 10 + DIGITS[bytes[at]];
      }
    }
    if (at !== end || addressDigits === 0 || lengthBytes === 0) this.refuse(bytes.subarray(start, end));
    const kind = bytes[start + 1];
    this.give(address, lengthBytes, kind === LETTER_S || kind === LETTER_M);
  }

  private give(address: number, lengthBytes: number, isWrite: boolean): void {
    const page = Math.floor(address / PAGE_SIZE);
    if (page > LARGEST_PAGE) this.refuse(new TextEncoder().encode(address.toString(16)));
    this.sink.reference(page, isWrite);
    const last = Math.floor((address + lengthBytes - 1) / PAGE_SIZE);
    for (let next = page + 1; next <= last; next++) this.sink.reference(next, isWrite);
  }

  private refuse(line: Uint8Array): never {
    const text = new TextDecoder().decode(line.subarray(0, 60));
    throw new UserError(
      `${this.file}: line ${this.lines.lineNumber}: '${text}' is no reference; ` +
        "keep the program's own output apart from the trace with --log-file=FILE.",
    );
  }
}
