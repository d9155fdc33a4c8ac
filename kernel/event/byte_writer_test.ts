/** Tests of the byte encodings, written and read back. */
import { assertEquals, assertThrows } from "@std/assert";
import { KernelAssertion } from "../assert.ts";
import { ByteReader } from "./byte_reader.ts";
import { ByteWriter } from "./byte_writer.ts";

const GREATEST = Number.MAX_SAFE_INTEGER;

/** Powers of two and their neighbours, up to 2^53-1. */
function edges(): number[] {
  const numbers = [0, 1, GREATEST];
  for (let exponent = 1; exponent <= 52; exponent++) {
    numbers.push(2 ** exponent - 1, 2 ** exponent, 2 ** exponent + 1);
  }
  return numbers;
}

function written(write: (writer: ByteWriter) => void): number[] {
  const writer = new ByteWriter(1);
  write(writer);
  return [...writer.view()];
}

Deno.test("uint() writes seven bits a byte, low bits first, in at most eight bytes", () => {
  assertEquals(written((writer) => writer.uint(0)), [0]);
  assertEquals(written((writer) => writer.uint(127)), [127]);
  assertEquals(written((writer) => writer.uint(128)), [0x80, 1]);
  assertEquals(written((writer) => writer.uint(300)), [0xac, 2]);
  assertEquals(written((writer) => writer.uint(2 ** 28)), [0x80, 0x80, 0x80, 0x80, 1]);
  assertEquals(written((writer) => writer.uint(GREATEST)), [255, 255, 255, 255, 255, 255, 255, 15]);
});

Deno.test("int() writes small numbers of either sign in few bytes, and reaches -2^53", () => {
  assertEquals(written((writer) => writer.int(0)), [0]);
  assertEquals(written((writer) => writer.int(-1)), [1]);
  assertEquals(written((writer) => writer.int(1)), [2]);
  assertEquals(written((writer) => writer.int(-64)), [127]);
  assertEquals(written((writer) => writer.int(64)), [0x80, 1]);
  assertEquals(written((writer) => writer.int(-(2 ** 53))), [255, 255, 255, 255, 255, 255, 255, 31]);
});

Deno.test("every number reads back as it was written, whatever stands around it", () => {
  const writer = new ByteWriter(1);
  for (const number of edges()) {
    writer.uint(number);
    writer.int(number);
    writer.int(-number - 1);
  }
  const reader = new ByteReader(writer.view());
  for (const number of edges()) {
    assertEquals(reader.uint(), number);
    assertEquals(reader.int(), number);
    assertEquals(reader.int(), -number - 1);
  }
  assertEquals(reader.atEnd, true);
});

Deno.test("text and bytes read back as they were written, a byte order mark and NUL included", () => {
  const texts = ["", "a", "\ufeffmark", "nul\0nul", "päge 🗺", "x".repeat(5000)];
  const writer = new ByteWriter();
  for (const text of texts) writer.text(text);
  writer.sizedBytes(new Uint8Array([0, 255, 128]));
  const reader = new ByteReader(writer.view());
  for (const text of texts) assertEquals(reader.text(), text);
  assertEquals([...reader.sizedBytes()], [0, 255, 128]);
  assertEquals(reader.bytesLeft, 0);
});

Deno.test("what is no such number, text or bytes is refused by name", () => {
  const writer = new ByteWriter();
  for (const value of [-1, 0.5, 2 ** 53, NaN, Infinity]) {
    assertThrows(
      () => writer.uint(value, "count"),
      KernelAssertion,
      `count: ${value} is not an integer from 0`,
    );
  }
  for (const value of [-(2 ** 53) - 2, 0.5, 2 ** 53, NaN, -Infinity]) {
    assertThrows(
      () => writer.int(value, "shift"),
      KernelAssertion,
      `shift: ${value} is not an integer from -2^53`,
    );
  }
  assertThrows(() => writer.text("\ud800", "name"), KernelAssertion, "name: ");
  assertThrows(
    () => writer.sizedBytes([1] as unknown as Uint8Array, "content"),
    KernelAssertion,
    "content: 1 is not",
  );
  assertEquals(writer.position, 0);
});

Deno.test("skip() leaves room that is filled in later, also after the buffer has grown", () => {
  const writer = new ByteWriter(1);
  writer.uint(7);
  const at = writer.skip(2);
  writer.sizedBytes(new Uint8Array(50).fill(1));
  writer.bytes[at] = 8;
  writer.bytes[at + 1] = 9;
  assertEquals([...writer.view().subarray(0, 4)], [7, 8, 9, 100]);
});

Deno.test("insert() makes room before what was written, and grows the buffer when it must", () => {
  const writer = new ByteWriter(8);
  for (let value = 1; value <= 8; value++) writer.uint(value);
  writer.insert(2, 3);
  assertEquals(writer.position, 11);
  assertEquals([...writer.view()].filter((_, at) => at < 2 || at >= 5), [1, 2, 3, 4, 5, 6, 7, 8]);
});

Deno.test("zeros at the end of up to a page of bytes are left out, and come back", () => {
  const samples = [[], [0], [0, 0], [5, 0], [5, 0, 0], [5, 0, 0, 0, 0, 0, 0, 0], [0, 0, 9]];
  const lengths = [1, 2, 2, 3, 3, 3, 4];
  for (const [index, sample] of samples.entries()) {
    const bytes = written((writer) => writer.sizedBytes(Uint8Array.from(sample)));
    assertEquals([...new ByteReader(Uint8Array.from(bytes)).sizedBytes()], sample);
    assertEquals(bytes.length, lengths[index], `${sample}`);
  }
  assertEquals(written((writer) => writer.sizedBytes(new Uint8Array(4096))).length, 3);
  assertEquals(written((writer) => writer.sizedBytes(new Uint8Array(4097))).length, 4099);
});
