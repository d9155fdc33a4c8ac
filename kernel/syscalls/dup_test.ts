/** Tests of dup(2), dup2(2) and dup3(2). */
import { assertEquals } from "@std/assert";
import { EBADF, EINVAL, EMFILE } from "../errno.ts";
import { OPEN } from "../state/open_file.ts";
import { RLIMIT } from "../state/process.ts";
import { FileFixture } from "../testing/file_fixture.ts";

Deno.test("dup() opens the lowest free descriptor, not close-on-exec, for the same open file", () => {
  const fixture = new FileFixture();
  const fd = fixture.openFile();
  fixture.call("fcntl", { fd, command: 2, argument: 1 });
  assertEquals(fixture.call("dup", { fd }), 1);
  assertEquals([fixture.fileOf(1), fixture.call("fcntl", { fd: 1, command: 1 })], [fixture.fileOf(0), 0]);
});

Deno.test("dup() of what is not open is EBADF, and EMFILE at the limit", () => {
  const fixture = new FileFixture();
  const fd = fixture.openFile();
  assertEquals(fixture.call("dup", { fd: 7 }), -EBADF);
  fixture.setup([{ kind: "limitSet", process: 1, resource: RLIMIT.NOFILE, soft: 1, hard: 1 }]);
  assertEquals(fixture.call("dup", { fd }), -EMFILE);
});

Deno.test("dup2() closes what the descriptor was", () => {
  const fixture = new FileFixture();
  fixture.openFile();
  fixture.openFile({ links: 0 });
  assertEquals(fixture.call("dup2", { fd: 0, newFd: 1 }), 1);
  assertEquals([fixture.fileOf(1), fixture.state.files.size], [fixture.fileOf(0), 1]);
  assertEquals(fixture.call("dup2", { fd: 0, newFd: 40 }), 40);
});

Deno.test("dup2() of a descriptor to itself only looks whether it is open", () => {
  const fixture = new FileFixture();
  fixture.openFile();
  assertEquals([fixture.call("dup2", { fd: 0, newFd: 0 }), fixture.call("dup2", { fd: 5, newFd: 5 })], [
    0,
    -EBADF,
  ]);
  assertEquals(fixture.lastEffects, []);
});

Deno.test("dup2() beyond the limit is EBADF, before the descriptor is looked up", () => {
  const fixture = new FileFixture();
  fixture.openFile();
  const results = [[0, 1024], [0, -1], [9, 3]].map(([fd, newFd]) => fixture.call("dup2", { fd, newFd }));
  assertEquals(results, [-EBADF, -EBADF, -EBADF]);
});

Deno.test("dup3() knows O_CLOEXEC alone, and refuses a descriptor as its own copy", () => {
  const fixture = new FileFixture();
  fixture.openFile();
  assertEquals(fixture.call("dup3", { fd: 0, newFd: 3, flags: OPEN.CLOEXEC }), 3);
  assertEquals(fixture.call("fcntl", { fd: 3, command: 1 }), 1);
  assertEquals(fixture.call("dup3", { fd: 0, newFd: 3, flags: OPEN.APPEND }), -EINVAL);
  assertEquals(fixture.call("dup3", { fd: 0, newFd: 0 }), -EINVAL);
});
