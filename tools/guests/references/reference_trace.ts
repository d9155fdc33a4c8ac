/**
 * A whole trace of references, kept for running it more than once: one word a reference.
 *
 *     word     31                      1   0
 *              ┌─────────────────────────┬───┐
 *              │ number of the page      │ w │        pages are numbered as they are first seen
 *              └─────────────────────────┴───┘
 *
 *   RT1  A trace holds at most 2^30 pages; a few 10^7 references take 4 bytes each.
 */

import { assertThat } from "@palimpsest/kernel";
import { PageNumbering } from "./page_numbering.ts";
import type { ReferenceSink } from "./reference_sink.ts";

const MOST_PAGES = 2 ** 30;

/** References in their order; itself a sink that keeps what it is given. */
export class ReferenceTrace implements ReferenceSink {
  /** How many references there are. */
  length = 0;
  private readonly numbering = new PageNumbering();
  private words = new Int32Array(1024);

  /** Keeps one reference more. */
  reference(page: number, isWrite: boolean): void {
    const number = this.numbering.numberOf(page);
    assertThat(number < MOST_PAGES, () => `a trace of more than ${MOST_PAGES} pages`);
    if (this.length === this.words.length) {
      const larger = new Int32Array(2 * this.length);
      larger.set(this.words);
      this.words = larger;
    }
    this.words[this.length++] = number * 2 + (isWrite ? 1 : 0);
  }

  /** How many different pages are referenced. */
  get pageCount(): number {
    return this.numbering.pageCount;
  }

  /** The references, one word each, as the head of the file says; a view. */
  get references(): Int32Array {
    return this.words.subarray(0, this.length);
  }

  /** The page that has a number. */
  pageOf(number: number): number {
    return this.numbering.pageOf(number);
  }

  /** The number of the page of each reference. */
  pageNumbers(): Int32Array {
    return this.references.map((word) => word >>> 1);
  }
}

/** A trace of given pages; numbers below 0 stand for writes of page -1 - number. */
export function traceOf(pages: readonly number[]): ReferenceTrace {
  const trace = new ReferenceTrace();
  for (const page of pages) trace.reference(page < 0 ? -1 - page : page, page < 0);
  return trace;
}
