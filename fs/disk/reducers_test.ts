/** Tests of the reducers of disks: given(a disk).when(effect).then(state). */
import { assertEquals, assertThrows } from "@std/assert";
import { diskEffects } from "./effects.ts";
import { diskReducers } from "./reducers.ts";
import { DiskFixture } from "./testing/disk_fixture.ts";

Deno.test("every effect has a reducer", () => {
  assertEquals(Object.keys(diskReducers), Object.keys(diskEffects));
});

Deno.test("blocksTake, diskSize and journalCommit change tree and journal", () => {
  const disk = new DiskFixture();
  const fd = disk.open("a");
  const inode = disk.fixture.inodeOf(fd).id;
  disk.fixture.setup([
    { kind: "diskSize", inode, sizeBytes: 9000 },
    { kind: "blocksTake", inode, index: 1, count: 2, block: 1 },
  ]);
  assertEquals([disk.disk.attributesOf(inode)?.sizeBytes, disk.disk.current.blockOf(inode, 2)], [9000, 2]);
  const { runningId } = disk.disk.journal;
  disk.fixture.setup([{ kind: "journalCommit", transaction: runningId }]);
  assertEquals([disk.disk.journal.runningCount, disk.disk.home.inodes.size], [0, 0]);
  disk.fixture.setup([{ kind: "journalCheckpoint" }]);
  assertEquals([disk.disk.journal.committedCount, disk.disk.home.inodes.get(inode)?.attributes.sizeBytes], [
    0,
    9000,
  ]);
});

Deno.test("deviceFlush empties the device's cache", () => {
  const disk = new DiskFixture();
  const fd = disk.open("a");
  disk.write(fd, "old");
  disk.call("fsync", { fd });
  disk.call("ftruncate", { fd, lengthBytes: 0 });
  disk.write(fd, "new");
  disk.call("close", { fd });
  assertEquals(disk.disk.device.waitingCount, 1);
  disk.fixture.setup([{ kind: "deviceFlush" }]);
  assertEquals(disk.disk.device.waitingCount, 0);
});

Deno.test("a commit out of turn, and a size of what is not on the disk, are corrupt logs", () => {
  const disk = new DiskFixture();
  assertThrows(() => disk.fixture.setup([{ kind: "journalCommit", transaction: 1 }]), Error, "transaction 1");
  const other = new DiskFixture();
  assertThrows(
    () => other.fixture.setup([{ kind: "diskSize", inode: 9, sizeBytes: 1 }]),
    Error,
    "not on the disk",
  );
});
