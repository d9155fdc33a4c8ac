/** Tests of kinds of file systems. */
import { FS_EXT4, FS_PROC, FS_SHMEM, FS_TMPFS } from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { kindOfFileSystem } from "./file_system_kind.ts";

Deno.test("kinds have Linux's names", () => {
  const kinds = [FS_TMPFS, FS_EXT4, FS_PROC, FS_SHMEM];
  assertEquals(kinds.map((kind) => kindOfFileSystem(kind).name), ["tmpfs", "ext4", "proc", "none"]);
});
