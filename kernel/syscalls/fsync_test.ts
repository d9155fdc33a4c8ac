/** Tests of fsync(2) and fdatasync(2). */
import { assertEquals } from "@std/assert";
import { EBADF, EINVAL } from "../errno.ts";
import { FILE_PIPE, FS_NONE } from "../state/inode.ts";
import { FileFixture } from "../testing/file_fixture.ts";

Deno.test("a disk file is written back, a memory-backed one has nothing to do", () => {
  for (const call of ["fsync", "fdatasync"]) {
    const fixture = new FileFixture();
    const disk = fixture.openDiskFile();
    const memory = fixture.openFile();
    for (const fd of [disk, memory]) fixture.write(fd, new Uint8Array(2 * 4096));
    assertEquals(fixture.call(call, { fd: disk }), 0);
    assertEquals(fixture.lastEffects.map(({ kind }) => kind), ["storageWrite"]);
    assertEquals(fixture.call(call, { fd: memory }), 0);
    assertEquals(fixture.lastEffects, []);
  }
});

Deno.test("what is not open is EBADF, what has no storage EINVAL", () => {
  const fixture = new FileFixture();
  const pipe = fixture.openFile({ fileKind: FILE_PIPE, fileSystem: FS_NONE });
  assertEquals([fixture.call("fsync", { fd: 9 }), fixture.call("fsync", { fd: pipe })], [-EBADF, -EINVAL]);
});
