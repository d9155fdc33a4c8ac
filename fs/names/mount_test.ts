/** Tests of what covers what. */
import { FS_TMPFS } from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { TreeFixture } from "../testing/tree_fixture.ts";
import { mountFileSystem } from "./mount_changes.ts";
import { mountNumbered, mountOver, ROOT_MOUNT, rootDirectory, topOf } from "./mount.ts";
import { Names, namesOf } from "./names.ts";

Deno.test("a machine whose names are flat has no root", () => {
  assertEquals(rootDirectory(Names.empty(1)), 0);
});

Deno.test("what is mounted over a mounted root covers it too", () => {
  const fixture = new TreeFixture();
  const names = namesOf(fixture.state);
  const point = names.find(rootDirectory(names), "tmp")!.inode;
  const first = topOf(names, point);
  const making = { fileSystem: FS_TMPFS, point: first, source: "tmpfs" };
  const second = fixture.during((tx) => mountFileSystem(tx, making));
  assertEquals([topOf(names, point), fixture.inodeAt("/tmp")], [second, second]);
  assertEquals(mountOver(names, first)?.root, second);
});

Deno.test("a mount is found by its number", () => {
  const names = namesOf(new TreeFixture().state);
  assertEquals([mountNumbered(names, ROOT_MOUNT)?.point, mountNumbered(names, 99)], [0, undefined]);
});
