/** Tests of inodes as records. */
import { assertEquals } from "@std/assert";
import { FILE_REGULAR, FS_EXT4, FS_SHMEM, FS_TMPFS, Inode, type InodeMaking } from "./inode.ts";

function makeInode(making: Partial<InodeMaking> = {}): Inode {
  const usual = { fileKind: FILE_REGULAR, fileSystem: FS_TMPFS, sizeBytes: 10_000, mode: 0o644, links: 1 };
  return new Inode(1, 3, { ...usual, unknownStorage: false, name: "/a", ...making });
}

Deno.test("a cache entry names a frame, a swap slot, or nothing", () => {
  const inode = makeInode();
  const put = (index: number, word: number) => inode.cache.own(1, index)[inode.cache.offset(index)] = word;
  put(1, 5 + 1);
  put(2, -(7 + 1));
  assertEquals([0, 1, 2].map((index) => inode.cachedFrame(index)), [-1, 5, -1]);
  assertEquals([0, 1, 2].map((index) => inode.swapSlot(index)), [-1, -1, 7]);
});

Deno.test("of a file that existed before the run all pages are unknown", () => {
  assertEquals([makeInode().unknownPages, makeInode({ unknownStorage: true }).unknownPages], [0, 3]);
});

Deno.test("tmpfs and shared memory live in memory alone, disk files do not", () => {
  const backed = [FS_TMPFS, FS_SHMEM, FS_EXT4].map((fileSystem) => makeInode({ fileSystem }).isMemoryBacked);
  assertEquals(backed, [true, true, false]);
});

Deno.test("a copy goes its own way; size, names and what is unknown are in the digest's fields", () => {
  const inode = makeInode();
  const fields = inode.digestFields();
  const copy = inode.clone(2);
  copy.sizeBytes = 1;
  copy.links = 2;
  copy.unknownPages = 3;
  copy.openCount = 9;
  assertEquals(copy.digestFields().filter((field, index) => field !== fields[index]), [1, 2, 3]);
  assertEquals([inode.digestFields(), inode.openCount], [fields, 0]);
});
