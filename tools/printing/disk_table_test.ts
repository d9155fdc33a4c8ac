/** Tests of what is said of a disk after a power cut. */
import { assertEquals } from "@std/assert";
import { cutPower, syncedDisk } from "@palimpsest/fs";
import { DiskFixture } from "../../fs/disk/testing/disk_fixture.ts";
import { cutLines, diskLines, diskRows } from "./disk_table.ts";

function given(): DiskFixture {
  const disk = new DiskFixture();
  const fd = disk.open("same");
  disk.write(fd, "text");
  const changed = disk.open("changed");
  disk.write(changed, "x".repeat(8192));
  const gone = disk.open("gone");
  disk.call("fsync", { fd: gone });
  disk.call("fsync", { fd });
  disk.call("fsync", { fd: changed });
  disk.write(changed, "y", 4096);
  disk.write(changed, "longer", 8192);
  disk.call("unlink", { path: "d:gone" });
  disk.open("new");
  return disk;
}

Deno.test("every file is beside what it was", () => {
  const { state } = given().fixture;
  assertEquals(diskLines(diskRows(syncedDisk(state), cutPower(state))), [
    "d:changed  changed      8,192 bytes, were 8,198; other bytes in page 1",
    "d:gone     still there  0 bytes",
    "d:new      lost",
    "d:same     as it was    4 bytes",
  ]);
});

Deno.test("what survived is told by where it was", () => {
  const { state } = given().fixture;
  assertEquals(cutLines(cutPower(state).report), [
    "  journal     3 transactions replayed, 4 changes lost",
    "  device      0 writes in its cache: 0 kept, 0 lost",
    "  page cache  2 changed pages: 0 written back in time, 2 lost",
    "  orphans     none",
  ]);
});
