/** The trailer of a log: all fields come back, and no bit changes unseen. */

import { assertEquals } from "@std/assert";
import { encodeTrailer, type LogTrailer, readTrailer, TRAILER_BYTES } from "./trailer.ts";

const trailer: LogTrailer = {
  eventCount: 1204,
  blockCount: 5,
  digestLo: 0xdeadbeef,
  digestHi: 0x80000001,
  chain: Uint8Array.from({ length: 32 }, (_, index) => 200 + index),
};

Deno.test("a trailer gives back all its fields, wherever it lies", () => {
  const file = new Uint8Array(3 + TRAILER_BYTES);
  file.set(encodeTrailer(trailer), 3);
  assertEquals(readTrailer(file, 3), trailer);
});

Deno.test("a trailer with any single bit flipped is not read", () => {
  const bytes = encodeTrailer(trailer);
  for (let bit = 0; bit < 8 * bytes.length; bit++) {
    bytes[bit >> 3] ^= 1 << (bit & 7);
    assertEquals(readTrailer(bytes, 0), undefined);
    bytes[bit >> 3] ^= 1 << (bit & 7);
  }
});
