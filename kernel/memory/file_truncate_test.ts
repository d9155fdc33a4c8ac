/**
 * Tests of changing the size of files, and of holes; the answers are those of Linux 6.18.
 */
import { assertEquals } from "@std/assert";
import { touchMemory } from "../mmu.ts";
import { countingBytes, FileFixture } from "../testing/file_fixture.ts";
import { storeBytes } from "../user_memory.ts";
import { collapseRange, growFile, insertRange, punchHole, setFileSize, zeroRange } from "./file_truncate.ts";
import { isInCache } from "./page_cache.ts";
import { VM } from "./vma_flags.ts";

const SHARED = VM.READ | VM.WRITE | VM.SHARED | VM.MAYSHARE;

function written(disk: boolean, pageCount = 4): { fixture: FileFixture; fd: number; inode: number } {
  const fixture = new FileFixture();
  const fd = disk ? fixture.openDiskFile() : fixture.openFile();
  fixture.write(fd, countingBytes(pageCount * 4096));
  return { fixture, fd, inode: fixture.inodeOf(fd).id };
}

/** Stores a byte through a shared mapping of the file. */
function store(fixture: FileFixture, fd: number, offset: number, value: number): void {
  if (fixture.state.space(1).vmaAt(1024) === undefined) fixture.mapFile(fd, 1024, 8, SHARED);
  storeBytes(fixture.machine, 1, 1024 * 4096 + offset, Uint8Array.of(value));
  fixture.machine.endStores();
}

Deno.test("shrinking removes pages, unmaps them and zeroes the rest of the last one", () => {
  for (const disk of [false, true]) {
    const { fixture, fd, inode } = written(disk);
    fixture.call("fsync", { fd });
    fixture.mapFile(fd, 1024, 4, SHARED);
    for (let page = 0; page < 4; page++) touchMemory(fixture.machine, 1, (1024 + page) * 4096, {});
    fixture.during((tx) => setFileSize(tx, inode, 5000));
    assertEquals(fixture.cachedPages(fd), [0, 1]);
    assertEquals(fixture.state.space(1).pte(1026), 0);
    fixture.during((tx) => setFileSize(tx, inode, 8192));
    assertEquals(fixture.contentOf(fd, 5000).every((byte) => byte === 0), true);
  }
});

Deno.test("growing zeroes what was stored behind the end of a disk file, and leaves it on tmpfs", () => {
  for (const [disk, expected] of [[true, 0], [false, 9]] as const) {
    const fixture = new FileFixture();
    const fd = disk ? fixture.openDiskFile() : fixture.openFile();
    fixture.write(fd, countingBytes(100));
    store(fixture, fd, 200, 9);
    fixture.during((tx) => setFileSize(tx, fixture.inodeOf(fd).id, 300));
    assertEquals(fixture.contentOf(fd, 200, 1), Uint8Array.of(expected));
  }
});

Deno.test("a disk file that is cut in a hole gets the page of its end into the cache, unread", () => {
  const fixture = new FileFixture();
  const fd = fixture.openDiskFile({ sizeBytes: 65536 });
  fixture.during((tx) => setFileSize(tx, fixture.inodeOf(fd).id, 5000));
  assertEquals([fixture.cachedPages(fd), isInCache(fixture.state, fixture.inodeOf(fd), 1)], [[1], false]);
});

Deno.test("a hole removes whole pages, zeroes the edges and keeps the size", () => {
  for (const disk of [false, true]) {
    const { fixture, fd, inode } = written(disk);
    fixture.call("fsync", { fd });
    fixture.during((tx) => punchHole(tx, inode, 4000, 2 * 4096));
    const expected = countingBytes(4 * 4096);
    expected.fill(0, 4000, 4000 + 2 * 4096);
    assertEquals(fixture.contentOf(fd), expected);
    assertEquals(fixture.cachedPages(fd), [0, 2, 3]);
  }
});

Deno.test("a hole in a disk file reaches no further than the page of its end", () => {
  const { fixture, fd, inode } = written(true);
  fixture.during((tx) => punchHole(tx, inode, 4 * 4096, 4096));
  assertEquals(fixture.lastEffects, []);
  fixture.during((tx) => punchHole(tx, inode, 3 * 4096, 2 ** 40));
  assertEquals(fixture.inodeOf(fd).sizeBytes, 4 * 4096);
});

Deno.test("a zero range may let the file grow; what is added is zero", () => {
  const { fixture, fd, inode } = written(true, 1);
  fixture.during((tx) => zeroRange(tx, inode, 2000, 10000, 10000));
  assertEquals(fixture.inodeOf(fd).sizeBytes, 10000);
  const expected = new Uint8Array(10000);
  expected.set(countingBytes(2000));
  assertEquals(fixture.contentOf(fd), expected);
});

Deno.test("a collapsed range is gone, and what followed moves down", () => {
  const { fixture, fd, inode } = written(true);
  fixture.during((tx) => collapseRange(tx, inode, 4096, 4096));
  const whole = countingBytes(4 * 4096);
  assertEquals(fixture.inodeOf(fd).sizeBytes, 3 * 4096);
  assertEquals(fixture.contentOf(fd), Uint8Array.from([...whole.subarray(0, 4096), ...whole.subarray(8192)]));
  assertEquals(fixture.cachedPages(fd), [0]);
});

Deno.test("an inserted range is a hole, and what followed moves up", () => {
  const { fixture, fd, inode } = written(true, 2);
  fixture.during((tx) => insertRange(tx, inode, 4096, 8192));
  const whole = countingBytes(2 * 4096);
  const expected = new Uint8Array(4 * 4096);
  expected.set(whole.subarray(0, 4096));
  expected.set(whole.subarray(4096), 3 * 4096);
  assertEquals(fixture.contentOf(fd), expected);
});

Deno.test("growFile() never shrinks, and brings both edges of what a disk adds into the cache", () => {
  const fixture = new FileFixture();
  const fd = fixture.openDiskFile({ sizeBytes: 5000 });
  const inode = fixture.inodeOf(fd).id;
  fixture.during((tx) => growFile(tx, inode, 100));
  assertEquals(fixture.inodeOf(fd).sizeBytes, 5000);
  fixture.during((tx) => growFile(tx, inode, 20000));
  assertEquals([fixture.inodeOf(fd).sizeBytes, fixture.cachedPages(fd)], [20000, [1, 4]]);
});

Deno.test("tmpfs: a hole that ends within the first page unmaps the file from its first whole page on", () => {
  const { fixture, fd, inode } = written(false);
  fixture.mapFile(fd, 1024, 4, SHARED);
  for (let page = 0; page < 4; page++) touchMemory(fixture.machine, 1, (1024 + page) * 4096, {});
  fixture.during((tx) => punchHole(tx, inode, 10, 20));
  const present = [0, 1, 2, 3].map((page) => fixture.state.space(1).pte(1024 + page) !== 0);
  assertEquals(present, [true, false, false, false]);
});
