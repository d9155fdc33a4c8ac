/** Tests of how a page of a file comes into memory for a fault. */
import { assertEquals } from "@std/assert";
import { FileFixture } from "../testing/file_fixture.ts";
import { F_READAHEAD, F_UNREAD } from "./frame.ts";
import { cachePage, isInCache, presumeCached, readPages } from "./page_cache.ts";

function bringIn(
  fixture: FileFixture,
  fd: number,
  index: number,
): { frame: number; isMajor: boolean; startsAgain: boolean } {
  return fixture.during((tx) => cachePage(tx, fixture.inodeOf(fd), index));
}

Deno.test("a hole of tmpfs becomes a page of zeros, and is no major fault", () => {
  const fixture = new FileFixture();
  const fd = fixture.openFile({ sizeBytes: 65536 });
  assertEquals(bringIn(fixture, fd, 3), { frame: 1, isMajor: false, startsAgain: false });
  assertEquals(fixture.cachedPages(fd), [3]);
});

Deno.test("a page of a disk that is not cached is a major fault, even a hole", () => {
  const fixture = new FileFixture();
  const fd = fixture.openDiskFile({ sizeBytes: 65536 });
  assertEquals(bringIn(fixture, fd, 3), { frame: 1, isMajor: true, startsAgain: true });
  assertEquals(bringIn(fixture, fd, 3), { frame: 1, isMajor: false, startsAgain: false });
});

Deno.test("a page of a file from before a recording counts as cached, with unknown content", () => {
  const fixture = new FileFixture();
  const fd = fixture.openDiskFile({ sizeBytes: 65536, unknownStorage: true });
  const { frame, isMajor } = bringIn(fixture, fd, 3);
  assertEquals([isMajor, fixture.state.content(frame)], [false, -1]);
  fixture.during((tx) => presumeCached(tx, fixture.inodeOf(fd), 2, 100));
  assertEquals(fixture.cachedPages(fd).length, 14);
});

Deno.test("what was cut off such a file is known to be zero", () => {
  const fixture = new FileFixture();
  const fd = fixture.openDiskFile({ sizeBytes: 65536, unknownStorage: true });
  fixture.call("ftruncate", { fd, lengthBytes: 4096 });
  fixture.call("ftruncate", { fd, lengthBytes: 65536 });
  const { frame, isMajor } = bringIn(fixture, fd, 1);
  assertEquals([isMajor, fixture.state.content(frame)], [true, 0]);
});

Deno.test("a page that only has its place in the cache is read: a minor fault that starts again", () => {
  const fixture = new FileFixture();
  const fd = fixture.openDiskFile({ sizeBytes: 65536 });
  fixture.call("ftruncate", { fd, lengthBytes: 5000 });
  assertEquals([fixture.cachedPages(fd), isInCache(fixture.state, fixture.inodeOf(fd), 1)], [[1], false]);
  assertEquals(bringIn(fixture, fd, 1), { frame: 1, isMajor: false, startsAgain: true });
  assertEquals(isInCache(fixture.state, fixture.inodeOf(fd), 1), true);
});

Deno.test("MADV_WILLNEED reads pages and maps nothing", () => {
  const fixture = new FileFixture();
  const fd = fixture.openDiskFile({ sizeBytes: 65536 });
  fixture.during((tx) => readPages(tx, fixture.inodeOf(fd), 4, 100));
  assertEquals(fixture.cachedPages(fd), [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
});

Deno.test("marks that mean something to disks mean nothing to tmpfs", () => {
  const fixture = new FileFixture();
  const fd = fixture.openFile({ sizeBytes: 65536 });
  const { frame } = bringIn(fixture, fd, 0);
  fixture.setup([{ kind: "framesMark", frame, count: 1, set: F_READAHEAD | F_UNREAD, clear: 0 }]);
  assertEquals(bringIn(fixture, fd, 0), { frame, isMajor: false, startsAgain: false });
});

Deno.test("full memory has no frame for a page", () => {
  const fixture = new FileFixture([], 2);
  const fd = fixture.openFile({ sizeBytes: 65536 });
  bringIn(fixture, fd, 0);
  assertEquals(bringIn(fixture, fd, 1).frame, -1);
});
