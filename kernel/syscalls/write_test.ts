/** Tests of write(2) and pwrite64(2). */
import { assert, assertEquals } from "@std/assert";
import { checkState } from "../check/check_state.ts";
import { EBADF, EFAULT, EFBIG, EINVAL, ESPIPE } from "../errno.ts";
import { CACHED_PAGES_LIMIT } from "../limits.ts";
import { FILE_OPAQUE, FILE_PIPE, FS_NONE } from "../state/inode.ts";
import { OPEN } from "../state/open_file.ts";
import { RLIMIT } from "../state/process.ts";
import { FileFixture } from "../testing/file_fixture.ts";

const abc = Uint8Array.of(97, 98, 99);

Deno.test("write() moves the position, pwrite64() does not", () => {
  const fixture = new FileFixture();
  const fd = fixture.openFile();
  const write = () => fixture.call("write", { fd, lengthBytes: 3, outside: 1, bytes: abc });
  assertEquals([write(), write(), fixture.write(fd, abc, 10)], [3, 3, 3]);
  assertEquals(fixture.call("lseek", { fd, whence: 1 }), 6);
  assertEquals(fixture.contentOf(fd), Uint8Array.from([...abc, ...abc, 0, 0, 0, 0, ...abc]));
});

Deno.test("O_APPEND writes at the end, pwrite64() too", () => {
  const fixture = new FileFixture();
  const fd = fixture.openFile({ sizeBytes: 5, flags: OPEN.RDWR | OPEN.APPEND });
  assertEquals(fixture.write(fd, abc, 1), 3);
  assertEquals([fixture.inodeOf(fd).sizeBytes, fixture.call("lseek", { fd, whence: 1 })], [8, 0]);
  fixture.call("write", { fd, lengthBytes: 3, outside: 1, bytes: abc });
  assertEquals([fixture.inodeOf(fd).sizeBytes, fixture.call("lseek", { fd, whence: 1 })], [11, 11]);
});

Deno.test("O_DSYNC writes back what was written", () => {
  const fixture = new FileFixture();
  const fd = fixture.openDiskFile({ flags: OPEN.RDWR | OPEN.DSYNC });
  fixture.write(fd, abc);
  assertEquals(fixture.lastEffects.at(-1)?.kind, "storageWrite");
});

Deno.test("errors come by precedence", () => {
  const fixture = new FileFixture();
  const fd = fixture.openDiskFile();
  const readOnly = fixture.openFile({ flags: OPEN.RDONLY });
  const pipe = fixture.openFile({ fileKind: FILE_PIPE, fileSystem: FS_NONE });
  const pwrite = (descriptor: number, position: number, buffer = 0, lengthBytes = 4) =>
    fixture.call("pwrite64", { fd: descriptor, position, buffer, lengthBytes });
  assertEquals([pwrite(77, -1), pwrite(77, 0), pwrite(pipe, 0)], [-EINVAL, -EBADF, -ESPIPE]);
  assertEquals([pwrite(readOnly, 0, -4096), pwrite(fd, 0, -4096)], [-EBADF, -EFAULT]);
  assertEquals([pwrite(fd, 2 ** 44), pwrite(fd, 2 ** 44, 0, 0), pwrite(fd, 0)], [-EFBIG, 0, -EFAULT]);
});

Deno.test("the last page that can be cached keeps what is written; one behind it is EFBIG", () => {
  const fixture = new FileFixture();
  const fd = fixture.openFile();
  const last = (CACHED_PAGES_LIMIT - 1) * 4096;
  assertEquals([fixture.write(fd, abc, last), fixture.write(fd, abc, last + 4096)], [3, -EFBIG]);
  checkState(fixture.state);
  assert(fixture.inodeOf(fd).cache.word(CACHED_PAGES_LIMIT - 1) !== 0);
});

Deno.test("RLIMIT_FSIZE cuts a write short, and refuses one that begins there", () => {
  const fixture = new FileFixture();
  const fd = fixture.openFile();
  fixture.setup([{ kind: "limitSet", process: 1, resource: RLIMIT.FSIZE, soft: 2, hard: 2 }]);
  assertEquals([fixture.write(fd, abc), fixture.write(fd, abc, 2)], [2, -EFBIG]);
});

Deno.test("a count that is given is read from user memory, and nothing is kept", () => {
  const fixture = new FileFixture();
  const fd = fixture.openFile({ fileKind: FILE_OPAQUE, fileSystem: FS_NONE });
  const buffer = fixture.mapAnonymous(64, 1);
  assertEquals(fixture.call("write", { fd, buffer, lengthBytes: 100, given: 101 }), 100);
  assertEquals(fixture.eventKinds.slice(-3), ["write", "fault", "write"]);
  assertEquals(fixture.call("write", { fd, buffer, lengthBytes: 100, given: -EINVAL }), -EINVAL);
});
