/** Tests of taking bytes out of the page cache. */
import { assertEquals } from "@std/assert";
import { countingBytes, FileFixture } from "../testing/file_fixture.ts";
import { cutFromCache, zeroCached } from "./file_cut.ts";

function writtenFile(
  disk: boolean,
  clean = false,
): { fixture: FileFixture; fd: number; cut: (start: number, end: number) => void } {
  const fixture = new FileFixture();
  const fd = disk ? fixture.openDiskFile() : fixture.openFile();
  fixture.write(fd, countingBytes(8 * 4096));
  if (clean) fixture.call("fsync", { fd });
  const inode = fixture.inodeOf(fd).id;
  return { fixture, fd, cut: (start, end) => fixture.during((tx) => cutFromCache(tx, inode, start, end)) };
}

Deno.test("pages wholly inside go; what is inside of the others becomes zero", () => {
  const { fixture, fd, cut } = writtenFile(false);
  cut(4096 + 10, 4 * 4096 + 5);
  assertEquals(fixture.cachedPages(fd), [0, 1, 4, 5, 6, 7]);
  const whole = countingBytes(8 * 4096);
  whole.fill(0, 4096 + 10, 4 * 4096 + 5);
  assertEquals(fixture.contentOf(fd), whole);
});

Deno.test("a cut within one page zeroes it there", () => {
  const { fixture, fd, cut } = writtenFile(false);
  cut(4096 + 10, 4096 + 20);
  assertEquals(fixture.cachedPages(fd).length, 8);
  assertEquals(fixture.contentOf(fd, 4096 + 9, 3)[1], 0);
});

Deno.test("a clean folio of a disk is split, and its pages inside go", () => {
  const { fixture, fd, cut } = writtenFile(true, true);
  cut(2 * 4096, 5 * 4096);
  assertEquals(fixture.cachedPages(fd), [0, 1, 5, 6, 7]);
});

Deno.test("a folio with changes outside the cut stays, with zeros inside", () => {
  const { fixture, fd, cut } = writtenFile(true);
  cut(2 * 4096, 5 * 4096);
  assertEquals(fixture.cachedPages(fd).length, 8);
  assertEquals(fixture.contentOf(fd, 2 * 4096, 3 * 4096).every((byte) => byte === 0), true);
});

Deno.test("changes inside the cut do not keep a folio", () => {
  const { fixture, fd, cut } = writtenFile(true, true);
  fixture.write(fd, Uint8Array.of(1), 3 * 4096);
  cut(2 * 4096, 5 * 4096);
  assertEquals(fixture.cachedPages(fd), [0, 1, 5, 6, 7]);
});

Deno.test("zeroCached() leaves pages alone that are zero, or not cached", () => {
  const fixture = new FileFixture();
  const fd = fixture.openFile({ sizeBytes: 65536 });
  fixture.write(fd, new Uint8Array(4096), 4096);
  fixture.call("ftruncate", { fd, lengthBytes: 65536 });
  fixture.write(fd, Uint8Array.of(1), 2 * 4096);
  fixture.during((tx) => zeroCached(tx, fixture.inodeOf(fd).id, 0, 65536));
  assertEquals(fixture.lastEffects.filter(({ kind }) => kind === "bytesFill").length <= 2, true);
  assertEquals(fixture.contentOf(fd).every((byte) => byte === 0), true);
});
