/** Tests of what effects of kernel and names mean for the disk: given(calls).then(the changes that were noted). */
import { assertEquals } from "@std/assert";
import { OPEN } from "@palimpsest/kernel";
import { openPath } from "../testing/fs_fixture.ts";
import { changeText } from "./disk_change.ts";
import { DiskFixture } from "./testing/disk_fixture.ts";

function noted(disk: DiskFixture, from = 0): string[] {
  const { journal } = disk.disk;
  const first = Math.max(from, journal.start);
  return Array.from({ length: journal.end - first }, (_, step) => changeText(journal.change(first + step)));
}

Deno.test("a new file is an inode and a name; what is written to the cache is not noted", () => {
  const disk = new DiskFixture();
  const fd = disk.open("a");
  const { id } = disk.fixture.inodeOf(fd);
  disk.write(fd, "text");
  assertEquals(noted(disk), [`inode ${id}: 0 bytes, 1 names`, `the name a stands for inode ${id}`]);
  disk.call("fsync", { fd });
  assertEquals(noted(disk, 2), [
    `pages 0 to 0 of inode ${id} lie in blocks from 1 on`,
    `inode ${id}: 4 bytes, 1 names`,
  ]);
});

Deno.test("growth within a page that has a block is noted at once, and so is truncation", () => {
  const disk = new DiskFixture();
  const fd = disk.open("a");
  const { id } = disk.fixture.inodeOf(fd);
  disk.write(fd, "text");
  disk.call("fsync", { fd });
  const from = disk.disk.journal.end;
  disk.write(fd, "more", 4);
  disk.write(fd, "far", 8192);
  disk.call("ftruncate", { fd, lengthBytes: 2 });
  disk.call("ftruncate", { fd, lengthBytes: 5000 });
  assertEquals(noted(disk, from), [
    `inode ${id}: 8 bytes, 1 names`,
    `inode ${id}: 2 bytes, 1 names`,
    `page 0 of inode ${id} is zeros behind the end of the file`,
    `inode ${id}: 5000 bytes, 1 names`,
  ]);
});

Deno.test("the last name and the last user take the inode with them", () => {
  const disk = new DiskFixture();
  const fd = disk.open("a");
  const { id } = disk.fixture.inodeOf(fd);
  const from = disk.disk.journal.end;
  disk.call("unlink", { path: "d:a" });
  disk.call("close", { fd });
  assertEquals(noted(disk, from), [
    "the name a is gone",
    `inode ${id}: 0 bytes, 0 names`,
    `inode ${id} is gone`,
  ]);
});

Deno.test("files of tmpfs and their names are none of the disk's business", () => {
  const disk = new DiskFixture();
  const fd = openPath(disk.fixture, "t:a", OPEN.RDWR | OPEN.CREAT);
  disk.write(fd, "text");
  disk.call("ftruncate", { fd, lengthBytes: 1 });
  disk.call("unlink", { path: "t:a" });
  disk.call("close", { fd });
  assertEquals(noted(disk), []);
});
