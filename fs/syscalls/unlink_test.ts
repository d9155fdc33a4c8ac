/** Tests of unlink(2) and unlinkat(2). */
import {
  EACCES,
  EBUSY,
  EINVAL,
  EISDIR,
  ENOENT,
  ENOTDIR,
  ENOTEMPTY,
  EPERM,
  FILE_DIRECTORY,
  FS_EXT4,
  OPEN,
} from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { furnishFile } from "../furnish.ts";
import { fsFixture, openPath } from "../testing/fs_fixture.ts";
import { TreeFixture } from "../testing/tree_fixture.ts";

const CREATE = OPEN.RDWR | OPEN.CREAT;

Deno.test("a file that is open outlives its name", () => {
  const fixture = fsFixture();
  const fd = openPath(fixture, "t:a", CREATE);
  fixture.write(fd, Uint8Array.of(1));
  assertEquals(fixture.call("unlink", { path: "t:a" }), 0);
  assertEquals([fixture.inodeOf(fd).links, fixture.contentOf(fd)], [0, Uint8Array.of(1)]);
  assertEquals(openPath(fixture, "t:a", OPEN.RDWR), -ENOENT);
  fixture.call("close", { fd });
  assertEquals(fixture.state.inodes.size, 0);
});

Deno.test("a file that nobody has open goes with its name, and the name is free", () => {
  const fixture = fsFixture();
  fixture.call("close", { fd: openPath(fixture, "d:a", CREATE) });
  assertEquals(fixture.call("unlinkat", { directoryFd: -100, path: "d:a" }), 0);
  assertEquals(fixture.state.inodes.size, 0);
  assertEquals(openPath(fixture, "d:a", CREATE | OPEN.EXCL), 0);
});

Deno.test("errors come by precedence", () => {
  const fixture = fsFixture();
  openPath(fixture, "t:a", CREATE);
  const making = { path: "/home", fileKind: FILE_DIRECTORY, fileSystem: FS_EXT4, sizeBytes: 0, mode: 0o755 };
  furnishFile(fixture.machine, { ...making, unknownStorage: false });
  const unlink = (path: string) => fixture.call("unlink", { path });
  assertEquals([unlink(""), unlink("t:b"), unlink("/home")], [-ENOENT, -ENOENT, -EISDIR]);
  const unlinkat = (path: string, flags: number) => fixture.call("unlinkat", { path, flags });
  assertEquals([unlinkat("t:b", 1), unlinkat("t:a", 0x200)], [-EINVAL, -ENOTDIR]);
});

Deno.test("in a tree, directories are removed by rmdir(), and everything else by unlink()", () => {
  const fixture = new TreeFixture();
  fixture.call("mkdir", { path: "/tmp/d", mode: 0o755 });
  fixture.call("mkdir", { path: "/tmp/d/e", mode: 0o755 });
  fixture.call("mknod", { path: "/tmp/f", mode: 0o644 });
  const [unlink, rmdir] = ["unlink", "rmdir"].map((name) => (path: string) => fixture.call(name, { path }));
  assertEquals([unlink("/tmp/d"), unlink("/tmp/f/"), unlink("/tmp/."), unlink("/tmp/x")], [
    -EISDIR,
    -ENOTDIR,
    -EISDIR,
    -ENOENT,
  ]);
  assertEquals([rmdir("/tmp/f"), rmdir("/tmp/d"), rmdir("/tmp/d/."), rmdir("/tmp/d/.."), rmdir("/")], [
    -ENOTDIR,
    -ENOTEMPTY,
    -EINVAL,
    -ENOTEMPTY,
    -EBUSY,
  ]);
  assertEquals([rmdir("/tmp/d/e/"), rmdir("/tmp/d"), unlink("/tmp/f"), fixture.list("/tmp")], [0, 0, 0, []]);
  assertEquals([unlink("/proc/meminfo"), rmdir("/proc/1")], [-EPERM, -EPERM]);
});

Deno.test("names in /proc stay: whoever may write nothing there is told so, but in a process's directory nobody may", () => {
  const fixture = new TreeFixture();
  const errors = () => ({
    unlink: ["meminfo", "self", "1", "1/fd", "1/maps", "nope", "meminfo/", "1/"].map((name) =>
      fixture.call("unlink", { path: `/proc/${name}` })
    ),
    rmdir: ["meminfo", "self", "1", "1/fd", "1/maps", "nope"].map((name) =>
      fixture.call("rmdir", { path: `/proc/${name}` })
    ),
    rename: [["1/maps", "1/x"], ["1/maps", "1/stat"], ["nope", "x"], ["meminfo", "x"]].map(([from, to]) =>
      fixture.call("rename", { oldPath: `/proc/${from}`, newPath: `/proc/${to}` })
    ),
  });
  const rename = [-ENOENT, -EPERM, -ENOENT, -ENOENT];
  assertEquals(errors(), {
    unlink: [-EPERM, -EPERM, -EPERM, -EPERM, -EPERM, -ENOENT, -ENOTDIR, -EISDIR],
    rmdir: [-ENOTDIR, -ENOTDIR, -EPERM, -EPERM, -EPERM, -ENOENT],
    rename,
  });
  fixture.become(1000);
  assertEquals(errors(), {
    unlink: [-EACCES, -EACCES, -EACCES, -EPERM, -EPERM, -ENOENT, -ENOTDIR, -EISDIR],
    rmdir: [-EACCES, -EACCES, -EACCES, -EPERM, -EPERM, -ENOENT],
    rename,
  });
});

Deno.test("unlinkat() does both, from a descriptor", () => {
  const fixture = new TreeFixture();
  fixture.call("mkdir", { path: "/tmp/d", mode: 0o755 });
  const directoryFd = fixture.call("open", { path: "/tmp", flags: OPEN.DIRECTORY });
  const unlinkat = (flags: number) => fixture.call("unlinkat", { directoryFd, path: "d", flags });
  assertEquals([unlinkat(1), unlinkat(0), unlinkat(0x200)], [-EINVAL, -EISDIR, 0]);
});
