/**
 * References to pages, and whoever takes them one by one as they are read.
 */

/** Takes references in their order. */
export interface ReferenceSink {
  /**
   * A page is referenced.
   *
   * @param page Its number: a whole number ≥ 0, of any size below 2^53.
   * @param isWrite Whether the reference changes the page.
   */
  reference(page: number, isWrite: boolean): void;
}

/** The largest page number that references may have. */
export const LARGEST_PAGE = 2 ** 52;

/** Reads text in pieces and gives the references in it to a sink. */
export interface ReferenceParser {
  /** Takes the next piece of the text; lines may be cut anywhere. */
  push(bytes: Uint8Array): void;
  /** The text is over. */
  end(): void;
}
