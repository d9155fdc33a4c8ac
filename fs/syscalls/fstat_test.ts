/** Tests of fstat(2). */
import { EBADF, EFAULT } from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { fsFixture } from "../testing/fs_fixture.ts";

Deno.test("fstat() tells inode, links, mode, size and blocks", () => {
  const fixture = fsFixture();
  const fd = fixture.openFile({ mode: 0o640 });
  fixture.write(fd, new Uint8Array(5000));
  const status = fixture.mapAnonymous(64, 1);
  assertEquals(fixture.call("fstat", { fd, status }), 0);
  const view = new DataView(fixture.load(status, 144).buffer);
  const words = [8, 16, 48, 56, 64].map((offset) => Number(view.getBigUint64(offset, true)));
  assertEquals([words, view.getUint32(24, true)], [[1, 1, 5000, 4096, 16], 0o100640]);
});

Deno.test("what is not open is EBADF, and a status that cannot be written EFAULT", () => {
  const fixture = fsFixture();
  const fd = fixture.openFile();
  assertEquals([fixture.call("fstat", { fd: 9, outside: 1 }), fixture.call("fstat", { fd, outside: 1 })], [
    -EBADF,
    0,
  ]);
  assertEquals(fixture.call("fstat", { fd, status: 4096 }), -EFAULT);
});
