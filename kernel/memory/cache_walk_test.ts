/** Tests of looking for pages that are not cached, slot by slot. */
import { assertEquals } from "@std/assert";
import { FileFixture } from "../testing/file_fixture.ts";
import { CONTENT, insertPages } from "./cache_insert.ts";
import { missAbove, missBelow } from "./cache_walk.ts";

/** A disk file whose cache holds folios, given as [index, order] each. */
function cacheOf(folios: readonly (readonly [index: number, order: number])[]): {
  below: (index: number, limit?: number) => number;
  above: (index: number, limit?: number) => number;
} {
  const fixture = new FileFixture();
  const fd = fixture.openDiskFile({ sizeBytes: 2 ** 30 });
  const inode = fixture.inodeOf(fd).id;
  fixture.during((tx) => {
    for (const [index, order] of folios) {
      insertPages(tx, { inode, index, order, count: 2 ** order, content: CONTENT.zeros });
    }
  });
  return {
    below: (index, limit = 2048) => missBelow(fixture.state, fixture.inodeOf(fd), index, limit),
    above: (index, limit = 2048) => missAbove(fixture.state, fixture.inodeOf(fd), index, limit),
  };
}

const singles = (first: number, end: number) =>
  Array.from({ length: end - first }, (_, step) => [first + step, 0] as const);

Deno.test("among single pages a walk down ends at the page that is not cached, or before the first", () => {
  assertEquals(cacheOf(singles(3, 10)).below(9), 2);
  assertEquals(cacheOf(singles(0, 10)).below(9), -1);
  assertEquals(cacheOf(singles(0, 100)).below(99), -1);
  assertEquals(cacheOf([]).below(9), 9);
});

Deno.test("a walk down that begins in a large folio goes on from the folio's first slot", () => {
  assertEquals(cacheOf([[0, 3]]).below(7), 6);
  assertEquals(cacheOf([...singles(0, 4), [4, 2]]).below(7), 2);
});

Deno.test("a walk down takes up the page number again where it enters the node below", () => {
  assertEquals(cacheOf([...singles(0, 64), [64, 2]]).below(67), 63);
});

Deno.test("a folio that fills whole nodes is counted page by page", () => {
  assertEquals(cacheOf([[64, 6]]).below(100), 63);
});

Deno.test("among single pages a walk up ends at the first that is not cached, or after its steps", () => {
  assertEquals(cacheOf(singles(3, 10)).above(4), 10);
  assertEquals(cacheOf(singles(3, 10)).above(4, 4), 8);
});

Deno.test("a walk up that begins in a large folio ends too late", () => {
  assertEquals(cacheOf([[8, 2]]).above(9), 13);
});
