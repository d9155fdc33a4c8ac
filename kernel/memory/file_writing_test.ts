/**
 * Tests of writing files through the page cache; the answers are those of Linux 6.18.
 */
import { assertEquals } from "@std/assert";
import { EFAULT } from "../errno.ts";
import { countingBytes, FileFixture } from "../testing/file_fixture.ts";
import { fillMemory } from "../user_memory.ts";
import { folioAt } from "./folio.ts";
import { isPageDirty } from "./folio_dirty.ts";
import { VM } from "./vma_flags.ts";

function folios(fixture: FileFixture, fd: number): string {
  const found: string[] = [];
  for (const index of fixture.cachedPages(fd)) {
    const folio = folioAt(fixture.state, fixture.inodeOf(fd), index);
    if (folio.index === index) found.push(`${index}+${folio.pageCount}`);
  }
  return found.join(" ");
}

Deno.test("a disk makes aligned folios as large as what is left; tmpfs single pages", () => {
  const write = (disk: boolean, position: number, lengthBytes: number) => {
    const fixture = new FileFixture();
    const fd = disk ? fixture.openDiskFile() : fixture.openFile();
    fixture.write(fd, new Uint8Array(lengthBytes), position);
    return folios(fixture, fd);
  };
  assertEquals(write(true, 0, 6 * 4096), "0+4 4+2");
  assertEquals(write(true, 0x800, 0x2800), "0+2 2+1");
  assertEquals(write(true, 0x2800, 0x5000), "2+2 4+2 6+1 7+1");
  assertEquals(write(false, 0, 3 * 4096), "0+1 1+1 2+1");
});

Deno.test("folios keep off pages that are cached", () => {
  const fixture = new FileFixture();
  const fd = fixture.openDiskFile();
  fixture.write(fd, Uint8Array.of(1), 2 * 4096);
  fixture.write(fd, new Uint8Array(8 * 4096));
  assertEquals(folios(fixture, fd), "0+2 2+1 3+1 4+4");
});

Deno.test("a partial write keeps the rest of a stored page", () => {
  const fixture = new FileFixture();
  const fd = fixture.openDiskFile();
  fixture.write(fd, countingBytes(4096));
  fixture.call("fsync", { fd });
  fixture.setup([{ kind: "cacheRemove", inode: fixture.inodeOf(fd).id, index: 0, count: 1 }]);
  fixture.write(fd, Uint8Array.of(250), 10);
  const expected = countingBytes(4096);
  expected[10] = 250;
  assertEquals(fixture.contentOf(fd), expected);
});

Deno.test("bytes come from user memory", () => {
  const fixture = new FileFixture();
  const fd = fixture.openFile();
  const buffer = fixture.mapAnonymous(64, 2);
  fillMemory(fixture.machine, 1, buffer, 8192, 7);
  assertEquals(fixture.call("pwrite64", { fd, buffer: buffer + 10, lengthBytes: 5000 }), 5000);
  assertEquals(fixture.contentOf(fd), new Uint8Array(5000).fill(7));
});

Deno.test("a source that cannot be read leaves the file grown up to it, with the page cached", () => {
  for (const disk of [false, true]) {
    const fixture = new FileFixture();
    const fd = disk ? fixture.openDiskFile() : fixture.openFile();
    assertEquals(
      fixture.call("pwrite64", { fd, buffer: 1 << 20, lengthBytes: 8, position: 6 * 4096 }),
      -EFAULT,
    );
    assertEquals([fixture.inodeOf(fd).sizeBytes, fixture.cachedPages(fd)], [6 * 4096, [6]]);
  }
});

Deno.test("a source that ends early gives what it has; new pages of a disk are dirty all the same", () => {
  const fixture = new FileFixture();
  const fd = fixture.openDiskFile();
  const buffer = fixture.mapAnonymous(64, 1);
  assertEquals(fixture.call("pwrite64", { fd, buffer, lengthBytes: 8192 }), 4096);
  assertEquals([fixture.inodeOf(fd).sizeBytes, folios(fixture, fd)], [4096, "0+2"]);
  assertEquals(isPageDirty(fixture.state, fixture.inodeOf(fd), 1), true);
});

Deno.test("a file that is written from a mapping of itself grows before its source faults", () => {
  const fixture = new FileFixture();
  const fd = fixture.openFile();
  const buffer = fixture.mapFile(fd, 1024, 8, VM.READ | VM.WRITE | VM.SHARED | VM.MAYSHARE);
  assertEquals(fixture.call("pwrite64", { fd, buffer, lengthBytes: 8, position: 6 * 4096 }), 8);
  assertEquals(fixture.inodeOf(fd).sizeBytes, 6 * 4096 + 8);
});

Deno.test("a write behind the end of a disk file zeroes what was stored there", () => {
  const fixture = new FileFixture();
  const fd = fixture.openDiskFile();
  fixture.write(fd, countingBytes(100));
  const page = fixture.mapFile(fd, 1024, 1, VM.READ | VM.WRITE | VM.SHARED | VM.MAYSHARE);
  fillMemory(fixture.machine, 1, page + 100, 100, 9);
  fixture.write(fd, Uint8Array.of(1), 150);
  assertEquals(fixture.contentOf(fd, 100, 51), Uint8Array.from([...new Uint8Array(50), 1]));
});

Deno.test("unknown bytes are written as unknown", () => {
  const fixture = new FileFixture();
  const fd = fixture.openFile();
  assertEquals(fixture.call("write", { fd, lengthBytes: 4096, outside: 1 }), 4096);
  assertEquals(fixture.state.content(fixture.inodeOf(fd).cachedFrame(0)), -1);
});
