/** Tests of fallocate(2); what its modes do to pages has its own (kernel/memory/file_truncate_test.ts). */
import {
  EBADF,
  EFBIG,
  EINVAL,
  EISDIR,
  ENODEV,
  ENOSPC,
  EOPNOTSUPP,
  ESPIPE,
  FILE_DIRECTORY,
  FILE_OPAQUE,
  FILE_PIPE,
  FS_NONE,
  OPEN,
  RLIMIT,
} from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { countingBytes, type FileFixture } from "../../kernel/testing/file_fixture.ts";
import { fsFixture } from "../testing/fs_fixture.ts";
import { FALLOC } from "./fallocate.ts";

const PUNCH = FALLOC.PUNCH_HOLE | FALLOC.KEEP_SIZE;

function caller(
  fixture: FileFixture,
): (fd: number, mode: number, offset: number, lengthBytes: number) => number {
  return (fd, mode, offset, lengthBytes) => fixture.call("fallocate", { fd, mode, offset, lengthBytes });
}

Deno.test("allocating lets the file grow, unless its size is kept", () => {
  for (const disk of [false, true]) {
    const fixture = fsFixture();
    const fallocate = caller(fixture);
    const fd = disk ? fixture.openDiskFile() : fixture.openFile();
    assertEquals(fallocate(fd, FALLOC.KEEP_SIZE, 0, 10000), 0);
    assertEquals(fixture.inodeOf(fd).sizeBytes, 0);
    assertEquals(fallocate(fd, 0, 5000, 5000), 0);
    assertEquals(fallocate(fd, 0, 0, 5000), 0);
    assertEquals(fixture.inodeOf(fd).sizeBytes, 10000);
  }
});

Deno.test("holes, zeros, and ranges taken out and put in", () => {
  const fixture = fsFixture();
  const fallocate = caller(fixture);
  const fd = fixture.openDiskFile();
  fixture.write(fd, countingBytes(4 * 4096));
  assertEquals(fallocate(fd, PUNCH, 0, 10), 0);
  assertEquals(fallocate(fd, FALLOC.ZERO_RANGE | FALLOC.KEEP_SIZE, 20, 10 ** 6), 0);
  assertEquals(fixture.inodeOf(fd).sizeBytes, 4 * 4096);
  assertEquals(fallocate(fd, FALLOC.COLLAPSE_RANGE, 4096, 8192), 0);
  assertEquals(fallocate(fd, FALLOC.INSERT_RANGE, 4096, 4096), 0);
  const expected = new Uint8Array(3 * 4096);
  expected.set(countingBytes(20).slice(10), 10);
  assertEquals(fixture.contentOf(fd), expected);
});

Deno.test("errors come by precedence", () => {
  const fixture = fsFixture();
  const fallocate = caller(fixture);
  const fd = fixture.openDiskFile({ sizeBytes: 8192 });
  const readOnly = fixture.openFile({ flags: OPEN.RDONLY });
  assertEquals([fallocate(77, 0x100, -1, 0), fallocate(fd, 0x100, -1, 1), fallocate(fd, 0x100, 0, 0)], [
    -EBADF,
    -EINVAL,
    -EINVAL,
  ]);
  assertEquals([fallocate(readOnly, 0x100, 0, 1), fallocate(readOnly, FALLOC.PUNCH_HOLE, 0, 1)], [
    -EOPNOTSUPP,
    -EOPNOTSUPP,
  ]);
  assertEquals(fallocate(fd, FALLOC.COLLAPSE_RANGE | FALLOC.KEEP_SIZE, 0, 4096), -EOPNOTSUPP);
  assertEquals(fallocate(readOnly, 0, 0, 1), -EBADF);
  assertEquals([fallocate(fd, 0, 2 ** 44, 1), fallocate(fd, FALLOC.WRITE_ZEROES, 0, 4096)], [
    -EFBIG,
    -EOPNOTSUPP,
  ]);
});

Deno.test("only regular files have space to manipulate", () => {
  const fixture = fsFixture();
  const open = (fileKind: number) => fixture.openFile({ fileKind, fileSystem: FS_NONE });
  const results = [FILE_PIPE, FILE_DIRECTORY, FILE_OPAQUE].map((kind) =>
    caller(fixture)(open(kind), 0, 0, 1)
  );
  assertEquals(results, [-ESPIPE, -EISDIR, -ENODEV]);
});

Deno.test("tmpfs allocates and punches, and has no more pages than memory", () => {
  const fixture = fsFixture();
  const fallocate = caller(fixture);
  const fd = fixture.openFile();
  const modes = [FALLOC.ZERO_RANGE, FALLOC.COLLAPSE_RANGE, FALLOC.INSERT_RANGE, PUNCH];
  assertEquals(modes.map((mode) => fallocate(fd, mode, 0, 4096)), [-EOPNOTSUPP, -EOPNOTSUPP, -EOPNOTSUPP, 0]);
  assertEquals(fallocate(fd, 0, 0, 2 ** 40), -ENOSPC);
  fixture.setup([{ kind: "limitSet", process: 1, resource: RLIMIT.FSIZE, soft: 100, hard: 100 }]);
  assertEquals(fallocate(fd, 0, 0, 101), -EFBIG);
});

Deno.test("what is taken out or put in are whole blocks within the file", () => {
  const fixture = fsFixture();
  const fallocate = caller(fixture);
  const fd = fixture.openDiskFile({ sizeBytes: 8192 });
  const { COLLAPSE_RANGE, INSERT_RANGE } = FALLOC;
  assertEquals([fallocate(fd, COLLAPSE_RANGE, 10, 4096), fallocate(fd, COLLAPSE_RANGE, 4096, 4096)], [
    -EINVAL,
    -EINVAL,
  ]);
  assertEquals([fallocate(fd, INSERT_RANGE, 0, 10), fallocate(fd, INSERT_RANGE, 8192, 4096)], [
    -EINVAL,
    -EINVAL,
  ]);
  assertEquals(fallocate(fd, INSERT_RANGE, 0, 2 ** 44 - 8192), -EFBIG);
});
