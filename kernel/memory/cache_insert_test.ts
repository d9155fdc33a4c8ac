/** Tests of taking pages into the page cache. */
import { assertEquals } from "@std/assert";
import { FileFixture } from "../testing/file_fixture.ts";
import { absentRun, CONTENT, insertAbsent, insertPages } from "./cache_insert.ts";

function cached(fixture: FileFixture, fd: number): (readonly [index: number, frame: number])[] {
  const inode = fixture.inodeOf(fd);
  return fixture.cachedPages(fd).map((index) => [index, inode.cachedFrame(index)] as const);
}

Deno.test("pages are inserted with frames in a row, behind that of the page before", () => {
  const fixture = new FileFixture();
  const [first, second] = [fixture.openFile({ sizeBytes: 65536 }), fixture.openFile({ sizeBytes: 65536 })];
  const insert = (fd: number, index: number, count: number) =>
    fixture.during((tx) =>
      insertPages(tx, { inode: fixture.inodeOf(fd).id, index, count, content: CONTENT.zeros })
    );
  assertEquals(insert(first, 0, 2), 1);
  assertEquals(insert(second, 4, 1), 3);
  assertEquals(insert(first, 5, 1), 4);
  assertEquals(insert(second, 5, 1), 5);
  assertEquals(cached(fixture, first), [[0, 1], [1, 2], [5, 4]]);
});

Deno.test("insertAbsent() passes over what is cached", () => {
  const fixture = new FileFixture();
  const fd = fixture.openDiskFile({ sizeBytes: 65536 });
  fixture.write(fd, Uint8Array.of(1), 2 * 4096);
  fixture.during((tx) => insertAbsent(tx, fixture.inodeOf(fd).id, 1, 4));
  assertEquals(fixture.cachedPages(fd), [1, 2, 3]);
  assertEquals(fixture.contentOf(fd, 2 * 4096, 1), Uint8Array.of(1));
});

Deno.test("absentRun() counts pages that are neither cached nor beyond the end asked for", () => {
  const fixture = new FileFixture();
  const fd = fixture.openFile({ sizeBytes: 65536 });
  fixture.write(fd, Uint8Array.of(1), 3 * 4096);
  const inode = fixture.inodeOf(fd);
  assertEquals([absentRun(inode, 0, 10), absentRun(inode, 3, 10), absentRun(inode, 4, 6)], [3, 0, 2]);
});

Deno.test("memory that fills up keeps what was inserted", () => {
  const fixture = new FileFixture([], 4);
  const fd = fixture.openDiskFile({ sizeBytes: 65536 });
  fixture.during((tx) => insertAbsent(tx, fixture.inodeOf(fd).id, 0, 16));
  assertEquals(fixture.cachedPages(fd), [0, 1, 2]);
});
