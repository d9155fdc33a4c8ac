/** Tests of the tree that is there before the first process. */
import { FS_DEVTMPFS, FS_EXT4, FS_PROC, FS_TMPFS } from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { makeFile } from "./furnish.ts";
import { checkNames } from "./names/check_names.ts";
import { namesOf } from "./names/names.ts";
import { TreeFixture } from "./testing/tree_fixture.ts";

Deno.test("a tree has its usual mounts, each with a root of its own", () => {
  const { state } = new TreeFixture();
  checkNames(state);
  const kinds = namesOf(state).mounts.map(({ fileSystem }) => fileSystem);
  assertEquals(kinds, [FS_TMPFS, FS_TMPFS, FS_DEVTMPFS, FS_PROC, FS_EXT4, FS_TMPFS]);
});

Deno.test("a file that is furnished gets the directories on its way", () => {
  const fixture = new TreeFixture();
  const making = { fileKind: 0, fileSystem: FS_EXT4, sizeBytes: 10, mode: 0o644, unknownStorage: false };
  const inode = fixture.during((tx) => makeFile(tx, { path: "/disk/a/b/file", ...making }));
  checkNames(fixture.state);
  assertEquals(fixture.inodeAt("/disk/a/b/file"), inode);
  assertEquals([fixture.list("/disk/a"), fixture.state.inode(inode).links], [["b"], 1]);
});
