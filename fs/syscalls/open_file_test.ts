/** Tests of opening files in a tree. */
import {
  EACCES,
  EEXIST,
  EINVAL,
  EISDIR,
  ELOOP,
  EMFILE,
  ENOENT,
  ENOTDIR,
  EPERM,
  OPEN,
  RLIMIT,
} from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { TreeFixture } from "../testing/tree_fixture.ts";

const { CREAT, EXCL, RDWR, WRONLY, TRUNC, DIRECTORY, NOFOLLOW, PATH, NOATIME, TMPFILE } = OPEN;

function given() {
  const fixture = new TreeFixture();
  fixture.call("mkdir", { path: "/tmp/d", mode: 0o755 });
  fixture.call("mknod", { path: "/tmp/f", mode: 0o644 });
  fixture.call("symlink", { target: "f", path: "/tmp/l" });
  fixture.call("symlink", { target: "new", path: "/tmp/dangling" });
  const open = (path: string, flags: number, mode = 0o644) => fixture.call("open", { path, flags, mode });
  return { fixture, open };
}

Deno.test("O_CREAT makes a file with the mode, the owner and the file system of its directory", () => {
  const { fixture, open } = given();
  fixture.become(1000);
  const { mode, attributes, making, name } = fixture.inodeOf(open("/tmp/x", CREAT | RDWR, 0o600));
  assertEquals([mode, attributes?.uid, making.fileSystem, name], [0o600, 1000, 0, "/tmp/x"]);
});

Deno.test("a new file may be opened whatever its mode; O_CREAT through a link makes what it leads to", () => {
  const { fixture, open } = given();
  fixture.become(1000);
  assertEquals([open("/tmp/x", CREAT | RDWR, 0) >= 0, open("/tmp/x", RDWR)], [true, -EACCES]);
  fixture.become(0);
  open("/tmp/dangling", CREAT | RDWR);
  assertEquals(fixture.list("/tmp").includes("new"), true);
});

Deno.test("O_TRUNC empties what existed; an open file of the old content sees that", () => {
  const { fixture, open } = given();
  const fd = open("/tmp/f", RDWR);
  fixture.call("write", { fd, lengthBytes: 9, outside: 1, bytes: new Uint8Array(9) });
  open("/tmp/f", WRONLY | TRUNC);
  assertEquals(fixture.inodeOf(fd).sizeBytes, 0);
});

Deno.test("mappings show the name by which a file was opened last", () => {
  const { fixture, open } = given();
  fixture.call("link", { oldPath: "/tmp/f", newPath: "/tmp/g" });
  assertEquals(fixture.inodeOf(open("/tmp/g", 0)).name, "/tmp/g");
});

Deno.test("O_PATH opens anything, links too, and O_TMPFILE a file without a name", () => {
  const { fixture, open } = given();
  assertEquals([open("/tmp/l", PATH | NOFOLLOW), open("/tmp/d", PATH)], [0, 1]);
  const fd = open("/tmp/d", TMPFILE | DIRECTORY | RDWR, 0o600);
  assertEquals([fixture.inodeOf(fd).links, fixture.list("/tmp/d")], [0, []]);
  const inode = fixture.inodeOf(fd).id;
  fixture.call("close", { fd });
  assertEquals(fixture.state.inodes.get(inode), undefined);
});

Deno.test("what /proc tells of is a file while it is open", () => {
  const { fixture, open } = given();
  const fd = open("/proc/meminfo", 0);
  const inode = fixture.inodeOf(fd).id;
  fixture.call("close", { fd });
  assertEquals([fd, fixture.state.inodes.get(inode)], [0, undefined]);
});

Deno.test("errors come by precedence", () => {
  const { fixture, open } = given();
  assertEquals([open("", CREAT | DIRECTORY), open("", TMPFILE | DIRECTORY), open("", 0)], [
    -EINVAL,
    -EINVAL,
    -ENOENT,
  ]);
  assertEquals([open("/tmp/x", 0), open("/tmp/x/", CREAT), open("/tmp/f", CREAT | EXCL)], [
    -ENOENT,
    -EISDIR,
    -EEXIST,
  ]);
  assertEquals([open("/tmp/l", CREAT | EXCL), open("/tmp/d", CREAT), open("/tmp/.", CREAT)], [
    -EEXIST,
    -EISDIR,
    -EISDIR,
  ]);
  assertEquals([open("/tmp/f", DIRECTORY), open("/tmp/f/", 0), open("/tmp/l", NOFOLLOW)], [
    -ENOTDIR,
    -ENOTDIR,
    -ELOOP,
  ]);
  assertEquals([open("/tmp/l", NOFOLLOW | DIRECTORY), open("/tmp/d", WRONLY), open("/tmp/f/x", 0)], [
    -ENOTDIR,
    -EISDIR,
    -ENOTDIR,
  ]);
  assertEquals(open("/proc/new", CREAT | RDWR), -ENOENT);
  fixture.become(1000);
  assertEquals([open("/tmp/f", RDWR), open("/tmp/f", NOATIME), open("/tmp/d/x", CREAT)], [
    -EACCES,
    -EPERM,
    -EACCES,
  ]);
  fixture.call("setrlimit", { resource: RLIMIT.NOFILE, soft: 0, hard: 0 });
  assertEquals([open("", 0), open("/none", 0)], [-ENOENT, -EMFILE]);
});

Deno.test("in a shared sticky directory O_CREAT opens only regular files of others", () => {
  const { fixture, open } = given();
  fixture.become(1000);
  fixture.call("symlink", { target: "f", path: "/tmp/mine" });
  fixture.become(1001);
  assertEquals([open("/tmp/mine", CREAT | NOFOLLOW), open("/tmp/mine", NOFOLLOW)], [-EACCES, -ELOOP]);
});
