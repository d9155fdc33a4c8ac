/** Tests of what a reboot finds. */
import { assertEquals } from "@std/assert";
import { FILE_REGULAR, FS_EXT4 } from "@palimpsest/kernel";
import { furnishFile } from "../furnish.ts";
import { DISK_DIRECTORY, DiskFixture } from "./testing/disk_fixture.ts";

Deno.test("files are found by their names, and read in parts", () => {
  const disk = new DiskFixture();
  const fd = disk.open("b");
  disk.write(fd, "x".repeat(4096) + "text");
  disk.call("fsync", { fd });
  const picture = disk.cut();
  const inode = picture.find(DISK_DIRECTORY, "b")!;
  assertEquals(new TextDecoder().decode(picture.bytes(inode, 4095, 3).bytes), "xte");
  assertEquals(picture.files().map(({ path }) => path), ["d:b"]);
  assertEquals([picture.fileAt("d:b"), picture.fileAt("d:c")], [inode, undefined]);
});

Deno.test("a file from before the run is there, and nobody knows its bytes", () => {
  const disk = new DiskFixture();
  const making = { fileKind: FILE_REGULAR, fileSystem: FS_EXT4, sizeBytes: 5000, mode: 0o644 };
  furnishFile(disk.fixture.machine, { path: "d:old", unknownStorage: true, ...making });
  const picture = disk.cut();
  const { bytes, known } = picture.bytes(picture.find(DISK_DIRECTORY, "old")!);
  assertEquals([bytes.length, known], [5000, false]);
});
