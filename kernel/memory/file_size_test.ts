/** Tests of sizes of files in pages. */
import { assertEquals } from "@std/assert";
import { LARGEST_DISK_FILE_BYTES } from "../limits.ts";
import { FileFixture } from "../testing/file_fixture.ts";
import { bytesInPage, cacheEnd, filePageCount, largestSize } from "./file_size.ts";

Deno.test("a file has as many pages as its bytes begin", () => {
  const fixture = new FileFixture();
  const counts = [0, 1, 4096, 4097].map((sizeBytes) =>
    filePageCount(fixture.inodeOf(fixture.openFile({ sizeBytes })))
  );
  assertEquals(counts, [0, 1, 1, 2]);
});

Deno.test("the last page holds what is left of the bytes", () => {
  const inode = (() => {
    const fixture = new FileFixture();
    return fixture.inodeOf(fixture.openFile({ sizeBytes: 5000 }));
  })();
  assertEquals([0, 1, 2].map((index) => bytesInPage(inode, index)), [4096, 904, 0]);
});

Deno.test("cacheEnd() lies behind pages that are cached beyond the end of a file", () => {
  const fixture = new FileFixture();
  const fd = fixture.openFile();
  assertEquals(cacheEnd(fixture.inodeOf(fd)), 0);
  fixture.write(fd, new Uint8Array(3 * 4096));
  assertEquals(cacheEnd(fixture.inodeOf(fd)) >= 3, true);
  fixture.setup([{
    kind: "cacheInsert",
    inode: fixture.inodeOf(fd).id,
    index: 700,
    count: 1,
    frame: 100,
    content: 0,
    order: 0,
  }]);
  assertEquals(cacheEnd(fixture.inodeOf(fd)) > 700, true);
});

Deno.test("a disk bounds its files, memory does not", () => {
  const fixture = new FileFixture();
  assertEquals(largestSize(fixture.inodeOf(fixture.openDiskFile())), LARGEST_DISK_FILE_BYTES);
  assertEquals(largestSize(fixture.inodeOf(fixture.openFile())), 2 ** 63);
});
