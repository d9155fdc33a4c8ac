/**
 * The words of the script language and the numbers behind them, as Linux x86-64 defines them.
 *
 * WO1. A list is words joined by commas, or'ed together; a number may stand in the place of any word, so that bits which have
 *      no word can be tried too.
 * WO2. `none` is 0 in every list.
 */
import { ExpressionError, parseNumber } from "./expression.ts";

/** Words of one kind with their bits. */
export type WordTable = Readonly<Record<string, number>>;

/** MAP_ flags of mmap(2). */
export const mmapFlagWords: WordTable = {
  none: 0,
  shared: 0x1,
  private: 0x2,
  shared_validate: 0x3,
  fixed: 0x10,
  anon: 0x20,
  "32bit": 0x40,
  growsdown: 0x100,
  locked: 0x2000,
  noreserve: 0x4000,
  populate: 0x8000,
  nonblock: 0x10000,
  stack: 0x20000,
  hugetlb: 0x40000,
  sync: 0x80000,
  fixed_noreplace: 0x100000,
};

/** MREMAP_ flags of mremap(2). */
export const mremapFlagWords: WordTable = { none: 0, maymove: 1, fixed: 2, dontunmap: 4 };

/** MS_ flags of msync(2). */
export const msyncFlagWords: WordTable = { none: 0, async: 1, invalidate: 2, sync: 4 };

/** O_ flags of open(2). */
export const openFlagWords: WordTable = {
  rdonly: 0,
  wronly: 0o1,
  rdwr: 0o2,
  creat: 0o100,
  excl: 0o200,
  trunc: 0o1000,
  append: 0o2000,
  cloexec: 0o2000000,
};

/** Modes of fallocate(2); `punch` and `zerokeep` keep the size. */
export const fallocateModeWords: WordTable = {
  alloc: 0,
  keep: 0x1,
  punch: 0x3,
  collapse: 0x8,
  zero: 0x10,
  zerokeep: 0x11,
  insert: 0x20,
};

/** Advice of madvise(2), without `MADV_`. */
export const adviceWords: WordTable = {
  NORMAL: 0,
  RANDOM: 1,
  SEQUENTIAL: 2,
  WILLNEED: 3,
  DONTNEED: 4,
  FREE: 8,
  REMOVE: 9,
  DONTFORK: 10,
  DOFORK: 11,
  MERGEABLE: 12,
  UNMERGEABLE: 13,
  HUGEPAGE: 14,
  NOHUGEPAGE: 15,
  DONTDUMP: 16,
  DODUMP: 17,
  WIPEONFORK: 18,
  KEEPONFORK: 19,
  COLD: 20,
  PAGEOUT: 21,
  POPULATE_READ: 22,
  POPULATE_WRITE: 23,
  DONTNEED_LOCKED: 24,
  COLLAPSE: 25,
  GUARD_INSTALL: 102,
  GUARD_REMOVE: 103,
};

const protectionLetters: WordTable = { r: 1, w: 2, x: 4, "-": 0 };
const protectionOptions: WordTable = { none: 0, sem: 0x8, growsdown: 0x01000000, growsup: 0x02000000 };

/**
 * Reads a list of words and numbers.
 * @param kind what to call the words in the error
 * @throws ExpressionError at the first word that the table lacks
 */
export function parseWords(text: string, words: WordTable, kind: string): bigint {
  let bits = 0n;
  let offset = 0;
  for (const word of text.split(",")) {
    bits |= parseWord(word, { words, kind, offset });
    offset += word.length + 1;
  }
  return bits;
}

function parseWord(word: string, context: { words: WordTable; kind: string; offset: number }): bigint {
  const { words, kind, offset } = context;
  if (/^[0-9]/.test(word) && !Object.hasOwn(words, word)) return parseNumber(word, offset);
  if (Object.hasOwn(words, word)) return BigInt(words[word]);
  throw new ExpressionError(`Unknown ${kind} "${word}"; known are ${Object.keys(words).join(", ")}.`, offset);
}

/**
 * Reads a protection: letters of `r w x -`, `none` or a number, and options after commas.
 * @throws ExpressionError where a letter or an option is unknown
 */
export function parseProtection(text: string): bigint {
  const [first, ...options] = text.split(",");
  let bits = /^[rwx-]+$/.test(first) ? letterBits(first) : parseProtectionOption(first, 0);
  let offset = first.length + 1;
  for (const option of options) {
    bits |= parseProtectionOption(option, offset);
    offset += option.length + 1;
  }
  return bits;
}

function letterBits(letters: string): bigint {
  let bits = 0;
  for (const letter of letters) bits |= protectionLetters[letter];
  return BigInt(bits);
}

function parseProtectionOption(option: string, offset: number): bigint {
  if (/^[0-9]/.test(option)) return parseNumber(option, offset);
  if (Object.hasOwn(protectionOptions, option)) return BigInt(protectionOptions[option]);
  throw new ExpressionError(
    `Unknown protection "${option}"; write letters of r, w, x, none or a number, then growsdown, growsup or sem.`,
    offset,
  );
}

/**
 * Reads one advice: a word or a number, which may be negative; modulo 2^64.
 * @throws ExpressionError for anything else
 */
export function parseAdvice(text: string): bigint {
  if (text.startsWith("-")) return BigInt.asUintN(64, -parseNumber(text.slice(1), 1));
  return parseWord(text, { words: adviceWords, kind: "advice", offset: 0 });
}
