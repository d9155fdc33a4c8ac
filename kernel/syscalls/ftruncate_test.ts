/** Tests of ftruncate(2). */
import { assertEquals } from "@std/assert";
import { EBADF, EFBIG, EINVAL } from "../errno.ts";
import { FILE_PIPE, FS_NONE } from "../state/inode.ts";
import { OPEN } from "../state/open_file.ts";
import { RLIMIT } from "../state/process.ts";
import { FileFixture } from "../testing/file_fixture.ts";

Deno.test("ftruncate() grows and shrinks a file", () => {
  const fixture = new FileFixture();
  const fd = fixture.openFile();
  for (const lengthBytes of [10000, 5, 0]) {
    assertEquals(fixture.call("ftruncate", { fd, lengthBytes }), 0);
    assertEquals(fixture.inodeOf(fd).sizeBytes, lengthBytes);
  }
});

Deno.test("errors come by precedence", () => {
  const fixture = new FileFixture();
  const fd = fixture.openFile();
  const readOnly = fixture.openFile({ flags: OPEN.RDONLY });
  const pipe = fixture.openFile({ fileKind: FILE_PIPE, fileSystem: FS_NONE });
  const truncate = (descriptor: number, lengthBytes: number) =>
    fixture.call("ftruncate", { fd: descriptor, lengthBytes });
  assertEquals([truncate(77, -1), truncate(77, 0)], [-EINVAL, -EBADF]);
  assertEquals([truncate(readOnly, 0), truncate(pipe, 0)], [-EINVAL, -EINVAL]);
  assertEquals(truncate(fixture.openDiskFile(), 2 ** 44), -EFBIG);
  fixture.setup([{ kind: "limitSet", process: 1, resource: RLIMIT.FSIZE, soft: 100, hard: 100 }]);
  assertEquals([truncate(fd, 101), truncate(fd, 100)], [-EFBIG, 0]);
});
