/** Tests of changing the working directory. */
import { EACCES, EBADF, ENOENT, ENOTDIR, OPEN } from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { TreeFixture } from "../testing/tree_fixture.ts";

function given() {
  const fixture = new TreeFixture();
  fixture.call("mkdir", { path: "/tmp/d", mode: 0o700 });
  fixture.call("mknod", { path: "/tmp/f", mode: 0o644 });
  const here = () => fixture.state.process(fixture.pid).place.workingDirectory;
  return { fixture, here };
}

Deno.test("relative paths start from there; a directory that is removed stays until it is left", () => {
  const { fixture, here } = given();
  fixture.call("chdir", { path: "/tmp/d" });
  const inode = here();
  fixture.call("rmdir", { path: "/tmp/d" });
  assertEquals([fixture.state.inode(inode).links, fixture.call("mkdir", { path: "x" })], [0, -ENOENT]);
  assertEquals([fixture.call("chdir", { path: ".." }), fixture.state.inodes.get(inode)], [0, undefined]);
  assertEquals(here(), fixture.inodeAt("/tmp"));
});

Deno.test("fchdir() goes to an open directory", () => {
  const { fixture, here } = given();
  const fd = fixture.call("open", { path: "/tmp/d", flags: OPEN.PATH });
  assertEquals([fixture.call("fchdir", { fd }), here()], [0, fixture.inodeAt("/tmp/d")]);
});

Deno.test("a directory of /proc can be one", () => {
  const { fixture } = given();
  assertEquals([fixture.call("chdir", { path: "/proc/1" }), fixture.call("chdir", { path: ".." })], [0, 0]);
});

Deno.test("errors come by precedence", () => {
  const { fixture } = given();
  const chdir = (path: string) => fixture.call("chdir", { path });
  const fd = fixture.call("open", { path: "/tmp/f", flags: 0 });
  assertEquals([
    chdir("/x"),
    chdir("/tmp/f"),
    fixture.call("fchdir", { fd }),
    fixture.call("fchdir", { fd: 99 }),
  ], [-ENOENT, -ENOTDIR, -ENOTDIR, -EBADF]);
  fixture.become(1000);
  assertEquals(chdir("/tmp/d"), -EACCES);
});
