/** Tests of reading bytes that no ByteWriter wrote. */
import { assertEquals, assertThrows } from "@std/assert";
import { ByteReader } from "./byte_reader.ts";
import { CodecError } from "./codec_error.ts";

function refused(bytes: number[], read: (reader: ByteReader) => unknown, message: string): void {
  assertThrows(() => read(new ByteReader(new Uint8Array(bytes))), CodecError, message);
}

Deno.test("a number that goes on past the end is refused with its offset", () => {
  const reader = new ByteReader(new Uint8Array([5, 0x80, 0x80]), 1);
  assertThrows(() => reader.uint(), CodecError, "the bytes end inside a number (at byte 1).");
  refused([], (each) => each.uint(), "the bytes end inside a number (at byte 0)");
  refused([], (each) => each.int(), "the bytes end inside a record (at byte 0)");
  refused([0x81], (each) => each.int(), "the bytes end inside a number");
  refused([], (each) => each.byte(), "the bytes end inside a record");
});

Deno.test("a number beyond 2^53-1, or with more than eight bytes, is refused", () => {
  refused([255, 255, 255, 255, 255, 255, 255, 16], (each) => each.uint(), "a number is greater than 2^53-1");
  refused(Array(20).fill(255), (each) => each.uint(), "a number is greater than 2^53-1");
  refused([255, 255, 255, 255, 255, 255, 255, 32], (each) => each.int(), "a signed number is beyond 2^53");
  refused(Array(20).fill(255), (each) => each.int(), "a number is greater than 2^53-1");
});

Deno.test("a number with a superfluous last byte is refused: every number has one encoding", () => {
  refused([0x80, 0], (each) => each.uint(), "a number has a superfluous byte");
  refused([0x81, 0x80, 0], (each) => each.uint(), "a number has a superfluous byte");
  refused([0x80, 0], (each) => each.int(), "a number has a superfluous byte");
});

Deno.test("text or items announced longer than what is left are refused, not allocated", () => {
  refused([3, 65, 66], (each) => each.text(), "3 bytes are announced and 2 are left (at byte 0)");
  refused(
    [254, 255, 255, 127, 65],
    (each) => each.sizedBytes(),
    "134217727 bytes are announced and 1 are left",
  );
  refused([9, 1, 1], (each) => each.itemCount(), "9 items are announced and 2 bytes are left");
});

Deno.test("text that is not UTF-8 is refused", () => {
  refused([2, 0xc3, 0x28], (each) => each.text(), "a text is not UTF-8 (at byte 0)");
});

Deno.test("sizedBytes() gives a view of many bytes, and a copy of a few", () => {
  const bytes = new Uint8Array(67).fill(7);
  bytes.set([130, 1]);
  const view = new ByteReader(bytes).sizedBytes();
  bytes[2] = 70;
  assertEquals([view.length, view[0], view[1]], [65, 70, 7]);
  const few = new Uint8Array([4, 7, 8, 9]);
  const copy = new ByteReader(few).sizedBytes();
  few[1] = 70;
  assertEquals([...copy], [7, 8]);
});

Deno.test("sizedBytes() writes copies into spare arrays of their lengths, zeros that were left out included", () => {
  const spares: Uint8Array[] = [];
  const read = (...bytes: number[]) => new ByteReader(Uint8Array.from(bytes)).sizedBytes(spares);
  const four = read(8, 1, 2, 3, 4);
  assertEquals([...four], [1, 2, 3, 4]);
  assertEquals([...read(4, 5, 6)], [5, 6]);
  assertEquals([...four], [1, 2, 3, 4]);
  assertEquals(read(9, 1, 7) === four, true);
  assertEquals([...four], [7, 0, 0, 0]);
});

Deno.test("zeros that no ByteWriter would have left out, or kept, are refused", () => {
  const read = (each: ByteReader) => each.sizedBytes();
  refused([5, 1, 7], read, "zeros are left out wrongly (at byte 0)");
  refused([17, 2, 7, 0], read, "zeros are left out wrongly");
  refused([0x83, 0x40, 0], read, "4097 bytes are too many to leave zeros out of");
  refused([17, 9, 1], read, "9 bytes are announced and 1 are left");
});
