/** Flags, protections and advice are read as words or numbers (WO1, WO2). */
import { assertEquals, assertThrows } from "@std/assert";
import { ExpressionError } from "./expression.ts";
import { mmapFlagWords, openFlagWords, parseAdvice, parseProtection, parseWords } from "./words.ts";

Deno.test("words of a list are or'ed together", () => {
  assertEquals(parseWords("private,anon,fixed", mmapFlagWords, "mmap flag"), 0x32n);
  assertEquals(parseWords("none", mmapFlagWords, "mmap flag"), 0n);
  assertEquals(parseWords("rdwr,creat,cloexec", openFlagWords, "open flag"), 0o2000102n);
});

Deno.test("a number may stand for any word, and a word may start with a digit", () => {
  assertEquals(parseWords("private,0x20,32bit", mmapFlagWords, "mmap flag"), 0x62n);
});

Deno.test("an unknown word is refused with its place and the known ones", () => {
  const error = assertThrows(
    () => parseWords("private,anno", mmapFlagWords, "mmap flag"),
    ExpressionError,
    'mmap flag "anno"',
  );
  assertEquals(error.offset, 8);
  assertThrows(() => parseWords("private,", mmapFlagWords, "mmap flag"), ExpressionError, '""');
  assertThrows(() => parseWords("toString", mmapFlagWords, "mmap flag"), ExpressionError);
});

Deno.test("a protection is letters, none or a number, with options", () => {
  assertEquals(
    ["rw", "none", "-", "r-x", "0xff000000", "rw,growsdown", "r,growsup,sem", "8"].map(parseProtection),
    [
      3n,
      0n,
      0n,
      5n,
      0xff000000n,
      0x01000003n,
      0x02000009n,
      8n,
    ],
  );
  assertThrows(() => parseProtection("rq"), ExpressionError, '"rq"');
  assertEquals(assertThrows(() => parseProtection("rw,up"), ExpressionError).offset, 3);
  assertThrows(() => parseProtection(""), ExpressionError);
});

Deno.test("an advice is a word or a number, negative ones modulo 2^64", () => {
  assertEquals(["DONTNEED", "GUARD_INSTALL", "99", "-1"].map(parseAdvice), [4n, 102n, 99n, 2n ** 64n - 1n]);
  assertThrows(() => parseAdvice("dontneed"), ExpressionError, '"dontneed"');
});
