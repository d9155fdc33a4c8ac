/** Tests of mounting. */
import { FS_TMPFS } from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { makeDirectory } from "../furnish_tree.ts";
import { TreeFixture } from "../testing/tree_fixture.ts";
import { checkNames } from "./check_names.ts";
import { mountFileSystem } from "./mount_changes.ts";

Deno.test("what a covered directory held is out of reach", () => {
  const fixture = new TreeFixture();
  fixture.during((tx) => {
    const point = makeDirectory(tx, fixture.inodeAt("/"), "here");
    makeDirectory(tx, point, "below");
    mountFileSystem(tx, { fileSystem: FS_TMPFS, point, source: "tmpfs", mode: 0o700 });
  });
  checkNames(fixture.state);
  assertEquals([fixture.list("/here"), fixture.inodeAt("/here/below")], [[], 0]);
  const { mode, name } = fixture.state.inode(fixture.inodeAt("/here"));
  assertEquals([mode, name], [0o700, "/here"]);
});
