/** Tests of what a disk decides: given(changes).when(synced).then(effects). */
import { assertEquals } from "@std/assert";
import { OPEN } from "@palimpsest/kernel";
import { DiskFixture } from "./testing/disk_fixture.ts";
import { TreeFixture } from "../testing/tree_fixture.ts";
import { syncDisk } from "./port.ts";

function effects(disk: DiskFixture): string[] {
  return disk.fixture.lastEffects.map(({ kind }) => kind);
}

Deno.test("fsync() of a new file gives blocks, writes them, and commits", () => {
  const disk = new DiskFixture();
  const fd = disk.open("a");
  disk.write(fd, "text");
  disk.call("fsync", { fd });
  assertEquals(effects(disk), ["bytesFill", "blocksTake", "storageWrite", "journalCommit"]);
  disk.call("fsync", { fd });
  assertEquals(effects(disk), []);
});

Deno.test("fdatasync() after a change of names alone has nothing to do, fsync() commits", () => {
  const disk = new DiskFixture();
  const fd = disk.open("a");
  disk.call("fsync", { fd });
  disk.call("unlink", { path: "d:a" });
  disk.call("fdatasync", { fd });
  assertEquals(effects(disk), []);
  disk.call("fsync", { fd });
  assertEquals(effects(disk), ["journalCommit"]);
});

Deno.test("fsync() of another file that nothing happened to leaves the running transaction alone", () => {
  const disk = new DiskFixture();
  const fd = disk.open("a");
  disk.call("fsync", { fd });
  disk.open("b");
  disk.call("fsync", { fd });
  assertEquals([effects(disk), disk.disk.journal.runningCount], [[], 2]);
});

Deno.test("pages that a file was cut within are written before the commit of any file (PO1)", () => {
  const disk = new DiskFixture();
  const fd = disk.open("a");
  disk.write(fd, "secret");
  disk.call("fsync", { fd });
  disk.call("ftruncate", { fd, lengthBytes: 2 });
  const other = disk.open("b");
  disk.call("fsync", { fd: other });
  assertEquals(effects(disk), ["bytesFill", "storageWrite", "journalCommit"]);
});

Deno.test("free blocks are given first, the lowest run first", () => {
  const disk = new DiskFixture();
  const fd = disk.open("a");
  disk.write(fd, "x".repeat(4 * 4096));
  disk.call("fsync", { fd });
  disk.call("fallocate", { fd, mode: 3, offset: 4096, lengthBytes: 2 * 4096 });
  disk.call("fsync", { fd });
  const other = disk.open("b");
  disk.write(other, "y".repeat(3 * 4096));
  disk.call("fsync", { fd: other });
  const taken = disk.fixture.lastEffects.filter(({ kind }) => kind === "blocksTake");
  assertEquals(taken.map(({ block, count }) => [block, count]), [[2, 2], [5, 1]]);
});

Deno.test("a journal that is full is written home before the next commit (PO2)", () => {
  const disk = new DiskFixture();
  for (let round = 0; round < 2; round++) {
    for (let file = 0; file < 300; file++) disk.call("close", { fd: disk.open(`${round} ${file}`) });
    for (let file = 0; file < 300; file++) disk.call("unlink", { path: `d:${round} ${file}` });
    disk.fixture.during((tx) => syncDisk(tx));
    assertEquals(effects(disk), round === 0 ? ["journalCommit"] : ["journalCheckpoint", "journalCommit"]);
  }
  assertEquals([disk.disk.home.inodes.size, disk.disk.journal.transactions().length], [0, 1]);
});

Deno.test("syncDisk() flushes the device when there is nothing to commit", () => {
  const disk = new DiskFixture();
  const fd = disk.open("a", OPEN.RDWR | OPEN.CREAT);
  disk.write(fd, "old");
  disk.call("fsync", { fd });
  disk.write(fd, "new");
  disk.fixture.during((tx) => {
    tx.emit({ kind: "storageWrite", inode: disk.fixture.inodeOf(fd).id, index: 0, count: 1 });
    syncDisk(tx);
  });
  assertEquals(effects(disk), ["storageWrite", "deviceFlush"]);
});

Deno.test("a file that takes the name of another one is written back before", () => {
  const tree = new TreeFixture();
  const open = (path: string) => tree.call("open", { path, flags: OPEN.RDWR | OPEN.CREAT, mode: 0o644 });
  for (const path of ["/disk/new", "/disk/old"]) tree.write(open(path), new Uint8Array(5000).fill(1));
  tree.call("rename", { oldPath: "/disk/new", newPath: "/disk/other" });
  assertEquals(tree.lastEffects.some(({ kind }) => kind === "storageWrite"), false);
  tree.call("rename", { oldPath: "/disk/other", newPath: "/disk/old" });
  const kinds = tree.lastEffects.map(({ kind }) => kind);
  assertEquals(kinds.indexOf("storageWrite") < kinds.indexOf("entryRemove"), true);
});
