/**
 * Cuts bytes that come in pieces into lines, without making a string of each.
 *
 *      piece     …ine 7⏎line 8⏎li│ne 9⏎…        A line that lies whole in a piece is given as it stands there; one that
 *                                └ carried       was cut is put together first.
 *
 *   LI1  Every line is given once, without its end ("\n", or "\r\n"), with its number from 1.
 */

/** What takes the lines: bytes [start, end) of `bytes`, good only until it returns. */
export type TakeLine = (bytes: Uint8Array, start: number, end: number) => void;

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** Cuts bytes into lines. */
export class LineFeed {
  /** The number of the line being taken, from 1; the number of lines so far otherwise. */
  lineNumber = 0;
  private carried = new Uint8Array(256);
  private carriedCount = 0;

  /** Lines will go to `take`. */
  constructor(private readonly take: TakeLine) {}

  /** Takes the next piece. */
  push(bytes: Uint8Array): void {
    let start = 0;
    if (this.carriedCount > 0) {
      start = bytes.indexOf(LINE_FEED) + 1;
      this.carry(bytes, 0, start === 0 ? bytes.length : start - 1);
      if (start === 0) return;
      this.giveCarried();
    }
    for (let end = bytes.indexOf(LINE_FEED, start); end >= 0; end = bytes.indexOf(LINE_FEED, start)) {
      this.give(bytes, start, end);
      start = end + 1;
    }
    this.carry(bytes, start, bytes.length);
  }

  /** The last line may have no end. */
  end(): void {
    if (this.carriedCount > 0) this.giveCarried();
  }

  private give(bytes: Uint8Array, start: number, end: number): void {
    this.lineNumber++;
    this.take(bytes, start, end > start && bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end);
  }

  private giveCarried(): void {
    const end = this.carriedCount;
    this.carriedCount = 0;
    this.give(this.carried, 0, end);
  }

  private carry(bytes: Uint8Array, start: number, end: number): void {
    const total = this.carriedCount + end - start;
    if (total > this.carried.length) {
      const larger = new Uint8Array(2 * total);
      larger.set(this.carried.subarray(0, this.carriedCount));
      this.carried = larger;
    }
    this.carried.set(bytes.subarray(start, end), this.carriedCount);
    this.carriedCount = total;
  }
}
