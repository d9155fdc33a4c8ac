/** Tests of the hash of a page. */
import { assertEquals } from "@std/assert";
import { fillHashHi, fillHashLo, HIGH_FACTORS, LOW_FACTORS, PAGE_WORDS } from "./content_hash.ts";
import { mixTerm } from "./digest.ts";

Deno.test("the hash of a fill is the sum over its words", () => {
  for (const value of [0, 1, 0x7f, 0xff]) {
    let lo = 0;
    let hi = 0;
    for (let index = 0; index < PAGE_WORDS; index++) {
      const term = mixTerm(Math.imul(value, 0x01010101));
      lo = (lo + Math.imul(term, LOW_FACTORS[index])) | 0;
      hi = (hi + Math.imul(term, HIGH_FACTORS[index])) | 0;
    }
    assertEquals([fillHashLo(value), fillHashHi(value)], [lo, hi]);
  }
});

Deno.test("no factor stands twice", () => {
  assertEquals(new Set([...LOW_FACTORS, ...HIGH_FACTORS]).size, 2 * PAGE_WORDS);
});

Deno.test("the hash of the unknown page and of a fill stay what they are: logs hold their sums", () => {
  assertEquals([fillHashLo(-1), fillHashHi(1)], [-647414856, 60904428]);
});
