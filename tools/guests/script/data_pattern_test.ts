/** The three ways to write data (DP1). */
import { assertEquals, assertThrows } from "@std/assert";
import { bufferBytesMax, parseDataPattern } from "./data_pattern.ts";
import { ExpressionError } from "./expression.ts";

Deno.test("hex: gives the bytes themselves", () => {
  assertEquals(parseDataPattern("hex:0a0BFF"), Uint8Array.of(10, 11, 255));
  assertEquals(parseDataPattern("hex:"), new Uint8Array(0));
});

Deno.test("byte: repeats one byte, of which the low 8 bits count", () => {
  assertEquals(parseDataPattern("byte:0x141:3"), Uint8Array.of(0x41, 0x41, 0x41));
});

Deno.test("seq: counts up and jumps by 7 more at each page", () => {
  const bytes = parseDataPattern("seq:250:8194");
  assertEquals([bytes[0], bytes[5], bytes[6], bytes[4096], bytes[8193]], [
    250,
    255,
    0,
    1,
    (250 + 1 + 14) & 255,
  ]);
});

Deno.test("malformed or too much data is refused with its place", () => {
  for (
    const [text, offset] of [
      ["hex:0", 4],
      ["hex:zz", 4],
      ["text:abc", 0],
      ["byte:1", 0],
      ["byte:1:x", 7],
      [`seq:1:${bufferBytesMax + 1}`, 6],
    ] as const
  ) {
    assertEquals(assertThrows(() => parseDataPattern(text), ExpressionError).offset, offset, text);
  }
});
