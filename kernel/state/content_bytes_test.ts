/** Tests of the pages of which all bytes are kept. The simulations of content_test.ts go through here too. */
import { assert, assertEquals } from "@std/assert";
import { PAGE_SIZE } from "../address.ts";
import { ContentBytes, copyPage, copyRun, fillPage, isKnown, writeIntoPage } from "./content_bytes.ts";
import { fillHashHi, fillHashLo } from "./content_hash.ts";

Deno.test("a page that is filled piece by piece hashes as the fill", () => {
  const page = new ContentBytes(1);
  writeIntoPage(page, 0, new Uint8Array(PAGE_SIZE).fill(1), 0, PAGE_SIZE);
  for (let offset = 0; offset < PAGE_SIZE; offset += 37) {
    fillPage(page, offset, Math.min(37, PAGE_SIZE - offset), 0xaa);
  }
  assertEquals([page.hashLo, page.hashHi], [fillHashLo(0xaa), fillHashHi(0xaa)]);
});

Deno.test("a byte that becomes unknown is zero, and known again when it is written", () => {
  const page = new ContentBytes(1);
  fillPage(page, 0, 10, 5);
  fillPage(page, 3, 2, -1);
  assertEquals([...page.bytes.subarray(0, 6)], [5, 5, 5, 0, 0, 5]);
  assertEquals([isKnown(page, 0, 3), isKnown(page, 0, 4), isKnown(page, 5, 5)], [true, false, true]);
  writeIntoPage(page, 3, Uint8Array.of(5, 5), 0, 2);
  assert(isKnown(page, 0, PAGE_SIZE));
});

Deno.test("copyPage() makes a page that shares nothing", () => {
  const page = new ContentBytes(1);
  fillPage(page, 8, 8, -1);
  const copy = copyPage(2, page);
  fillPage(copy, 0, PAGE_SIZE, 7);
  assertEquals([page.bytes[0], isKnown(page, 8, 1), copy.bytes[0], isKnown(copy, 8, 1)], [0, false, 7, true]);
});

Deno.test("copyRun() moves overlapping bytes", () => {
  const bytes = Uint8Array.from({ length: 10 }, (_, index) => index);
  copyRun(bytes, 0, bytes, 2, 8);
  assertEquals([...bytes], [0, 1, 0, 1, 2, 3, 4, 5, 6, 7]);
});
