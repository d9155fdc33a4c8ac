/**
 * The machine is a function of its log: inside kernel, fs and libc there is no clock, randomness, environment, I/O or
 * async, and no BigInt (it is slow, and addresses are plain numbers). What varies is passed in and stands in the log.
 *
 * PU1. Only code is looked at: words in comments and strings are free.
 * PU2. Tests and benchmarks are excepted; helpers in `testing/` folders are not, for they are part of what tests prove.
 * PU3. A word counts as the runtime's only where it can be: not after a dot, not as a key, and for words that are also
 *      good names (`fetch`, `crypto`, `performance`) only when used. `process` is left to deno lint, which knows scopes.
 */
import type { Finding } from "./finding.ts";
import { packageOf, purePackages } from "./imports.ts";
import { lineOf, type Source } from "./source.ts";

interface Ban {
  /** Matches the word in code; what it matched is named in the message. */
  pattern: RegExp;
  /** What it is and what to do instead. */
  reason: string;
}

const clock = "reads a clock; take the time as an argument that stands in the log";
const randomness = "is random; take a seeded generator or the value as an argument";
const outside = "reaches outside; take bytes and give bytes, and leave files and network to tools";
const asynchronous =
  "is asynchronous; the machine runs to completion (a call that blocks is a generator's yield)";
const bigInteger = "is a BigInt; use plain numbers below 2^53, or two 32-bit halves";

const bans: readonly Ban[] = [
  { pattern: word("Date|Temporal"), reason: clock },
  { pattern: word("performance", "(?=\\s*[.?[])"), reason: clock },
  { pattern: /\bMath\s*\.\s*random\b/g, reason: randomness },
  { pattern: word("crypto", "(?=\\s*[.?[])"), reason: randomness },
  { pattern: word("Deno|console|navigator|localStorage|sessionStorage", "(?=\\s*[.?[])"), reason: outside },
  { pattern: word("XMLHttpRequest|WebSocket|Worker|BroadcastChannel"), reason: outside },
  { pattern: /(?<![\w$.]|function\s+)fetch\b(?=\s*\()/g, reason: outside },
  { pattern: word("globalThis"), reason: outside },
  { pattern: /\bimport\s*\.\s*meta\b/g, reason: outside },
  { pattern: word("async|await", "(?!\\s*[:,)=;}?\\]])"), reason: asynchronous },
  { pattern: word("Promise|queueMicrotask|setTimeout|setInterval|setImmediate"), reason: asynchronous },
  { pattern: word("BigInt|bigint|BigInt64Array|BigUint64Array"), reason: bigInteger },
  { pattern: /\b[gs]etBig(?:Int|Uint)64\b/g, reason: bigInteger },
  { pattern: /(?<![\w$.])(?:0[xXoObB][\da-fA-F_]+|\d[\d_]*)n\b/g, reason: bigInteger },
];

/** Finds what would make the machine depend on anything but its log. */
export function checkPurity(source: Source): Finding[] {
  const from = packageOf(source.path);
  if (from === undefined || !purePackages.includes(from)) return [];
  if (/_(test|bench)\.ts$/.test(source.path)) return [];
  return bans.flatMap(({ pattern, reason }) =>
    [...source.code.matchAll(pattern)].map((match) => ({
      path: source.path,
      line: lineOf(source.code, match.index),
      rule: "purity",
      severity: "refused" as const,
      message: `\`${match[0]}\` ${reason}.`,
    }))
  );
}

/** A pattern for whole words that are neither a property nor (without a `?`) a key, followed by `after`. */
function word(words: string, after = "(?!\\s*:(?!:))"): RegExp {
  return new RegExp(`(?<![\\w$.])(?:${words})\\b${after}`, "g");
}
