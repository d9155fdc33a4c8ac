/** Tests of shared anonymous memory as files without a name. */
import { assertEquals } from "@std/assert";
import { ENOMEM } from "../errno.ts";
import { FS_SHMEM } from "../state/inode.ts";
import { givenProcess, range } from "../testing/machine_fixture.ts";
import { MAP } from "./mmap_flags.ts";
import { newSharedMemory } from "./shared_memory.ts";

Deno.test("a shared-memory object is a file of its size, without names, open for reading and writing", () => {
  const given = givenProcess();
  const memory = given.setUp((tx) => newSharedMemory(tx, 10, true));
  assertEquals(memory, { file: 1, inode: 1 });
  const { sizeBytes, links, making } = given.state.inode(1);
  assertEquals([sizeBytes, links, making.fileSystem, making.name], [
    40960,
    0,
    FS_SHMEM,
    "/dev/zero (deleted)",
  ]);
  assertEquals(given.state.file(1).isWritable, true);
});

Deno.test("accounted memory passes the overcommit heuristic, or is not made", () => {
  const given = givenProcess({ ramPages: 9 });
  assertEquals(given.setUp((tx) => newSharedMemory(tx, 10, true)), -ENOMEM);
  assertEquals(given.state.inodes.size, 0);
  assertEquals(given.setUp((tx) => newSharedMemory(tx, 10, false)), { file: 1, inode: 1 });
});

Deno.test("the object goes with its last mapping, the pages with it", () => {
  const given = givenProcess();
  given.map(100, 10, { flags: MAP.SHARED });
  given.touch(100, "w");
  given.call("munmap", range(100, 5));
  assertEquals([given.state.inodes.size, given.state.frameMap.usedCount], [1, 2]);
  given.call("munmap", range(105, 5));
  assertEquals([given.state.inodes.size, given.state.files.size, given.state.frameMap.usedCount], [0, 0, 1]);
});

Deno.test("parent and child share it", () => {
  const given = givenProcess();
  given.map(100, 1, { flags: MAP.SHARED });
  given.touch(100, "w");
  given.pid = given.fork();
  assertEquals([given.residency(100, 1), given.touch(100, "r"), given.residency(100, 1)], [
    ".",
    "minor",
    "F",
  ]);
});
