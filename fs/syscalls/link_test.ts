/** Tests of further names of files. */
import { EACCES, EEXIST, EINVAL, ENOENT, EPERM, EXDEV, OPEN } from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { TreeFixture } from "../testing/tree_fixture.ts";
import { AT } from "./path_lookup.ts";

const link = (fixture: TreeFixture, oldPath: string, newPath: string) =>
  fixture.call("link", { oldPath, newPath });
const linkat = (
  fixture: TreeFixture,
  oldPath: string,
  newPath: string,
  flags: number,
  oldFd: number = AT.FDCWD,
) => fixture.call("linkat", { oldFd, oldPath, newFd: AT.FDCWD, newPath, flags });

function given() {
  const fixture = new TreeFixture();
  fixture.call("mkdir", { path: "/tmp/d", mode: 0o755 });
  fixture.call("mknod", { path: "/tmp/f", mode: 0o644 });
  fixture.call("symlink", { target: "f", path: "/tmp/l" });
  return fixture;
}

Deno.test("both names stand for one file, which goes with the last of them", () => {
  const fixture = given();
  const inode = fixture.inodeAt("/tmp/f");
  assertEquals([link(fixture, "/tmp/f", "/tmp/d/g"), fixture.inodeAt("/tmp/d/g")], [0, inode]);
  fixture.call("unlink", { path: "/tmp/f" });
  assertEquals(fixture.state.inode(inode).links, 1);
  fixture.call("unlink", { path: "/tmp/d/g" });
  assertEquals(fixture.state.inodes.get(inode), undefined);
});

Deno.test("a link at the end is linked itself, unless it is to be followed", () => {
  const fixture = given();
  link(fixture, "/tmp/l", "/tmp/l2");
  linkat(fixture, "/tmp/l", "/tmp/g", AT.SYMLINK_FOLLOW);
  assertEquals([fixture.inodeAt("/tmp/g"), fixture.state.inode(fixture.inodeAt("/tmp/g")).links], [
    fixture.inodeAt("/tmp/f"),
    2,
  ]);
  fixture.call("unlink", { path: "/tmp/f" });
  assertEquals(fixture.inodeAt("/tmp/l2"), 0);
});

Deno.test("a file made with O_TMPFILE can be given its first name", () => {
  const fixture = given();
  const fd = fixture.call("open", {
    path: "/tmp",
    flags: OPEN.TMPFILE | OPEN.DIRECTORY | OPEN.RDWR,
    mode: 0o600,
  });
  assertEquals([linkat(fixture, "", "/tmp/named", AT.EMPTY_PATH, fd), fixture.list("/tmp")], [0, [
    "d",
    "f",
    "l",
    "named",
  ]]);
});

Deno.test("errors come by precedence", () => {
  const fixture = given();
  assertEquals(linkat(fixture, "/none", "", 1), -EINVAL);
  assertEquals([link(fixture, "/none", ""), link(fixture, "/tmp/f", ""), link(fixture, "/tmp/f", "/tmp/d")], [
    -ENOENT,
    -ENOENT,
    -EEXIST,
  ]);
  assertEquals([
    link(fixture, "/tmp/f", "/tmp/g/"),
    link(fixture, "/tmp/f", "/g"),
    link(fixture, "/tmp/d", "/tmp/g"),
  ], [-ENOENT, -EXDEV, -EPERM]);
  const fd = fixture.call("open", { path: "/tmp/f", flags: OPEN.RDWR });
  fixture.call("unlink", { path: "/tmp/f" });
  assertEquals(linkat(fixture, "", "/tmp/g", AT.EMPTY_PATH, fd), -ENOENT);
});

Deno.test("another's file is linked only when it may be read and written", () => {
  const fixture = given();
  fixture.become(1000);
  assertEquals(link(fixture, "/tmp/f", "/tmp/g"), -EPERM);
  fixture.become(0);
  fixture.call("chmod", { path: "/tmp/f", mode: 0o666 });
  fixture.become(1000);
  assertEquals([link(fixture, "/tmp/f", "/tmp/g"), link(fixture, "/tmp/f", "/tmp/d/g")], [0, -EACCES]);
});
