/** Tests of the walk along paths: given a tree, when a path is walked, then where it leads. */
import {
  EACCES,
  ELOOP,
  ENAMETOOLONG,
  ENOENT,
  ENOTDIR,
  FILE_DIRECTORY,
  FILE_REGULAR,
  FILE_SYMLINK,
} from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { TreeFixture } from "../testing/tree_fixture.ts";
import { addName, makeInode } from "./name_changes.ts";
import { Walk } from "./walk.ts";

const NOBODY = { uid: 77, gid: 77, groups: [] };

/** A tree in /tmp: names ending in / are directories, "a -> b" is a link, all else files. */
function given(...making: string[]): TreeFixture {
  const fixture = new TreeFixture();
  for (const each of making) {
    const [path, target] = each.split(" -> ");
    const isDirectory = path.endsWith("/");
    const parts = path.split("/").filter((part) => part !== "");
    const name = parts.pop()!;
    const fileKind = target !== undefined ? FILE_SYMLINK : isDirectory ? FILE_DIRECTORY : FILE_REGULAR;
    const subject = { uid: 0, gid: 0, groups: [] };
    fixture.during((tx) => {
      const above = fixture.inodeAt(`/tmp/${parts.join("/")}`);
      const inode = makeInode(tx, above, name, { fileKind, mode: 0o755, subject, target });
      addName(tx, above, name, inode);
    });
  }
  return fixture;
}

function walkTo(fixture: TreeFixture, path: string, follow = true) {
  const walk = new Walk(fixture.state, fixture.state.process(fixture.pid));
  const found = walk.to(fixture.inodeAt("/tmp"), path, { follow });
  return found;
}

Deno.test("a path leads through directories, dots and doubled slashes", () => {
  const fixture = given("a/", "a/b/", "a/b/f");
  const file = fixture.inodeAt("/tmp/a/b/f");
  for (
    const path of ["a/b/f", "/tmp/a/b/f", "./a//b/./f", "a/b/../b/f", "../tmp/a/b/f", "/../../tmp/a/b/f"]
  ) {
    assertEquals(walkTo(fixture, path), file, path);
  }
  assertEquals(walkTo(fixture, "a/"), fixture.inodeAt("/tmp/a"));
  assertEquals(walkTo(fixture, ".."), fixture.inodeAt("/"));
});

Deno.test("what is missing, is no directory or has too long a name ends the walk", () => {
  const fixture = given("a/", "f");
  assertEquals([walkTo(fixture, "x"), walkTo(fixture, "x/y"), walkTo(fixture, "f/y")], [
    -ENOENT,
    -ENOENT,
    -ENOTDIR,
  ]);
  assertEquals([walkTo(fixture, "f/"), walkTo(fixture, "f/."), walkTo(fixture, "f/..")], [
    -ENOTDIR,
    -ENOTDIR,
    -ENOTDIR,
  ]);
  const long = "n".repeat(256);
  assertEquals([walkTo(fixture, long), walkTo(fixture, `x/${long}`), walkTo(fixture, `a/${long}/b`)], [
    -ENAMETOOLONG,
    -ENOENT,
    -ENAMETOOLONG,
  ]);
});

Deno.test("links are followed on the way, and at its end when asked for or when a slash follows", () => {
  const fixture = given("a/", "a/f", "to_a -> a", "to_f -> to_a/f", "up -> ../tmp", "root -> /tmp/a");
  const link = fixture.inodeAt("/tmp/a");
  assertEquals(walkTo(fixture, "to_f"), fixture.inodeAt("/tmp/a/f"));
  assertEquals([walkTo(fixture, "to_a/", false), walkTo(fixture, "root/.")], [link, link]);
  assertEquals(walkTo(fixture, "to_a", false) === link, false);
  assertEquals(walkTo(fixture, "up/up/up/root/f"), fixture.inodeAt("/tmp/a/f"));
  assertEquals(walkTo(fixture, "to_f/"), -ENOTDIR);
});

Deno.test("forty links are followed, one more is a loop", () => {
  const links = Array.from({ length: 41 }, (_, index) => `l${index + 1} -> l${index}`);
  const fixture = given("l0", ...links);
  assertEquals([walkTo(fixture, "l40"), walkTo(fixture, "l41")], [fixture.inodeAt("/tmp/l0"), -ELOOP]);
  assertEquals(walkTo(given("x -> y", "y -> x"), "x"), -ELOOP);
});

Deno.test("every directory on the way must let itself be searched", () => {
  const fixture = given("a/", "a/b/", "a/b/f");
  fixture.setup([{ kind: "inodeMode", inode: fixture.inodeAt("/tmp/a/b"), mode: 0o644 }]);
  assertEquals(walkTo(fixture, "a/b/f") === fixture.inodeAt("/tmp/a/b/f"), true);
  fixture.become(77);
  assertEquals([walkTo(fixture, "a/b"), walkTo(fixture, "a/b/f"), walkTo(fixture, "a/b/none")], [
    fixture.inodeAt("/tmp/a/b"),
    -EACCES,
    -EACCES,
  ]);
  assertEquals([walkTo(fixture, "a/b/."), walkTo(fixture, "a/b/..")], [-EACCES, -EACCES]);
});

Deno.test("a walk may be done for somebody else", () => {
  const fixture = given("a/", "a/f");
  fixture.setup([{ kind: "inodeMode", inode: fixture.inodeAt("/tmp/a"), mode: 0o700 }]);
  const walk = new Walk(fixture.state, fixture.state.process(fixture.pid), NOBODY);
  assertEquals(walk.to(fixture.inodeAt("/tmp"), "a/f", { follow: true }), -EACCES);
});

Deno.test("a walk stops before the last component and says what that is", () => {
  const fixture = given("a/");
  const walk = new Walk(fixture.state, fixture.state.process(fixture.pid));
  const start = fixture.inodeAt("/tmp");
  const a = fixture.inodeAt("/tmp/a");
  assertEquals(walk.toParent(start, "a/new//"), { directory: a, name: "new", kind: "name", hasSlash: true });
  assertEquals(walk.toParent(start, "a/."), { directory: a, name: ".", kind: "dot", hasSlash: false });
  assertEquals(walk.toParent(start, ".."), { directory: start, name: "..", kind: "dotdot", hasSlash: false });
  assertEquals(walk.toParent(start, "//"), {
    directory: fixture.inodeAt("/"),
    name: "",
    kind: "root",
    hasSlash: false,
  });
});
