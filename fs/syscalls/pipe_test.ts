/** Tests of pipe(2) and pipe2(2). */
import { EFAULT, EINVAL, EMFILE, OPEN, RLIMIT } from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { fsFixture } from "../testing/fs_fixture.ts";

Deno.test("pipe() opens a reading and a writing end, and writes their numbers", () => {
  const fixture = fsFixture();
  fixture.openFile();
  const descriptors = fixture.mapAnonymous(64, 1);
  assertEquals(fixture.call("pipe", { descriptors }), 0);
  assertEquals(fixture.load(descriptors, 8), Uint8Array.of(1, 0, 0, 0, 2, 0, 0, 0));
  assertEquals([1, 2].map((fd) => fixture.call("fcntl", { fd, command: 3 })), [OPEN.RDONLY, OPEN.WRONLY]);
  assertEquals(fixture.inodeOf(1).id, fixture.inodeOf(2).id);
});

Deno.test("pipe2() knows O_CLOEXEC and O_NONBLOCK", () => {
  const fixture = fsFixture();
  assertEquals(fixture.call("pipe2", { flags: OPEN.CLOEXEC | OPEN.NONBLOCK, outside: 1 }), 0);
  assertEquals(fixture.call("fcntl", { fd: 1, command: 1 }), 1);
  assertEquals(fixture.call("fcntl", { fd: 1, command: 3 }), OPEN.WRONLY | OPEN.NONBLOCK);
});

Deno.test("errors leave nothing behind", () => {
  const fixture = fsFixture();
  assertEquals(fixture.call("pipe2", { flags: OPEN.APPEND }), -EINVAL);
  assertEquals(fixture.call("pipe", { descriptors: 4096 }), -EFAULT);
  assertEquals([fixture.state.files.size, fixture.state.inodes.size], [0, 0]);
  fixture.setup([{ kind: "limitSet", process: 1, resource: RLIMIT.NOFILE, soft: 1, hard: 1 }]);
  assertEquals(fixture.call("pipe", { outside: 1 }), -EMFILE);
  assertEquals(fixture.state.files.size, 0);
});
