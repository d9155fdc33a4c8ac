/** Tests of changes of names: given a tree, when a name is put, taken or moved, then links, times and paths. */
import { FILE_DIRECTORY, FILE_REGULAR, type Transaction } from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { TreeFixture } from "../testing/tree_fixture.ts";
import { checkNames } from "./check_names.ts";
import { addName, exchangeNames, makeInode, moveName, removeName } from "./name_changes.ts";
import { namesOf } from "./names.ts";

const ROOT = { uid: 0, gid: 0, groups: [] };

function make(tx: Transaction, directory: number, name: string, fileKind: number, mode = 0o755): number {
  const inode = makeInode(tx, directory, name, { fileKind, mode, subject: { uid: 5, gid: 6, groups: [] } });
  addName(tx, directory, name, inode);
  return inode;
}

function given() {
  const fixture = new TreeFixture();
  const top = fixture.inodeAt("/tmp");
  const [a, b, f] = fixture.during((tx) => [
    make(tx, top, "a", FILE_DIRECTORY),
    make(tx, top, "b", FILE_DIRECTORY),
    make(tx, top, "f", FILE_REGULAR),
  ]);
  return { fixture, top, a, b, f };
}

Deno.test("a directory adds a link to the one that it is in, a file does not", () => {
  const { fixture, top, a, f } = given();
  const links = (inode: number) => fixture.state.inode(inode).links;
  assertEquals([links(top), links(a), links(f)], [4, 2, 1]);
  fixture.during((tx) => {
    removeName(tx, top, "a");
    addName(tx, top, "g", f);
  });
  assertEquals([links(top), links(f), fixture.state.inodes.get(a)], [3, 2, undefined]);
});

Deno.test("a moved directory takes its link and the paths of open files along", () => {
  const { fixture, top, a, b } = given();
  const inner = fixture.during((tx) => make(tx, a, "inner", FILE_REGULAR));
  fixture.openInode(inner);
  fixture.during((tx) => moveName(tx, { directory: top, name: "a" }, { directory: b, name: "moved" }));
  checkNames(fixture.state);
  assertEquals([fixture.state.inode(top).links, fixture.state.inode(b).links], [3, 3]);
  assertEquals(fixture.state.inode(inner).name, "/tmp/b/moved/inner");
  assertEquals(namesOf(fixture.state).directory(a)?.parent, b);
});

Deno.test("a move over an existing name lets go of what had it", () => {
  const { fixture, top, f } = given();
  const other = fixture.during((tx) => make(tx, top, "g", FILE_REGULAR));
  fixture.during((tx) => moveName(tx, { directory: top, name: "f" }, { directory: top, name: "g" }));
  assertEquals([fixture.inodeAt("/tmp/g"), fixture.state.inodes.get(other)], [f, undefined]);
  assertEquals(fixture.list("/tmp"), ["a", "b", "g"]);
});

Deno.test("an exchange across directories keeps the counts right", () => {
  const { fixture, top, a, f } = given();
  fixture.during((tx) => make(tx, a, "x", FILE_REGULAR));
  fixture.during((tx) => {
    exchangeNames(tx, { directory: top, name: "b" }, { directory: a, name: "x" });
    exchangeNames(tx, { directory: top, name: "f" }, { directory: a, name: "x" });
  });
  checkNames(fixture.state);
  assertEquals([fixture.inodeAt("/tmp/a/x"), fixture.list("/tmp/a")], [f, ["x"]]);
});

Deno.test("a directory with the set-group-ID bit hands on its group", () => {
  const { fixture, a } = given();
  fixture.setup([{ kind: "inodeMode", inode: a, mode: 0o2755 }]);
  const modes = (subject: typeof ROOT) =>
    fixture.during((tx) =>
      [FILE_DIRECTORY, FILE_REGULAR].map((fileKind) => {
        const inode = makeInode(tx, a, "x", { fileKind, mode: 0o2775, subject });
        const { mode, attributes } = tx.state.inode(inode);
        return [mode.toString(8), attributes?.gid];
      })
    );
  assertEquals(modes({ uid: 9, gid: 9, groups: [] }), [["2775", 6], ["775", 6]]);
  assertEquals(modes(ROOT), [["2775", 6], ["2775", 6]]);
});
