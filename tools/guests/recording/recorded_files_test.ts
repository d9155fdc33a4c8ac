/** Tests of the files of a recording. */
import { assertEquals } from "@std/assert";
import {
  FILE_DEVICE,
  FILE_DIRECTORY,
  FILE_OPAQUE,
  FILE_REGULAR,
  FS_EXT4,
  FS_TMPFS,
  OPEN,
} from "@palimpsest/kernel";
import { headerFile, openedFile, specialFile, UNKNOWN_SIZE_BYTES } from "./recorded_files.ts";

const opened = (path: string, fileSystem: string, flags = 0) => {
  const file = openedFile(path, fileSystem, flags);
  return [file.fileKind, file.fileSystem, file.sizeBytes, file.unknownStorage];
};

Deno.test("a file that existed has an unknown size, one that opening empties has none", () => {
  assertEquals(opened("/a", "ext4"), [FILE_REGULAR, FS_EXT4, UNKNOWN_SIZE_BYTES, true]);
  assertEquals(opened("/a", "ext4", OPEN.RDWR | OPEN.CREAT | OPEN.TRUNC), [FILE_REGULAR, FS_EXT4, 0, false]);
  assertEquals(opened("/a", "ext4", OPEN.WRONLY | OPEN.CREAT | OPEN.EXCL), [FILE_REGULAR, FS_EXT4, 0, false]);
  assertEquals(opened("/a", "ext4", OPEN.WRONLY | OPEN.CREAT), [
    FILE_REGULAR,
    FS_EXT4,
    UNKNOWN_SIZE_BYTES,
    true,
  ]);
});

Deno.test("directories, devices and files of /proc are not looked into; files of /dev/shm are", () => {
  assertEquals(opened("/a", "ext4", OPEN.DIRECTORY)[0], FILE_DIRECTORY);
  assertEquals(["/dev/null", "/dev/pts/0"].map((path) => opened(path, "tmpfs")[0]), [
    FILE_OPAQUE,
    FILE_OPAQUE,
  ]);
  assertEquals(opened("/proc/self/maps", "proc")[0], FILE_OPAQUE);
  assertEquals(opened("/dev/shm/x", "tmpfs").slice(0, 2), [FILE_REGULAR, FS_TMPFS]);
});

Deno.test("files of the header have their size, special mappings that of the mapping", () => {
  assertEquals(headerFile("/bin/true", 35664).sizeBytes, 35664);
  const vdso = specialFile("[vdso]", 2);
  assertEquals([vdso.fileKind, vdso.sizeBytes], [FILE_DEVICE, 8192]);
});
