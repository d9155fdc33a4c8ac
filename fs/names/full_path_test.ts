/** Tests of paths of directories. */
import { assertEquals } from "@std/assert";
import { makeDirectory } from "../furnish_tree.ts";
import { TreeFixture } from "../testing/tree_fixture.ts";
import { pathOfDirectory, pathOfName } from "./full_path.ts";

Deno.test("a path goes through mounts down to the directory", () => {
  const fixture = new TreeFixture();
  const inner = fixture.during((tx) =>
    makeDirectory(tx, makeDirectory(tx, fixture.inodeAt("/tmp"), "a"), "b")
  );
  const { state } = fixture;
  assertEquals(pathOfDirectory(state, inner), "/tmp/a/b");
  assertEquals(pathOfDirectory(state, fixture.inodeAt("/")), "/");
  assertEquals(pathOfDirectory(state, fixture.inodeAt("/tmp")), "/tmp");
  assertEquals([pathOfName(state, inner, "c"), pathOfName(state, fixture.inodeAt("/"), "c")], [
    "/tmp/a/b/c",
    "/c",
  ]);
});
