/** Tests of reading files through the page cache. */
import { assertEquals } from "@std/assert";
import { EFAULT } from "../errno.ts";
import { countingBytes, FileFixture } from "../testing/file_fixture.ts";

Deno.test("bytes are copied page by page into user memory", () => {
  const fixture = new FileFixture();
  const fd = fixture.openFile();
  fixture.write(fd, countingBytes(10000));
  const buffer = fixture.mapAnonymous(64, 4) + 100;
  assertEquals(fixture.call("pread64", { fd, buffer, lengthBytes: 9000, position: 50 }), 9000);
  assertEquals(fixture.load(buffer, 9000), countingBytes(10000).slice(50, 9050));
});

Deno.test("a hole reads as zeros: tmpfs leaves it a hole, a disk reads it into the cache", () => {
  for (const [disk, pages] of [[false, []], [true, [0, 1]]] as const) {
    const fixture = new FileFixture();
    const fd = disk ? fixture.openDiskFile({ sizeBytes: 8192 }) : fixture.openFile({ sizeBytes: 8192 });
    const buffer = fixture.mapAnonymous(64, 1);
    assertEquals(fixture.call("pread64", { fd, buffer, lengthBytes: 100 }), 100);
    assertEquals([fixture.load(buffer, 100), fixture.cachedPages(fd)], [new Uint8Array(100), [...pages]]);
  }
});

Deno.test("a file of a recording gives unknown bytes and takes no page for them", () => {
  const fixture = new FileFixture();
  const fd = fixture.openDiskFile({ sizeBytes: 8192, unknownStorage: true });
  const buffer = fixture.mapAnonymous(64, 3);
  assertEquals(fixture.call("read", { fd, buffer, lengthBytes: 10000 }), 8192);
  assertEquals(fixture.cachedPages(fd), []);
  assertEquals(fixture.state.content(fixture.state.space(1).pte(64) >>> 8), -1);
});

Deno.test("a buffer that ends early takes what it can; one that takes nothing is EFAULT", () => {
  const fixture = new FileFixture();
  const fd = fixture.openFile();
  fixture.write(fd, countingBytes(10000));
  const buffer = fixture.mapAnonymous(64, 1);
  assertEquals(fixture.call("pread64", { fd, buffer: buffer + 4000, lengthBytes: 5000 }), 96);
  assertEquals(fixture.call("pread64", { fd, buffer: buffer + 4096, lengthBytes: 5000 }), -EFAULT);
});

Deno.test("a batch ends before a page that is unread; the next one reads it", () => {
  const fixture = new FileFixture();
  const fd = fixture.openDiskFile({ sizeBytes: 65536 });
  fixture.call("ftruncate", { fd, lengthBytes: 0x2800 });
  fixture.call("ftruncate", { fd, lengthBytes: 65536 });
  const buffer = fixture.mapAnonymous(64, 1);
  assertEquals(
    fixture.call("pread64", { fd, buffer: buffer + 4092, lengthBytes: 0x4010, position: 4096 }),
    4,
  );
  const unread = fixture.inodeOf(fd).cachedFrame(2);
  assertEquals((fixture.state.frameWord(unread, 1) & 0x800) !== 0, true);
  fixture.call("pread64", { fd, outside: 1, lengthBytes: 0x4010, position: 4096 });
  assertEquals((fixture.state.frameWord(unread, 1) & 0x800) !== 0, false);
});
