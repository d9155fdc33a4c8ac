/** The header of a log: read back, and refused with a sentence. */

import { assertEquals, assertThrows } from "@std/assert";
import { crc32 } from "./crc32.ts";
import { decodeHeader, encodeHeader, FORMAT_VERSION, HEADER_FIXED_BYTES } from "./header.ts";
import { LogError } from "./log_error.ts";

const config = new TextEncoder().encode('{"memory":"64 MiB"}');

/** A header whose field at `at` is set, with its own CRC made right again. */
function headerWith(at: number, value: number): Uint8Array {
  const header = encodeHeader(config);
  const fields = new DataView(header.buffer);
  fields.setUint32(at, value, true);
  fields.setUint32(20, crc32(header, 0, 20), true);
  return header;
}

Deno.test("a header gives back version and configuration, and where the blocks begin", () => {
  const bytes = new Uint8Array([...encodeHeader(config), 1, 2, 3]);
  const header = decodeHeader(bytes);
  assertEquals(header.version, FORMAT_VERSION);
  assertEquals(header.config, config);
  assertEquals(header.headerBytes, HEADER_FIXED_BYTES + config.length);
});

Deno.test("a header may carry an empty configuration", () => {
  assertEquals(decodeHeader(encodeHeader(new Uint8Array(0))).headerBytes, HEADER_FIXED_BYTES);
});

Deno.test("an empty file and a file of something else are refused, each with its sentence", () => {
  assertThrows(() => decodeHeader(new Uint8Array(0)), LogError, "The log is empty");
  assertThrows(
    () => decodeHeader(new TextEncoder().encode("int main() {}")),
    LogError,
    "This is not a log, or its first bytes are changed: it begins with 69 6e 74 20 6d 61 69 6e.",
  );
  assertThrows(() => decodeHeader(Uint8Array.of(0x1f, 0x8b)), LogError, "it begins with 1f 8b.");
});

Deno.test("a version that is not known is refused with both versions", () => {
  assertThrows(
    () => decodeHeader(headerWith(8, 7)),
    LogError,
    "The log is of format version 7; this program reads version 1.",
  );
  assertThrows(() => decodeHeader(headerWith(8, 0)), LogError, "format version 0");
});

Deno.test("a header that is cut anywhere is refused", () => {
  const header = encodeHeader(config);
  for (let lengthBytes = 1; lengthBytes < header.length; lengthBytes++) {
    assertThrows(
      () => decodeHeader(header.slice(0, lengthBytes)),
      LogError,
      `is cut inside its header: ${lengthBytes} of`,
    );
  }
});

Deno.test("a configuration length beyond the file is a cut header, whatever it says", () => {
  assertThrows(() => decodeHeader(headerWith(12, 0xffffffff)), LogError, "of 4294967319 bytes are there");
});

Deno.test("a header with any single bit flipped is refused", () => {
  const header = encodeHeader(config);
  for (let bit = 0; bit < 8 * header.length; bit++) {
    header[bit >> 3] ^= 1 << (bit & 7);
    assertThrows(() => decodeHeader(header), LogError, "changed");
    header[bit >> 3] ^= 1 << (bit & 7);
  }
});
