/** Tests of words. */
import { assertEquals } from "@std/assert";
import { flagsOf, intOf, wordOf } from "./word.ts";

Deno.test("values that a double holds are passed exactly, the upper half as negative", () => {
  assertEquals(wordOf(0x7fff00000000n), 0x7fff00000000);
  assertEquals(wordOf(0xfffffffffffff000n), -4096);
  assertEquals(wordOf(0x8000000000000000n), -(2 ** 63));
});

Deno.test("values that it does not hold keep their place in the page", () => {
  const word = wordOf(0x7fffffffffffffffn);
  assertEquals(word > 2 ** 47 && word % 4096 === 4095, true);
});

Deno.test("ints are 32 bits, and flag words keep a trace of their upper half", () => {
  assertEquals(intOf(0xffffffffffffffffn), -1);
  assertEquals(flagsOf(0x1n, 0x200), 1);
  assertEquals(flagsOf(0x100000001n, 0x200), 0x201);
});
