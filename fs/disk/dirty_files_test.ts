/** Tests of which files have changed pages: given(events).then(since when, how many). */
import { assertEquals } from "@std/assert";
import { dirtyPages, FAULT_ACCESS, PROT } from "@palimpsest/kernel";
import { DirtyFiles, dirtyPageCount } from "./dirty_files.ts";
import { DiskFixture } from "./testing/disk_fixture.ts";

Deno.test("a write puts a file into the list with the time of the first, fsync() takes it out", () => {
  const disk = new DiskFixture();
  const dirty = new DirtyFiles();
  const fd = disk.open("a");
  const inode = disk.fixture.inodeOf(fd).id;
  const { state } = disk.fixture;
  const event = { process: 1, fd };
  for (const now of [100, 200]) dirty.note(state, { kind: "pwrite64", ...event }, { result: 5000 }, now);
  assertEquals([[...dirty.since], dirty.mostPages], [[[inode, 100]], 6]);
  dirty.note(state, { kind: "fsync", ...event }, { result: 0 }, 300);
  assertEquals([...dirty.since], []);
});

Deno.test("a store that faults in a shared mapping does too; reads and files in memory do not", () => {
  const disk = new DiskFixture();
  const dirty = new DirtyFiles();
  const fd = disk.open("a");
  disk.write(fd, "text");
  disk.fixture.mapFile(fd, 100, 1, PROT.READ | PROT.WRITE);
  const fault = { kind: "fault", process: 1, page: 100 };
  dirty.note(disk.fixture.state, { ...fault, access: 0 }, { result: 0 }, 100);
  assertEquals(dirty.since.size, 0);
  dirty.note(disk.fixture.state, { ...fault, access: FAULT_ACCESS.write }, { result: 0 }, 100);
  assertEquals(dirty.since.size, 1);
  const memory = disk.fixture.openFile();
  dirty.since.clear();
  dirty.note(disk.fixture.state, { kind: "write", process: 1, fd: memory }, { result: 5 }, 100);
  assertEquals(dirty.since.size, 0);
});

Deno.test("counting finds the changed pages, and forgets files without any", () => {
  const disk = new DiskFixture();
  const dirty = new DirtyFiles();
  const fd = disk.open("a");
  disk.write(fd, "x".repeat(9000));
  const inode = disk.fixture.inodeOf(fd);
  dirty.since.set(inode.id, 1).set(999, 1);
  assertEquals([dirty.count(disk.fixture.state), dirty.mostPages, [...dirty.since.keys()]], [3, 3, [
    inode.id,
  ]]);
  assertEquals([[...dirtyPages(disk.fixture.state, inode)], dirtyPageCount(disk.fixture.state, inode)], [[
    0,
    1,
    2,
  ], 3]);
  disk.call("fsync", { fd });
  assertEquals([dirty.count(disk.fixture.state), dirty.since.size], [0, 0]);
});
