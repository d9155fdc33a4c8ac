/**
 * The `.refs` format: one reference a line.
 *
 *     # Belady's anomaly          a comment, to the end of its line
 *     1                           page 1 is read
 *     0x2 w                       page 2 is written (r, or nothing, for a read)
 *
 *   RF1  Page numbers are whole, from 0 to 2^52, decimal or hexadecimal (0x…). Empty lines are passed over.
 */

import { UserError } from "../../command_line/failure.ts";
import { LineFeed } from "./line_feed.ts";
import { LARGEST_PAGE, type ReferenceParser, type ReferenceSink } from "./reference_sink.ts";

/** Reads `.refs` text. */
export class RefsParser implements ReferenceParser {
  private readonly lines = new LineFeed((bytes, start, end) => this.line(bytes, start, end));
  private readonly decoder = new TextDecoder();

  /** A parser that gives references to `sink`; complaints call the text `file`. */
  constructor(private readonly sink: ReferenceSink, private readonly file: string) {}

  /** Takes the next piece of the text. @throws {UserError} A line is no reference. */
  push(bytes: Uint8Array): void {
    this.lines.push(bytes);
  }

  /** Takes the last line. @throws {UserError} It is no reference. */
  end(): void {
    this.lines.end();
  }

  private line(bytes: Uint8Array, start: number, end: number): void {
    const text = this.decoder.decode(bytes.subarray(start, end));
    const words = text.replace(/#.*/, "").trim().split(/\s+/);
    if (words[0] === "") return;
    const [page, access, ...rest] = words;
    if (!/^(\d+|0[xX][\da-fA-F]+)$/.test(page) || Number(page) > LARGEST_PAGE) {
      this.refuse(
        `'${
          clipped(page)
        }' is no page number; write a whole number from 0 to 2^52, and then w if it is a write`,
      );
    }
    if (access !== undefined && access !== "w" && access !== "r") {
      this.refuse(
        `'${clipped(access)}' after page ${page} says neither read nor write; write w, or r or nothing`,
      );
    }
    if (rest.length > 0) {
      this.refuse(
        `'${clipped(rest.join(" "))}' is too much; write one reference a line, and # before a comment`,
      );
    }
    this.sink.reference(Number(page), access === "w");
  }

  private refuse(sentence: string): never {
    throw new UserError(`${this.file}: line ${this.lines.lineNumber}: ${sentence}.`);
  }
}

/** What a complaint shows of a word. */
function clipped(word: string): string {
  return word.length <= 40 ? word : `${word.slice(0, 40)}…`;
}
