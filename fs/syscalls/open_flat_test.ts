/** Tests of opening files by flat names. */
import {
  EACCES,
  EEXIST,
  EINVAL,
  EISDIR,
  EMFILE,
  ENAMETOOLONG,
  ENOENT,
  ENOTDIR,
  FILE_DIRECTORY,
  FS_EXT4,
  FS_TMPFS,
  OPEN,
  RLIMIT,
} from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { furnishFile } from "../furnish.ts";
import { fsFixture, openPath } from "../testing/fs_fixture.ts";

const CREATE = OPEN.RDWR | OPEN.CREAT;

Deno.test("O_CREAT makes a file on the file system of its path", () => {
  const fixture = fsFixture();
  assertEquals([openPath(fixture, "t:a", CREATE, 0o600), openPath(fixture, "d:a", CREATE)], [0, 1]);
  assertEquals([fixture.inodeOf(0).making.fileSystem, fixture.inodeOf(1).making.fileSystem], [
    FS_TMPFS,
    FS_EXT4,
  ]);
  assertEquals([fixture.inodeOf(0).making.mode, fixture.inodeOf(0).links], [0o600, 1]);
});

Deno.test("a name leads to one file, with an open file of its own each time", () => {
  const fixture = fsFixture();
  openPath(fixture, "t:a", CREATE);
  openPath(fixture, "t:a", OPEN.RDONLY);
  assertEquals(fixture.inodeOf(0).id, fixture.inodeOf(1).id);
  fixture.write(0, Uint8Array.of(1, 2, 3));
  fixture.call("read", { fd: 1, lengthBytes: 2, outside: 1 });
  assertEquals([fixture.call("lseek", { fd: 0, whence: 1 }), fixture.call("lseek", { fd: 1, whence: 1 })], [
    0,
    2,
  ]);
});

Deno.test("O_TRUNC empties a file that exists, even one opened for reading", () => {
  const fixture = fsFixture();
  openPath(fixture, "t:a", CREATE);
  for (const flags of [OPEN.RDWR, OPEN.RDONLY]) {
    fixture.write(0, Uint8Array.of(1, 2, 3));
    openPath(fixture, "t:a", flags | OPEN.TRUNC);
    assertEquals(fixture.inodeOf(0).sizeBytes, 0);
  }
});

Deno.test("an open file keeps its flags but those that only matter while opening", () => {
  const fixture = fsFixture();
  const fd = openPath(fixture, "t:a", CREATE | OPEN.EXCL | OPEN.CLOEXEC | OPEN.APPEND | OPEN.NOCTTY);
  const flags = fixture.call("fcntl", { fd, command: 3 });
  assertEquals([flags, fixture.call("fcntl", { fd, command: 1 })], [
    OPEN.RDWR | OPEN.APPEND | OPEN.LARGEFILE,
    1,
  ]);
});

Deno.test("errors come by precedence", () => {
  const fixture = fsFixture();
  openPath(fixture, "t:a", CREATE);
  assertEquals(openPath(fixture, "", CREATE | OPEN.DIRECTORY), -EINVAL);
  assertEquals([openPath(fixture, "", CREATE), openPath(fixture, "a".repeat(256), CREATE)], [
    -ENOENT,
    -ENAMETOOLONG,
  ]);
  assertEquals(openPath(fixture, "t:b", OPEN.RDWR), -ENOENT);
  assertEquals(openPath(fixture, "t:a", CREATE | OPEN.EXCL | OPEN.TRUNC), -EEXIST);
  assertEquals(openPath(fixture, "t:a", OPEN.RDONLY | OPEN.DIRECTORY), -ENOTDIR);
  fixture.setup([{ kind: "limitSet", process: 1, resource: RLIMIT.NOFILE, soft: 1, hard: 1 }]);
  assertEquals(openPath(fixture, "t:b", OPEN.RDWR), -EMFILE);
});

Deno.test("directories are not created, and not written", () => {
  const fixture = fsFixture();
  const making = { path: "/home", fileKind: FILE_DIRECTORY, fileSystem: FS_EXT4, sizeBytes: 0, mode: 0o755 };
  furnishFile(fixture.machine, { ...making, unknownStorage: false });
  assertEquals([openPath(fixture, "/home", OPEN.RDWR), openPath(fixture, "/home", CREATE)], [
    -EISDIR,
    -EISDIR,
  ]);
  assertEquals(openPath(fixture, "/home", OPEN.RDONLY | OPEN.DIRECTORY), 0);
  assertEquals(fixture.call("read", { fd: 0, lengthBytes: 1, outside: 1 }), -EISDIR);
});

Deno.test("the owner's mode bits are looked at, but not for who creates the file", () => {
  const fixture = fsFixture();
  assertEquals(openPath(fixture, "t:a", CREATE, 0o444), 0);
  assertEquals([openPath(fixture, "t:a", OPEN.RDWR), openPath(fixture, "t:a", OPEN.RDONLY | OPEN.TRUNC)], [
    -EACCES,
    -EACCES,
  ]);
  assertEquals(openPath(fixture, "t:a", OPEN.RDONLY), 1);
  assertEquals(openPath(fixture, "t:b", OPEN.WRONLY | OPEN.CREAT, 0o222), 2);
  assertEquals(openPath(fixture, "t:b", OPEN.RDONLY), -EACCES);
});

Deno.test("what a recording gives decides whether it opens; the kernel decides the descriptor", () => {
  const fixture = fsFixture();
  openPath(fixture, "t:a", CREATE, 0);
  const given = (path: string, result: number) =>
    fixture.call("open", { path, flags: OPEN.RDONLY, given: result });
  assertEquals([given("t:a", -EACCES), given("t:a", 1), given("t:none", -ENOENT)], [-EACCES, 1, -ENOENT]);
});

Deno.test("O_PATH opens a name and nothing more", () => {
  const fixture = fsFixture();
  openPath(fixture, "t:a", CREATE, 0);
  const fd = openPath(fixture, "t:a", OPEN.PATH);
  assertEquals([fd, fixture.call("fcntl", { fd, command: 3 })], [1, OPEN.PATH]);
});
