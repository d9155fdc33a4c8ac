/** Tests of memfd_create(2). */
import { EINVAL, EMFILE, FS_TMPFS, OPEN, RLIMIT } from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { inodeName } from "../proc/vma_name.ts";
import { fsFixture } from "../testing/fs_fixture.ts";
import { MFD } from "./memfd_create.ts";

Deno.test("a memfd is an empty tmpfs file without a name, which shows as deleted", () => {
  const fixture = fsFixture();
  assertEquals(fixture.call("memfd_create", { name: "x", flags: MFD.CLOEXEC }), 0);
  const inode = fixture.inodeOf(0);
  assertEquals([inode.making.fileSystem, inode.sizeBytes, inodeName(inode)], [
    FS_TMPFS,
    0,
    "/memfd:x (deleted)",
  ]);
  assertEquals(fixture.call("fcntl", { fd: 0, command: 3 }), OPEN.RDWR | OPEN.LARGEFILE);
  assertEquals(fixture.call("fcntl", { fd: 0, command: 1 }), 1);
  fixture.call("close", { fd: 0 });
  assertEquals(fixture.state.inodes.size, 0);
});

Deno.test("MFD_NOEXEC_SEAL takes the right to execute", () => {
  const fixture = fsFixture();
  fixture.call("memfd_create", { name: "a", flags: MFD.NOEXEC_SEAL });
  fixture.call("memfd_create", { name: "b", flags: MFD.EXEC | MFD.ALLOW_SEALING });
  assertEquals([fixture.inodeOf(0).making.mode, fixture.inodeOf(1).making.mode], [0o666, 0o777]);
});

Deno.test("errors come by precedence", () => {
  const fixture = fsFixture();
  const make = (name: string, flags: number) => fixture.call("memfd_create", { name, flags });
  assertEquals([make("x", 0x1000), make("x", 4), make("x", MFD.EXEC | MFD.NOEXEC_SEAL)], [
    -EINVAL,
    -EINVAL,
    -EINVAL,
  ]);
  assertEquals([make("x".repeat(250), 0), make("x".repeat(249), 0)], [-EINVAL, 0]);
  fixture.setup([{ kind: "limitSet", process: 1, resource: RLIMIT.NOFILE, soft: 1, hard: 1 }]);
  assertEquals(make("x", 0), -EMFILE);
});
