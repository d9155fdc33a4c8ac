/** Tests of making directories. */
import { EACCES, EEXIST, ENOENT, ENOTDIR, OPEN } from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { TreeFixture } from "../testing/tree_fixture.ts";

const mkdir = (fixture: TreeFixture, path: string, mode = 0o777) => fixture.call("mkdir", { path, mode });

Deno.test("a directory gets a name, its mode without the umask's bits, and two links", () => {
  const fixture = new TreeFixture();
  fixture.call("umask", { mask: 0o022 });
  assertEquals(mkdir(fixture, "/tmp/a/"), 0);
  const { mode, links, attributes } = fixture.state.inode(fixture.inodeAt("/tmp/a"));
  assertEquals([mode, links, attributes?.uid], [0o755, 2, 0]);
  assertEquals(fixture.state.inode(fixture.inodeAt("/tmp")).links, 3);
});

Deno.test("of the mode's further bits only the sticky bit counts; the group and its bit may come from above", () => {
  const fixture = new TreeFixture();
  mkdir(fixture, "/tmp/a", 0o7777);
  fixture.call("chown", { path: "/tmp/a", uid: -1, gid: 5 });
  assertEquals(fixture.state.inode(fixture.inodeAt("/tmp/a")).mode, 0o1777);
  fixture.call("chmod", { path: "/tmp/a", mode: 0o2777 });
  mkdir(fixture, "/tmp/a/b", 0o700);
  const { mode, attributes } = fixture.state.inode(fixture.inodeAt("/tmp/a/b"));
  assertEquals([mode, attributes?.gid], [0o2700, 5]);
});

Deno.test("mkdirat() starts from its descriptor", () => {
  const fixture = new TreeFixture();
  const directoryFd = fixture.call("open", { path: "/tmp", flags: OPEN.DIRECTORY });
  assertEquals(fixture.call("mkdirat", { directoryFd, path: "a", mode: 0o700 }), 0);
  assertEquals(fixture.list("/tmp"), ["a"]);
});

Deno.test("errors come by precedence", () => {
  const fixture = new TreeFixture();
  mkdir(fixture, "/tmp/a", 0o755);
  fixture.call("mknod", { path: "/tmp/a/f", mode: 0o644 });
  assertEquals([mkdir(fixture, "/tmp/a"), mkdir(fixture, "/tmp/a/f"), mkdir(fixture, "/tmp/a/f/x")], [
    -EEXIST,
    -EEXIST,
    -ENOTDIR,
  ]);
  assertEquals(mkdir(fixture, "/tmp/none/x"), -ENOENT);
  fixture.become(1000);
  assertEquals(mkdir(fixture, "/tmp/a/x"), -EACCES);
});
