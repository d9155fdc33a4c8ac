/** Tests of lseek(2). */
import { assertEquals } from "@std/assert";
import { EBADF, EINVAL, ENXIO, ESPIPE } from "../errno.ts";
import { FILE_OPAQUE, FILE_PIPE, FS_NONE } from "../state/inode.ts";
import { FileFixture } from "../testing/file_fixture.ts";
import { SEEK } from "./lseek.ts";

function withFile(
  disk = false,
): { fixture: FileFixture; fd: number; seek: (offset: number, whence: number) => number } {
  const fixture = new FileFixture();
  const fd = disk ? fixture.openDiskFile({ sizeBytes: 0x8000 }) : fixture.openFile({ sizeBytes: 0x8000 });
  return { fixture, fd, seek: (offset, whence) => fixture.call("lseek", { fd, offset, whence }) };
}

Deno.test("positions count from the start, from where the file stands, and from its end", () => {
  const { seek } = withFile();
  assertEquals([seek(100, SEEK.SET), seek(-30, SEEK.CUR), seek(5, SEEK.END), seek(0, SEEK.CUR)], [
    100,
    70,
    0x8005,
    0x8005,
  ]);
});

Deno.test("a position before the start is EINVAL, and nothing moves", () => {
  const { seek } = withFile();
  seek(10, SEEK.SET);
  assertEquals([seek(-1, SEEK.SET), seek(-11, SEEK.CUR), seek(0, SEEK.CUR)], [-EINVAL, -EINVAL, 10]);
});

Deno.test("errors come by precedence: EBADF, EINVAL of whence, ESPIPE", () => {
  const { fixture, seek } = withFile();
  const pipe = fixture.openFile({ fileKind: FILE_PIPE, fileSystem: FS_NONE });
  const terminal = fixture.openFile({ fileKind: FILE_OPAQUE, fileSystem: FS_NONE });
  const of = (fd: number, whence: number) => fixture.call("lseek", { fd, whence });
  assertEquals([of(9, 7), of(pipe, 7), of(pipe, 0), of(terminal, 0)], [-EBADF, -EINVAL, -ESPIPE, 0]);
  assertEquals(seek(0, 5), -EINVAL);
});

Deno.test("data is what is in memory on tmpfs, and what is stored or changed on a disk", () => {
  for (const disk of [false, true]) {
    const { fixture, fd, seek } = withFile(disk);
    fixture.write(fd, Uint8Array.of(1), 0x3010);
    fixture.call("fsync", { fd });
    assertEquals([seek(0, SEEK.DATA), seek(0x3123, SEEK.DATA), seek(0x3123, SEEK.HOLE)], [
      0x3000,
      0x3123,
      0x4000,
    ]);
    assertEquals([seek(5, SEEK.HOLE), seek(0x4000, SEEK.DATA)], [5, -ENXIO]);
    assertEquals([seek(0x8000, SEEK.HOLE), seek(-1, SEEK.DATA)], [-ENXIO, -ENXIO]);
  }
});

Deno.test("a file that is data to its end has its hole there", () => {
  const fixture = new FileFixture();
  const fd = fixture.openFile();
  fixture.write(fd, new Uint8Array(5000));
  assertEquals(fixture.call("lseek", { fd, whence: SEEK.HOLE }), 5000);
});
