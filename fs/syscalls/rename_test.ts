/** Tests of giving files other names. */
import {
  EACCES,
  EBUSY,
  EEXIST,
  EINVAL,
  EISDIR,
  ENOENT,
  ENOTDIR,
  ENOTEMPTY,
  EPERM,
  EXDEV,
  OPEN,
} from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { TreeFixture } from "../testing/tree_fixture.ts";
import { AT } from "./path_lookup.ts";
import { RENAME } from "./rename.ts";

function given() {
  const fixture = new TreeFixture();
  for (const path of ["/tmp/a", "/tmp/a/b", "/tmp/a/b/c", "/tmp/d"]) {
    fixture.call("mkdir", { path, mode: 0o755 });
  }
  for (const path of ["/tmp/f", "/tmp/a/g"]) fixture.call("mknod", { path, mode: 0o644 });
  const rename = (oldPath: string, newPath: string, flags = 0) =>
    fixture.call("renameat2", { oldFd: AT.FDCWD, oldPath, newFd: AT.FDCWD, newPath, flags });
  return { fixture, rename };
}

Deno.test("a file gets another name in place of another file, which goes", () => {
  const { fixture } = given();
  const [f, g] = [fixture.inodeAt("/tmp/f"), fixture.inodeAt("/tmp/a/g")];
  assertEquals(fixture.call("rename", { oldPath: "/tmp/f", newPath: "/tmp/a/g" }), 0);
  assertEquals([fixture.inodeAt("/tmp/a/g"), fixture.state.inodes.get(g), fixture.list("/tmp")], [
    f,
    undefined,
    ["a", "d"],
  ]);
});

Deno.test("an open file that is replaced lives on without a name", () => {
  const { fixture, rename } = given();
  const fd = fixture.call("open", { path: "/tmp/a/g", flags: OPEN.RDWR });
  rename("/tmp/f", "/tmp/a/g");
  assertEquals(fixture.inodeOf(fd).links, 0);
  assertEquals(fixture.call("write", { fd, lengthBytes: 3, outside: 1, bytes: new Uint8Array(3) }), 3);
});

Deno.test("a directory moves with all below it, over an empty one", () => {
  const { fixture, rename } = given();
  const c = fixture.inodeAt("/tmp/a/b/c");
  assertEquals([rename("/tmp/a", "/tmp/d/"), fixture.inodeAt("/tmp/d/b/c")], [0, c]);
});

Deno.test("two names of one file stay as they are", () => {
  const { fixture, rename } = given();
  fixture.call("link", { oldPath: "/tmp/f", newPath: "/tmp/h" });
  assertEquals([rename("/tmp/f", "/tmp/h"), fixture.list("/tmp")], [0, ["a", "d", "f", "h"]]);
});

Deno.test("EXCHANGE lets any two change their names, NOREPLACE fails where one exists", () => {
  const { fixture, rename } = given();
  const [f, b] = [fixture.inodeAt("/tmp/f"), fixture.inodeAt("/tmp/a/b")];
  assertEquals(rename("/tmp/f", "/tmp/a/b", RENAME.EXCHANGE), 0);
  assertEquals([fixture.inodeAt("/tmp/a/b"), fixture.inodeAt("/tmp/f")], [f, b]);
  assertEquals(
    [rename("/tmp/f", "/tmp/a/b", RENAME.NOREPLACE), rename("/tmp/f", "/tmp/n", RENAME.NOREPLACE)],
    [-EEXIST, 0],
  );
  assertEquals(rename("/tmp/n", "/tmp/none", RENAME.EXCHANGE), -ENOENT);
});

Deno.test("errors come by precedence", () => {
  const { rename } = given();
  assertEquals([rename("", "", 8), rename("", "", 3), rename("", ""), rename("/tmp/f", "")], [
    -EINVAL,
    -EINVAL,
    -ENOENT,
    -ENOENT,
  ]);
  assertEquals([
    rename("/tmp/.", "/x"),
    rename("/tmp/a/.", "/tmp/x"),
    rename("/tmp/f", "/tmp/..", RENAME.NOREPLACE),
  ], [-EXDEV, -EBUSY, -EEXIST]);
  assertEquals([rename("/tmp/none", "/tmp/x"), rename("/tmp/f", "/x"), rename("/tmp/f/", "/tmp/x")], [
    -ENOENT,
    -EXDEV,
    -ENOTDIR,
  ]);
  assertEquals([rename("/tmp/f", "/tmp/x/"), rename("/tmp/a", "/tmp/a/b/x"), rename("/tmp/a/b", "/tmp/a")], [
    -ENOTDIR,
    -EINVAL,
    -ENOTEMPTY,
  ]);
  assertEquals([rename("/tmp/a", "/tmp/f"), rename("/tmp/f", "/tmp/a"), rename("/tmp/d", "/tmp/a")], [
    -ENOTDIR,
    -EISDIR,
    -ENOTEMPTY,
  ]);
  assertEquals([rename("/tmp/a", "/tmp/a/b", RENAME.EXCHANGE), rename("/tmp", "/t")], [-EINVAL, -EBUSY]);
});

Deno.test("both directories must be writable, and one that moves elsewhere itself", () => {
  const { fixture, rename } = given();
  fixture.become(1000);
  assertEquals([rename("/tmp/a/g", "/tmp/x"), rename("/tmp/f", "/tmp/x")], [-EACCES, -EPERM]);
  fixture.call("mkdir", { path: "/tmp/mine", mode: 0o555 });
  fixture.call("mkdir", { path: "/tmp/to", mode: 0o755 });
  assertEquals([rename("/tmp/mine", "/tmp/other"), rename("/tmp/other", "/tmp/to/x")], [0, -EACCES]);
});
