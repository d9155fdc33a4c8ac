/** Tests of fcntl(2). */
import { assertEquals } from "@std/assert";
import { EBADF, EINVAL, EMFILE } from "../errno.ts";
import { OPEN } from "../state/open_file.ts";
import { RLIMIT } from "../state/process.ts";
import { FileFixture } from "../testing/file_fixture.ts";
import { FCNTL } from "./fcntl.ts";

function withFile(): {
  fixture: FileFixture;
  fcntl: (fd: number, command: number, argument?: number) => number;
} {
  const fixture = new FileFixture();
  fixture.openFile({ flags: OPEN.RDWR | OPEN.LARGEFILE });
  return { fixture, fcntl: (fd, command, argument = 0) => fixture.call("fcntl", { fd, command, argument }) };
}

Deno.test("F_DUPFD opens the lowest free descriptor from the argument on", () => {
  const { fcntl } = withFile();
  assertEquals([fcntl(0, FCNTL.DUPFD, 5), fcntl(0, FCNTL.DUPFD, 5), fcntl(0, FCNTL.DUPFD)], [5, 6, 1]);
  assertEquals(fcntl(0, FCNTL.DUPFD_CLOEXEC, 9), 9);
  assertEquals([fcntl(6, FCNTL.GETFD), fcntl(9, FCNTL.GETFD)], [0, 1]);
});

Deno.test("F_DUPFD at or above the limit is EINVAL; EMFILE when all below it are taken", () => {
  const { fixture, fcntl } = withFile();
  assertEquals([fcntl(0, FCNTL.DUPFD, 1024), fcntl(0, FCNTL.DUPFD, -1)], [-EINVAL, -EINVAL]);
  fixture.setup([{ kind: "limitSet", process: 1, resource: RLIMIT.NOFILE, soft: 2, hard: 2 }]);
  assertEquals([fcntl(0, FCNTL.DUPFD, 1), fcntl(0, FCNTL.DUPFD, 1)], [1, -EMFILE]);
});

Deno.test("F_SETFD sets close-on-exec of the descriptor", () => {
  const { fcntl } = withFile();
  assertEquals([fcntl(0, FCNTL.SETFD, 1), fcntl(0, FCNTL.GETFD)], [0, 1]);
  assertEquals([fcntl(0, FCNTL.SETFD, 2), fcntl(0, FCNTL.GETFD)], [0, 0]);
});

Deno.test("F_SETFL changes a few flags of the open file, which all its descriptors see", () => {
  const { fcntl } = withFile();
  fcntl(0, FCNTL.DUPFD, 1);
  assertEquals(fcntl(0, FCNTL.SETFL, OPEN.APPEND | OPEN.NONBLOCK | OPEN.WRONLY | OPEN.SYNC), 0);
  assertEquals(fcntl(1, FCNTL.GETFL), OPEN.RDWR | OPEN.LARGEFILE | OPEN.APPEND | OPEN.NONBLOCK);
});

Deno.test("what is not open is EBADF, before the command is looked at", () => {
  const { fixture, fcntl } = withFile();
  assertEquals([fcntl(9, 77), fcntl(0, 77)], [-EBADF, -EINVAL]);
  const path = fixture.openFile({ flags: OPEN.PATH });
  assertEquals([fcntl(path, FCNTL.GETFL), fcntl(path, FCNTL.SETFL)], [OPEN.PATH, -EBADF]);
});
