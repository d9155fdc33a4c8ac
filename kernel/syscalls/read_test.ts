/** Tests of read(2) and pread64(2). */
import { assertEquals } from "@std/assert";
import { EBADF, EFAULT, EINVAL, EISDIR, ESPIPE } from "../errno.ts";
import { FILE_DIRECTORY, FILE_OPAQUE, FILE_PIPE, FS_NONE } from "../state/inode.ts";
import { OPEN } from "../state/open_file.ts";
import { countingBytes, FileFixture } from "../testing/file_fixture.ts";

Deno.test("read() moves the position, pread64() does not", () => {
  const fixture = new FileFixture();
  const fd = fixture.openFile();
  fixture.write(fd, countingBytes(100));
  const buffer = fixture.mapAnonymous(64, 1);
  assertEquals(fixture.call("pread64", { fd, buffer, lengthBytes: 10, position: 50 }), 10);
  assertEquals(fixture.call("read", { fd, buffer, lengthBytes: 10 }), 10);
  assertEquals(fixture.call("read", { fd, buffer, lengthBytes: 1000 }), 90);
  assertEquals(fixture.load(buffer, 90), countingBytes(100).slice(10));
  assertEquals(fixture.call("read", { fd, buffer, lengthBytes: 10 }), 0);
});

Deno.test("at the end of a file nothing is read, and the buffer is not touched", () => {
  const fixture = new FileFixture();
  const fd = fixture.openFile({ sizeBytes: 10 });
  assertEquals(fixture.call("pread64", { fd, buffer: 4096, lengthBytes: 10, position: 10 }), 0);
  assertEquals(fixture.call("pread64", { fd, buffer: 4096, lengthBytes: 0 }), 0);
});

Deno.test("errors come by precedence", () => {
  const fixture = new FileFixture();
  const fd = fixture.openFile({ sizeBytes: 100 });
  const writeOnly = fixture.openFile({ flags: OPEN.WRONLY });
  const pipe = fixture.openFile({ fileKind: FILE_PIPE, fileSystem: FS_NONE });
  const directory = fixture.openFile({ fileKind: FILE_DIRECTORY, flags: OPEN.RDONLY });
  const pread = (descriptor: number, position: number, buffer = 0, lengthBytes = 4) =>
    fixture.call("pread64", { fd: descriptor, position, buffer, lengthBytes });
  assertEquals([pread(77, -1), pread(77, 0), pread(pipe, 0)], [-EINVAL, -EBADF, -ESPIPE]);
  assertEquals([pread(writeOnly, 0, -4096), pread(fd, 0, -4096), pread(fd, 0, 0, -1)], [
    -EBADF,
    -EFAULT,
    -EFAULT,
  ]);
  assertEquals([pread(fd, 2 ** 63 - 1024, 0, 2048), pread(directory, 0)], [-EINVAL, -EISDIR]);
  assertEquals(fixture.call("read", { fd: pipe, lengthBytes: 4 }), -EINVAL);
});

Deno.test("a count that is given reaches user memory as unknown bytes, with the faults that takes", () => {
  const fixture = new FileFixture();
  const fd = fixture.openFile({ fileKind: FILE_OPAQUE, fileSystem: FS_NONE });
  const buffer = fixture.mapAnonymous(64, 1);
  assertEquals(fixture.call("read", { fd, buffer, lengthBytes: 100, given: 8 }), 7);
  assertEquals(fixture.eventKinds.slice(-3), ["read", "fault", "read"]);
  assertEquals(fixture.call("read", { fd, buffer, lengthBytes: 100, given: 1 }), 0);
  assertEquals(fixture.call("read", { fd, buffer, lengthBytes: 100, given: -EINVAL }), -EINVAL);
});

Deno.test("a buffer outside takes what there is", () => {
  const fixture = new FileFixture();
  const fd = fixture.openFile({ sizeBytes: 100 });
  assertEquals(fixture.call("read", { fd, lengthBytes: 1000, outside: 1 }), 100);
  assertEquals(fixture.lastEffects.map(({ kind }) => kind), ["filePosition"]);
});
