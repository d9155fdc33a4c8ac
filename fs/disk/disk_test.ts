/** Tests of the disk's slice: given(files).when(written, committed).then(blocks, numbers). */
import { assertEquals } from "@std/assert";
import { DiskFixture } from "./testing/disk_fixture.ts";

Deno.test("pages get blocks when they are written back, one after the other", () => {
  const disk = new DiskFixture();
  const fd = disk.open("a");
  disk.write(fd, "x".repeat(3 * 4096));
  assertEquals(disk.disk.nextBlock, 1);
  disk.call("fsync", { fd });
  const [[, inode]] = [...disk.disk.current.inodes.entries()];
  assertEquals([...inode.blocks.entries()], [[0, 1], [1, 2], [2, 3]]);
  assertEquals(disk.disk.nextBlock, 4);
});

Deno.test("what the device holds is what the kernel stored (DK4)", () => {
  const disk = new DiskFixture();
  const fd = disk.open("a");
  for (const text of ["one", "another"]) {
    disk.write(fd, text.repeat(2000));
    disk.call("fsync", { fd });
  }
  const { storage, id } = disk.fixture.inodeOf(fd);
  for (const [index, content] of storage.entries()) {
    assertEquals(disk.disk.device.read(disk.disk.current.blockOf(id, index)!), content);
  }
});

Deno.test("blocks are free again once what frees them is committed (DK2)", () => {
  const disk = new DiskFixture();
  const fd = disk.open("a");
  disk.write(fd, "x".repeat(3 * 4096));
  disk.call("fsync", { fd });
  disk.call("ftruncate", { fd, lengthBytes: 4096 });
  assertEquals([[...disk.disk.free.all()], [...disk.disk.freeing.all()]], [[], [{ block: 2, count: 2 }]]);
  disk.call("fsync", { fd });
  assertEquals([[...disk.disk.free.all()], [...disk.disk.freeing.all()]], [[{ block: 2, count: 2 }], []]);
  assertEquals(disk.disk.device.blocks.get(2), undefined);
});

Deno.test("pages that move keep their blocks", () => {
  const disk = new DiskFixture();
  const fd = disk.open("a");
  disk.write(fd, "a".repeat(4096) + "b".repeat(4096) + "c".repeat(4096));
  disk.call("fsync", { fd });
  disk.call("fallocate", { fd, mode: 8, offset: 4096, lengthBytes: 4096 });
  disk.call("fsync", { fd });
  assertEquals([disk.textAfterCut("a"), [...disk.disk.free.all()]], [
    "a".repeat(4096) + "c".repeat(4096),
    [{ block: 2, count: 1 }],
  ]);
  disk.call("fallocate", { fd, mode: 0x20, offset: 4096, lengthBytes: 4096 });
  disk.call("fsync", { fd });
  assertEquals(disk.textAfterCut("a"), "a".repeat(4096) + "\0".repeat(4096) + "c".repeat(4096));
});

Deno.test("what a checkpoint does not share is counted", () => {
  const disk = new DiskFixture();
  const fd = disk.open("a");
  disk.write(fd, "x".repeat(5 * 4096));
  disk.call("fsync", { fd });
  const { epoch } = disk.fixture.state.checkpoint();
  assertEquals(disk.disk.bytesSince(epoch), 0);
  disk.write(fd, "y".repeat(4096));
  disk.call("fsync", { fd });
  assertEquals(disk.disk.bytesSince(epoch) > 60, true);
});
