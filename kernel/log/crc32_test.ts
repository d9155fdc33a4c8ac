/** CRC-32, against its published check value and against its definition. */

import { assertEquals, assertNotEquals } from "@std/assert";
import { Random } from "../testing/random.ts";
import { crc32 } from "./crc32.ts";

/** CRC-32 by its definition, a bit at a time. */
function bitwiseCrc32(bytes: Uint8Array): number {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (-(crc & 1) & 0xedb88320);
  }
  return ~crc >>> 0;
}

function randomBytes(seed: number, lengthBytes: number): Uint8Array {
  const random = new Random(seed);
  return Uint8Array.from({ length: lengthBytes }, () => random.below(256));
}

Deno.test("crc32() gives the published check value", () => {
  assertEquals(crc32(new TextEncoder().encode("123456789")), 0xcbf43926);
});

Deno.test("crc32() of nothing is 0", () => {
  assertEquals(crc32(new Uint8Array(0)), 0);
});

Deno.test("crc32() agrees with the definition at every length up to 100 and every place in memory", () => {
  const bytes = randomBytes(1, 128);
  for (let start = 0; start < 9; start++) {
    for (let lengthBytes = 0; lengthBytes <= 100; lengthBytes++) {
      const piece = bytes.slice(start, start + lengthBytes);
      assertEquals(crc32(bytes, start, start + lengthBytes), bitwiseCrc32(piece));
      assertEquals(crc32(bytes.subarray(start), 0, lengthBytes), bitwiseCrc32(piece));
    }
  }
});

Deno.test("crc32() changes with every single bit", () => {
  const bytes = randomBytes(2, 41);
  const whole = crc32(bytes);
  for (let bit = 0; bit < 8 * bytes.length; bit++) {
    bytes[bit >> 3] ^= 1 << (bit & 7);
    assertNotEquals(crc32(bytes), whole);
    bytes[bit >> 3] ^= 1 << (bit & 7);
  }
});
