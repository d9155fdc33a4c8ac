/** Tests of sync(2) and syncfs(2). */
import { assertEquals } from "@std/assert";
import { EBADF, OPEN } from "@palimpsest/kernel";
import { DiskFixture } from "../disk/testing/disk_fixture.ts";
import { openPath } from "../testing/fs_fixture.ts";

Deno.test("sync() makes every file durable, names and bytes", () => {
  const disk = new DiskFixture();
  for (const name of ["a", "b"]) disk.write(disk.open(name), `text of ${name}`);
  assertEquals(disk.call("sync"), 0);
  for (const name of ["a", "b"]) assertEquals([...disk.textsAfterCut(name)], [`text of ${name}`]);
  assertEquals(disk.call("sync"), 0);
  assertEquals(disk.fixture.lastEffects, []);
});

Deno.test("syncfs() of a file in memory leaves the disk alone, of one on the disk does not", () => {
  const disk = new DiskFixture();
  const fd = disk.open("a");
  disk.write(fd, "text");
  const memory = openPath(disk.fixture, "t:a", OPEN.RDWR | OPEN.CREAT);
  assertEquals(disk.call("syncfs", { fd: memory }), 0);
  assertEquals(disk.textAfterCut("a"), undefined);
  assertEquals(disk.call("syncfs", { fd }), 0);
  assertEquals(disk.textAfterCut("a"), "text");
  assertEquals(disk.call("syncfs", { fd: 99 }), -EBADF);
});
