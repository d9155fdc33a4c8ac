/** Tests of making symbolic links. */
import { EACCES, EEXIST, ENAMETOOLONG, ENOENT, OPEN } from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { namesOf } from "../names/names.ts";
import { TreeFixture } from "../testing/tree_fixture.ts";

const symlink = (fixture: TreeFixture, target: string, path: string) =>
  fixture.call("symlink", { target, path });

Deno.test("a link leads where it says, whether anything is there or not", () => {
  const fixture = new TreeFixture();
  const directoryFd = fixture.call("open", { path: "/tmp", flags: OPEN.DIRECTORY });
  assertEquals(fixture.call("symlinkat", { target: "nowhere", directoryFd, path: "l" }), 0);
  assertEquals(fixture.inodeAt("/tmp/l"), 0);
  const inode = namesOf(fixture.state).find(fixture.inodeAt("/tmp"), "l")!.inode;
  const { mode, sizeBytes } = fixture.state.inode(inode);
  assertEquals([namesOf(fixture.state).linkTarget(inode), mode, sizeBytes], ["nowhere", 0o777, 7]);
});

Deno.test("errors come by precedence", () => {
  const fixture = new TreeFixture();
  assertEquals(
    [symlink(fixture, "", ""), symlink(fixture, "x".repeat(4096), ""), symlink(fixture, "x", "")],
    [-ENOENT, -ENAMETOOLONG, -ENOENT],
  );
  assertEquals([symlink(fixture, "x", "/tmp"), symlink(fixture, "x", "/tmp/l/")], [-EEXIST, -ENOENT]);
  fixture.become(1000);
  assertEquals([symlink(fixture, "x", "/new"), symlink(fixture, "x", "/tmp/l")], [-EACCES, 0]);
});
