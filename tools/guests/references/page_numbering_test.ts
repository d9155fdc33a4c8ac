/** Tests of the numbering of pages. */
import { assertEquals } from "@std/assert";
import { PageNumbering } from "./page_numbering.ts";

Deno.test("pages are numbered as they are first seen", () => {
  const numbering = new PageNumbering();
  assertEquals([70, 2 ** 52, 70, 0, 0].map((page) => numbering.numberOf(page)), [0, 1, 0, 2, 2]);
  assertEquals([numbering.pageCount, numbering.pageOf(1)], [3, 2 ** 52]);
});

Deno.test("numbers are what a Map would keep, for many pages with alike digits", () => {
  const numbering = new PageNumbering();
  const map = new Map<number, number>();
  for (let step = 0; step < 50_000; step++) {
    const page = (step * 7919 % 9000) * (step % 3 === 0 ? 2 ** 32 : 1024);
    if (!map.has(page)) map.set(page, map.size);
    assertEquals(numbering.numberOf(page), map.get(page));
  }
  for (const [page, number] of map) assertEquals(numbering.pageOf(number), page);
});
