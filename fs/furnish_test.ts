/** Tests of files that exist from the start. */
import { FILE_REGULAR, FS_EXT4, OPEN } from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { furnishFile, inodeAt, makeFile } from "./furnish.ts";
import { fsFixture, openPath } from "./testing/fs_fixture.ts";

const libc = {
  path: "/lib/libc.so.6",
  fileKind: FILE_REGULAR,
  fileSystem: FS_EXT4,
  sizeBytes: 2_000_000,
  mode: 0o644,
  unknownStorage: true,
};

Deno.test("a furnished file is found by its path, and opened", () => {
  const fixture = fsFixture();
  const inode = furnishFile(fixture.machine, libc);
  assertEquals([inodeAt(fixture.machine, libc.path), inodeAt(fixture.machine, "/lib")], [inode, undefined]);
  assertEquals(openPath(fixture, libc.path, OPEN.RDONLY), 0);
  assertEquals([fixture.inodeOf(0).sizeBytes, fixture.inodeOf(0).unknownPages], [2_000_000, 489]);
});

Deno.test("a path that exists keeps its file", () => {
  const fixture = fsFixture();
  const inode = furnishFile(fixture.machine, libc);
  assertEquals(furnishFile(fixture.machine, { ...libc, sizeBytes: 1 }), inode);
  assertEquals(fixture.state.inode(inode).sizeBytes, 2_000_000);
});

Deno.test("makeFile() is part of the event that is open", () => {
  const fixture = fsFixture();
  const inode = fixture.during((tx) => makeFile(tx, libc));
  assertEquals(inodeAt(fixture.machine, libc.path), inode);
  assertEquals(fixture.lastEffects.map(({ kind }) => kind), ["inodeNew", "entryPut"]);
});
