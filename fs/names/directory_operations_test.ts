/** Tests of directories and links as files. */
import { EISDIR } from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { TreeFixture } from "../testing/tree_fixture.ts";
import { addName, makeInode, removeName } from "./name_changes.ts";
import { namesOf } from "./names.ts";

Deno.test("a directory cannot be read as bytes", () => {
  const fixture = new TreeFixture();
  const fd = fixture.openInode(fixture.inodeAt("/tmp"), 0);
  assertEquals(fixture.call("read", { fd, buffer: 0, lengthBytes: 1, outside: 1 }), -EISDIR);
});

Deno.test("what is kept of a link or a directory goes with its inode", () => {
  const fixture = new TreeFixture();
  const above = fixture.inodeAt("/tmp");
  const subject = { uid: 0, gid: 0, groups: [] };
  const [link, directory] = fixture.during((tx) =>
    ([[6, "l"], [3, "d"]] as const).map(([fileKind, name]) => {
      const inode = makeInode(tx, above, name, {
        fileKind,
        mode: 0o777,
        subject,
        target: fileKind === 6 ? "x" : "",
      });
      addName(tx, above, name, inode);
      return inode;
    })
  );
  const names = () => namesOf(fixture.state);
  assertEquals([names().linkTarget(link), names().directory(directory)?.parent], ["x", above]);
  fixture.during((tx) => ["l", "d"].forEach((name) => removeName(tx, above, name)));
  assertEquals([names().linkTarget(link), names().directory(directory)], [undefined, undefined]);
});
