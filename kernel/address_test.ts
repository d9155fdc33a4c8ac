/** Tests of the arithmetic of addresses, pages and words. */
import { assertEquals } from "@std/assert";
import {
  addressOf,
  hex,
  isPageAligned,
  offsetInPage,
  pageOf,
  pagesSpanning,
  roundDown,
  roundUp,
  unsigned,
} from "./address.ts";

Deno.test("pages and offsets split an address above 2^32 exactly", () => {
  const address = 0x7ffff7fe4b70;
  assertEquals(pageOf(address), 0x7ffff7fe4);
  assertEquals(offsetInPage(address), 0xb70);
  assertEquals(addressOf(pageOf(address)) + offsetInPage(address), address);
});

Deno.test("a length spans whole pages, rounded up", () => {
  assertEquals([0, 1, 4096, 4097].map(pagesSpanning), [0, 1, 1, 2]);
});

Deno.test("rounding keeps what is aligned", () => {
  assertEquals([roundUp(4097, 4096), roundUp(8192, 4096), roundDown(4097, 4096)], [8192, 8192, 4096]);
  assertEquals(isPageAligned(8192) && !isPageAligned(8193), true);
});

Deno.test("a negative word is an unsigned value near 2^64", () => {
  assertEquals(unsigned(-4096) > 2 ** 63, true);
  assertEquals(hex(0x7fff0000), "0x7fff0000");
});
