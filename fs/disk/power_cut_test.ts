/** Tests of power cuts: given(calls).when(the power is cut).then(what is found). */
import { assertEquals } from "@std/assert";
import { OPEN } from "@palimpsest/kernel";
import { syncedDisk } from "./power_cut.ts";
import { DISK_DIRECTORY, DiskFixture } from "./testing/disk_fixture.ts";

const PAGE = "x".repeat(4096);

Deno.test("a file that was created and written may be there, empty, in part or whole, or not", () => {
  const disk = new DiskFixture();
  const fd = disk.open("a");
  disk.write(fd, PAGE + "tail");
  assertEquals(disk.textsAfterCut("a"), new Set([undefined, "", PAGE, PAGE + "tail"]));
});

Deno.test("fsync() makes content, size and the name of a new file durable", () => {
  const disk = new DiskFixture();
  const fd = disk.open("a");
  disk.write(fd, PAGE + "tail");
  disk.call("fsync", { fd });
  assertEquals(disk.textsAfterCut("a"), new Set([PAGE + "tail"]));
});

Deno.test("fdatasync() makes an append durable, and of an overwritten page only flushes the device", () => {
  const disk = new DiskFixture();
  const fd = disk.open("a");
  disk.write(fd, "one");
  disk.call("fdatasync", { fd });
  assertEquals(disk.textsAfterCut("a"), new Set(["one"]));
  const commits = disk.disk.journal.runningId;
  disk.write(fd, "two");
  assertEquals(disk.textsAfterCut("a"), new Set(["one", "two"]));
  disk.call("fdatasync", { fd });
  assertEquals(disk.textsAfterCut("a"), new Set(["two"]));
  assertEquals(disk.disk.journal.runningId, commits);
});

Deno.test("pages that were overwritten in place are there each for itself", () => {
  const disk = new DiskFixture();
  const fd = disk.open("a");
  disk.write(fd, "a".repeat(8192));
  disk.call("fsync", { fd });
  disk.write(fd, "b".repeat(8192));
  const kinds = new Set([...disk.textsAfterCut("a")].map((text) => text![0] + text![4096]));
  assertEquals(kinds, new Set(["aa", "ab", "ba", "bb"]));
});

Deno.test("a file that is cut to nothing and written anew may be empty; what was flushed for its commit is not", () => {
  const disk = new DiskFixture();
  const fd = disk.open("a");
  disk.write(fd, "old");
  disk.call("fsync", { fd });
  disk.call("close", { fd });
  const again = disk.open("a", OPEN.WRONLY | OPEN.TRUNC);
  assertEquals(disk.textsAfterCut("a"), new Set(["old", ""]));
  disk.write(again, "new");
  assertEquals(disk.textsAfterCut("a"), new Set(["old", "", "new"]));
  disk.call("close", { fd: again });
  assertEquals(disk.textsAfterCut("a"), new Set(["old", "", "new"]));
});

Deno.test("O_SYNC writes are durable when they return", () => {
  const disk = new DiskFixture();
  for (const flags of [OPEN.SYNC, OPEN.DSYNC]) {
    const name = `file${flags}`;
    const fd = disk.open(name, OPEN.RDWR | OPEN.CREAT | flags);
    for (const text of ["one", "two", "longer"]) {
      disk.write(fd, text);
      assertEquals(disk.textsAfterCut(name), new Set([text]));
    }
  }
});

Deno.test("an unlinked file is there until its removal is committed, and its blocks are not given before", () => {
  const disk = new DiskFixture();
  const fd = disk.open("a");
  disk.write(fd, "kept");
  disk.call("fsync", { fd });
  disk.call("close", { fd });
  disk.call("unlink", { path: "d:a" });
  assertEquals(disk.textsAfterCut("a"), new Set(["kept", undefined]));
  const other = disk.open("b");
  disk.write(other, "other");
  disk.call("fdatasync", { fd: other });
  assertEquals(disk.textsAfterCut("a"), new Set([undefined]));
  assertEquals([...disk.disk.free.all()], [{ block: 1, count: 1 }]);
  const third = disk.open("c");
  disk.write(third, "third");
  disk.call("fsync", { fd: third });
  assertEquals([...disk.disk.free.all()], []);
  assertEquals(disk.textAfterCut("b"), "other");
});

Deno.test("an unlinked file that is open is an orphan: a reboot removes it", () => {
  const disk = new DiskFixture();
  const fd = disk.open("a");
  disk.write(fd, "gone");
  disk.call("fsync", { fd });
  disk.call("unlink", { path: "d:a" });
  disk.call("fsync", { fd });
  const picture = disk.cut();
  assertEquals([picture.find(DISK_DIRECTORY, "a"), picture.report.orphans.length], [undefined, 1]);
});

Deno.test("what lay behind the end of a file that was cut and grown again does not come back", () => {
  const disk = new DiskFixture();
  const fd = disk.open("a");
  disk.write(fd, "secret secret");
  disk.call("fsync", { fd });
  disk.call("ftruncate", { fd, lengthBytes: 2 });
  disk.call("ftruncate", { fd, lengthBytes: 6 });
  const cutInPlace = "se" + "\0".repeat(11);
  assertEquals(disk.textsAfterCut("a"), new Set(["secret secret", cutInPlace, "se", "se\0\0\0\0"]));
  const other = disk.open("b");
  disk.call("fsync", { fd: other });
  assertEquals(disk.textsAfterCut("a"), new Set(["se\0\0\0\0"]));
});

Deno.test("holes stay holes, and names that were there before the run too", () => {
  const disk = new DiskFixture();
  const fd = disk.open("a");
  disk.write(fd, "end", 8192);
  disk.call("fsync", { fd });
  assertEquals(disk.textAfterCut("a"), "\0".repeat(8192) + "end");
  disk.call("fallocate", { fd, mode: 3, offset: 8192, lengthBytes: 4096 });
  disk.call("fsync", { fd });
  assertEquals(disk.textAfterCut("a"), "\0".repeat(8195));
});

Deno.test("a hole at the end of a file leaves it as long as it was, though its last pages are never written", () => {
  const disk = new DiskFixture();
  const fd = disk.open("a");
  disk.write(fd, PAGE + "tail");
  disk.call("fallocate", { fd, mode: 3, offset: 4096, lengthBytes: 4096 });
  disk.call("fsync", { fd });
  assertEquals(disk.textAfterCut("a"), PAGE + "\0\0\0\0");
});

Deno.test("seed 0 is the worst case: nothing is there that was not promised", () => {
  const disk = new DiskFixture();
  const fd = disk.open("a");
  disk.write(fd, "one");
  disk.call("fsync", { fd });
  disk.write(fd, "two");
  const { report } = disk.cut();
  assertEquals(disk.textAfterCut("a"), "one");
  assertEquals([report.keptPages, report.lostPages, report.keptWrites, report.lastKept], [
    0,
    1,
    0,
    undefined,
  ]);
});

Deno.test("the disk after everything was written back is what the running machine sees", () => {
  const disk = new DiskFixture();
  const kept = disk.open("kept");
  disk.write(kept, PAGE + "one");
  disk.call("fsync", { fd: kept });
  disk.write(kept, "two", 4096);
  disk.write(disk.open("new"), "a new file");
  disk.call("ftruncate", { fd: kept, lengthBytes: 10_000 });
  const picture = syncedDisk(disk.fixture.state);
  const texts = picture.files().map((
    { path, inode },
  ) => [path, new TextDecoder().decode(picture.bytes(inode).bytes)]);
  assertEquals(texts, [["d:kept", (PAGE + "two").padEnd(10_000, "\0")], ["d:new", "a new file"]]);
});
