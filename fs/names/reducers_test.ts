/** Tests of the reducers of names. */
import { assertEquals, assertThrows } from "@std/assert";
import { TreeFixture } from "../testing/tree_fixture.ts";
import { fsFixture } from "../testing/fs_fixture.ts";
import { namesOf } from "./names.ts";

Deno.test("the digest is that of the names, whatever their history (in memory: the disk keeps a journal of it)", () => {
  const fixture = fsFixture();
  const before = fixture.state.digest.toHex();
  const put = (name: string, inode: number) => ({ kind: "entryPut", directory: 1, name, inode });
  fixture.setup([put("a", 1), put("b", 2)]);
  const both = fixture.state.digest.toHex();
  fixture.setup([put("a", 3), put("c", 4)]);
  fixture.setup([put("a", 1), { kind: "entryRemove", directory: 1, name: "c" }]);
  assertEquals([fixture.state.digest.toHex() === both, both === before], [true, false]);
  assertEquals(namesOf(fixture.state).find(1, "a")?.inode, 1);
});

Deno.test("taking out a name that is not there means a corrupt log", () => {
  const fixture = fsFixture();
  assertThrows(
    () => fixture.setup([{ kind: "entryRemove", directory: 1, name: "x" }]),
    Error,
    "directory 1 has no name x",
  );
});

Deno.test("a directory that holds names cannot go, nor what is no link", () => {
  const fixture = new TreeFixture();
  const remove = { kind: "directoryRemove", directory: fixture.inodeAt("/") };
  assertThrows(() => fixture.setup([remove]), Error, "is removed with 5 names");
  const link = { kind: "symlinkRemove", inode: 77 };
  assertThrows(() => new TreeFixture().setup([link]), Error, "inode 77 is no symbolic link");
});

Deno.test("what is mounted and mounted no longer leaves no trace", () => {
  const fixture = new TreeFixture();
  const before = fixture.state.digest.toHex();
  const mount = { mount: 9, fileSystem: 0, point: 0, root: fixture.inodeAt("/"), source: "x" };
  fixture.setup([{ kind: "mountPut", ...mount }]);
  assertEquals(namesOf(fixture.state).mounts.length, 7);
  fixture.setup([{ kind: "mountRemove", mount: 9 }]);
  assertEquals(fixture.state.digest.toHex(), before);
  assertThrows(() => fixture.setup([{ kind: "mountRemove", mount: 9 }]), Error, "there is no mount 9");
});
