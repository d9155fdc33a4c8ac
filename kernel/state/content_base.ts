/**
 * What a patch stands on, and what is no patch: a fill, runs of fills, or bytes.
 */

import { ContentBytes, copyPage, copyRun, fillPage, isKnown } from "./content_bytes.ts";
import { PAGE_WORDS } from "./content_hash.ts";
import { ContentRuns, forEachRun, readRuns, valueAt, wordOf } from "./content_runs.ts";

/** A byte value that fills a page, -1 when all of it is unknown, runs, or bytes. */
export type ContentBase = number | ContentRuns | ContentBytes;

/** The byte of a base at an offset, or -1 when it is unknown. */
export function readBaseByte(base: ContentBase, offset: number): number {
  if (typeof base === "number") return base;
  if (base instanceof ContentRuns) return valueAt(base, offset >>> 2);
  if (base.unknown !== null && (base.unknown[offset >>> 5] >>> (offset & 31) & 1) !== 0) return -1;
  return base.bytes[offset];
}

/** Copies bytes out of a base; false when any of them is unknown (it is 0 in the target). */
export function readBase(
  base: ContentBase,
  offset: number,
  target: Uint8Array,
  targetOffset: number,
  lengthBytes: number,
): boolean {
  if (typeof base === "number") {
    target.fill(base < 0 ? 0 : base, targetOffset, targetOffset + lengthBytes);
    return base >= 0 || lengthBytes === 0;
  }
  if (base instanceof ContentRuns) {
    readRuns(base, offset, target, targetOffset, lengthBytes);
    return true;
  }
  copyRun(base.bytes, offset, target, targetOffset, lengthBytes);
  return isKnown(base, offset, lengthBytes);
}

/**
 * Copies words of a base, and the words of the bitmap that says which of their bytes are unknown.
 *
 * @param target Gets `wordCount` words from `at` on, and behind them a word of the bitmap for each eight. Zeros stand there.
 */
export function copyBaseWords(
  base: ContentBase,
  firstWord: number,
  wordCount: number,
  target: number[],
  at: number,
): void {
  if (typeof base === "number") {
    if (base < 0) target.fill(-1, at + wordCount, at + wordCount + wordCount / 8);
    else if (base > 0) target.fill(wordOf(base), at, at + wordCount);
    return;
  }
  if (base instanceof ContentRuns) {
    forEachRun(base, firstWord, firstWord + wordCount, (begin, end, value) => {
      if (value !== 0) target.fill(wordOf(value), at + begin - firstWord, at + end - firstWord);
    });
    return;
  }
  for (let index = 0; index < wordCount; index++) target[at + index] = base.words[firstWord + index];
  if (base.unknown === null) return;
  for (let index = 0; index < wordCount / 8; index++) {
    target[at + wordCount + index] = base.unknown[firstWord / 8 + index];
  }
}

/** A base as bytes, owned by an epoch. */
export function pageOfBase(epoch: number, base: ContentBase): ContentBytes {
  if (base instanceof ContentBytes) return copyPage(epoch, base);
  const page = new ContentBytes(epoch);
  if (typeof base !== "number") {
    forEachRun(base, 0, PAGE_WORDS, (begin, end, value) => page.bytes.fill(value, 4 * begin, 4 * end));
    page.hashLo = base.hashLo;
    page.hashHi = base.hashHi;
  } else if (base !== 0) {
    fillPage(page, 0, page.bytes.length, base);
  }
  return page;
}
