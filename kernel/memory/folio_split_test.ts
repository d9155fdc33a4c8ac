/** Tests of cutting folios into parts. */
import { assertEquals } from "@std/assert";
import { FileFixture } from "../testing/file_fixture.ts";
import { folioAt } from "./folio.ts";
import { splitFolio } from "./folio_split.ts";

/** A disk file of one folio of eight pages, cut at `cuts`; the first page and the size of each part. */
function partsAfter(cuts: readonly number[], sizeBytes = 8 * 4096): string {
  const fixture = new FileFixture();
  const fd = fixture.openDiskFile();
  fixture.write(fd, new Uint8Array(8 * 4096));
  const inode = fixture.inodeOf(fd).id;
  fixture.setup([{ kind: "inodeSize", inode, sizeBytes }]);
  fixture.during((tx) => splitFolio(tx, inode, { index: 0, pageCount: 8 }, cuts));
  const parts: string[] = [];
  for (const index of fixture.cachedPages(fd)) {
    const part = folioAt(fixture.state, fixture.inodeOf(fd), index);
    if (part.index === index) parts.push(`${index}+${part.pageCount}`);
  }
  return parts.join(" ");
}

Deno.test("a folio is halved down to the page of the cut", () => {
  assertEquals(partsAfter([1]), "0+1 1+1 2+2 4+4");
  assertEquals(partsAfter([7]), "0+4 4+2 6+1 7+1");
});

Deno.test("a second cut halves the part that it lies in", () => {
  assertEquals(partsAfter([1, 6]), "0+1 1+1 2+2 4+2 6+1 7+1");
  assertEquals(partsAfter([1, 8]), "0+1 1+1 2+2 4+4");
});

Deno.test("parts that begin behind the end of the file leave the cache", () => {
  assertEquals(partsAfter([1], 3 * 4096), "0+1 1+1 2+2");
  assertEquals(partsAfter([1], 0), "0+1");
});
