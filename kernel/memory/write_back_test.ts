/** Tests of write-back. */
import { assertEquals } from "@std/assert";
import { touchMemory } from "../mmu.ts";
import { countingBytes, FileFixture } from "../testing/file_fixture.ts";
import { isAnyDirty } from "./folio_dirty.ts";
import { isWritable } from "./pte.ts";
import { VM } from "./vma_flags.ts";
import { writeBack } from "./write_back.ts";

const SHARED = VM.READ | VM.WRITE | VM.SHARED | VM.MAYSHARE;

/** A disk file of one folio of four pages and one of two, mapped and written through the mapping. */
function changedFile(): {
  fixture: FileFixture;
  fd: number;
  writable: () => string;
  sync: (first: number, count: number) => void;
} {
  const fixture = new FileFixture();
  const fd = fixture.openDiskFile();
  fixture.write(fd, countingBytes(6 * 4096));
  fixture.mapFile(fd, 1024, 6, SHARED);
  for (let page = 0; page < 6; page++) touchMemory(fixture.machine, 1, (1024 + page) * 4096, { write: true });
  const space = () => fixture.state.space(1);
  return {
    fixture,
    fd,
    writable: () =>
      [0, 1, 2, 3, 4, 5].map((page) => isWritable(space().pte(1024 + page)) ? "w" : "r").join(""),
    sync: (first, count) => fixture.during((tx) => writeBack(tx, fixture.inodeOf(fd).id, first, count)),
  };
}

Deno.test("whole folios are written, and mappings lose the right to write to them", () => {
  const { fixture, fd, writable, sync } = changedFile();
  assertEquals(writable(), "wwwwww");
  sync(1, 1);
  assertEquals(writable(), "rrrrww");
  const inode = fixture.inodeOf(fd);
  assertEquals([0, 3, 4].map((index) => inode.storage.get(index) !== undefined), [true, true, false]);
  assertEquals([isAnyDirty(fixture.state, inode, 0, 4), isAnyDirty(fixture.state, inode, 4, 6)], [
    false,
    true,
  ]);
});

Deno.test("what is clean is left alone", () => {
  const { fixture, sync } = changedFile();
  sync(0, 6);
  sync(0, 6);
  assertEquals(fixture.lastEffects, []);
});

Deno.test("stored bytes stay what they were when the page changes again", () => {
  const { fixture, fd, sync } = changedFile();
  sync(0, 6);
  fixture.write(fd, Uint8Array.of(99), 0);
  fixture.setup([{ kind: "cacheRemove", inode: fixture.inodeOf(fd).id, index: 4, count: 2 }]);
  assertEquals(fixture.contentOf(fd, 4 * 4096), countingBytes(6 * 4096).slice(4 * 4096));
});

Deno.test("what lies in the last page behind the end of the file is zeroed", () => {
  const { fixture, fd, sync } = changedFile();
  const inode = fixture.inodeOf(fd).id;
  fixture.setup([{ kind: "inodeSize", inode, sizeBytes: 5000 }]);
  sync(0, 6);
  fixture.setup([{ kind: "inodeSize", inode, sizeBytes: 8192 }]);
  assertEquals(fixture.contentOf(fd, 5000).every((byte) => byte === 0), true);
});

Deno.test("memory-backed files have nothing to write to", () => {
  const fixture = new FileFixture();
  const fd = fixture.openFile();
  fixture.write(fd, countingBytes(10));
  fixture.during((tx) => writeBack(tx, fixture.inodeOf(fd).id, 0, 1));
  assertEquals(fixture.lastEffects, []);
});
