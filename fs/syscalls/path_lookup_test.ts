/** Tests of where paths start. */
import { EBADF, ENAMETOOLONG, ENOENT, ENOSYS, ENOTDIR, OPEN } from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { fsFixture } from "../testing/fs_fixture.ts";
import { TreeFixture } from "../testing/tree_fixture.ts";
import { AT, findNode, findParent, isFlat, workingDirectory } from "./path_lookup.ts";

function given() {
  const fixture = new TreeFixture();
  fixture.call("mkdir", { path: "/tmp/a", mode: 0o755 });
  const fd = fixture.call("open", { path: "/tmp/a", flags: OPEN.DIRECTORY });
  const file = fixture.call("open", { path: "/tmp/a/f", flags: OPEN.CREAT, mode: 0o644 });
  const find = (directoryFd: number, path: string, allowsEmpty = false) =>
    fixture.during((tx) => findNode(tx, { directoryFd, path, allowsEmpty }));
  return { fixture, fd, file, find };
}

Deno.test("relative paths start from the descriptor or the working directory, absolute ones from the root", () => {
  const { fixture, fd, find } = given();
  const wanted = fixture.inodeAt("/tmp/a/f");
  assertEquals([find(fd, "f"), find(AT.FDCWD, "tmp/a/f"), find(99, "/tmp/a/f")], [wanted, wanted, wanted]);
  fixture.call("chdir", { path: "/tmp" });
  assertEquals([find(AT.FDCWD, "a/f"), fixture.during(workingDirectory)], [wanted, fixture.inodeAt("/tmp")]);
});

Deno.test("an empty path stands for the descriptor when that is asked for", () => {
  const { fixture, file, find } = given();
  assertEquals([find(file, "", true), find(AT.FDCWD, "", true)], [
    fixture.inodeAt("/tmp/a/f"),
    fixture.inodeAt("/"),
  ]);
});

Deno.test("errors come by precedence", () => {
  const { fixture, file, find } = given();
  assertEquals([find(99, ""), find(99, "x".repeat(4096)), find(99, "x"), find(file, "x")], [
    -ENOENT,
    -ENAMETOOLONG,
    -EBADF,
    -ENOTDIR,
  ]);
  const parent = fixture.during((tx) => findParent(tx, { directoryFd: file, path: "x" }));
  assertEquals(parent, -ENOTDIR);
});

Deno.test("a machine whose names are flat has no directories", () => {
  const fixture = fsFixture();
  const found = fixture.during((tx) => findNode(tx, { directoryFd: AT.FDCWD, path: "/x" }));
  assertEquals([isFlat(fixture.state), isFlat(new TreeFixture().state), found], [true, false, -ENOSYS]);
});
