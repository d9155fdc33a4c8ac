/** Tests of the words of a recording. */
import { assertEquals } from "@std/assert";
import { asInt32, asUint32, isWordText, parseWord } from "./word.ts";

Deno.test("parseWord() reads words as signed numbers", () => {
  assertEquals(parseWord("0x0"), 0);
  assertEquals(parseWord("0x7ffff7fc0000"), 0x7ffff7fc0000);
  assertEquals(parseWord("0xffffffffffffffc4"), -60);
  assertEquals(parseWord("0xffffffff"), 2 ** 32 - 1);
  assertEquals(parseWord("0x1ffffffffff000"), 2 ** 53 - 4096);
});

Deno.test("parseWord() saturates what a number cannot hold, and keeps its place in the page", () => {
  assertEquals(parseWord("0x7fffffffc0000000"), 2 ** 53 - 4096);
  assertEquals(parseWord("0x7fffffffc0000123"), 2 ** 53 - 4096 + 0x123);
  assertEquals(parseWord("0x8000000000000fff"), -(2 ** 53) + 0xfff);
});

Deno.test("isWordText() wants 0x and up to 16 small digits", () => {
  assertEquals(["0x1", "0xffffffffffffffff", "1", "0x", "0xG", "0x10000000000000000"].map(isWordText), [
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});

Deno.test("int arguments are the low 32 bits", () => {
  assertEquals([0xffffff9c, 0xffffffff, 3, -1, 2 ** 40 + 5].map(asInt32), [-100, -1, 3, -1, 5]);
  assertEquals([0xffffffff, -1, 2 ** 40 + 5].map(asUint32), [0xffffffff, 0xffffffff, 5]);
});
