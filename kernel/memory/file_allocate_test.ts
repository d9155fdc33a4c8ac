/** Tests of allocating pages of memory-backed files ahead. */
import { assertEquals } from "@std/assert";
import { ENOSPC } from "../errno.ts";
import { FileFixture } from "../testing/file_fixture.ts";
import { allocatePages } from "./file_allocate.ts";
import { isInCache } from "./page_cache.ts";

function allocate(fixture: FileFixture, fd: number, start: number, end: number): number {
  return fixture.during((tx) => allocatePages(tx, fixture.inodeOf(fd).id, start, end));
}

function inMemory(fixture: FileFixture, fd: number, count: number): string {
  return Array.from(
    { length: count },
    (_, index) => isInCache(fixture.state, fixture.inodeOf(fd), index) ? 1 : 0,
  )
    .join("");
}

Deno.test("allocated pages take their places, and are not in memory", () => {
  const fixture = new FileFixture();
  const fd = fixture.openFile({ sizeBytes: 65536 });
  assertEquals(allocate(fixture, fd, 4097, 3 * 4096 + 1), 0);
  assertEquals([fixture.cachedPages(fd), inMemory(fixture, fd, 4)], [[1, 2, 3], "0000"]);
});

Deno.test("a page that is allocated twice becomes a page of zeros; what is in memory stays", () => {
  const fixture = new FileFixture();
  const fd = fixture.openFile();
  fixture.write(fd, Uint8Array.of(5));
  allocate(fixture, fd, 0, 2 * 4096);
  allocate(fixture, fd, 4096, 3 * 4096);
  assertEquals([inMemory(fixture, fd, 3), fixture.contentOf(fd)], ["110", Uint8Array.of(5)]);
});

Deno.test("a write fills an allocated page; a read leaves it as it is", () => {
  const fixture = new FileFixture();
  const fd = fixture.openFile({ sizeBytes: 65536 });
  allocate(fixture, fd, 0, 2 * 4096);
  fixture.call("pread64", { fd, lengthBytes: 8192, outside: 1 });
  assertEquals(inMemory(fixture, fd, 2), "00");
  fixture.write(fd, Uint8Array.of(1), 4096);
  assertEquals(inMemory(fixture, fd, 2), "01");
});

Deno.test("more pages than there is memory are ENOSPC, and nothing is done", () => {
  const fixture = new FileFixture([], 16);
  const fd = fixture.openFile();
  assertEquals(allocate(fixture, fd, 0, 16 * 4096), -ENOSPC);
  assertEquals(fixture.cachedPages(fd), []);
});

Deno.test("cutting and closing a file give back pages that were allocated behind its end", () => {
  const fixture = new FileFixture();
  const fd = fixture.openFile({ links: 0 });
  allocate(fixture, fd, 0, 3000 * 4096);
  fixture.call("ftruncate", { fd, lengthBytes: 0 });
  assertEquals(fixture.cachedPages(fd), []);
  allocate(fixture, fd, 0, 3000 * 4096);
  fixture.call("close", { fd });
  assertEquals(fixture.state.frameMap.usedCount, 1);
});
