/** Tests of changes of mode and owner. */
import { EPERM } from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { TreeFixture } from "../testing/tree_fixture.ts";
import { setMode, setOwner } from "./attribute_changes.ts";

const somebody = (uid: number, gid = uid, groups: number[] = []) => ({ uid, gid, groups });

function given(uid: number, gid: number) {
  const fixture = new TreeFixture();
  fixture.call("mknod", { path: "/tmp/f", mode: 0o644 });
  fixture.call("chown", { path: "/tmp/f", uid, gid });
  const id = fixture.inodeAt("/tmp/f");
  return { fixture, inode: () => fixture.state.inode(id) };
}

Deno.test("a mode is the owner's to set (AC1)", () => {
  const { fixture, inode } = given(5, 6);
  const set = (uid: number, mode: number) =>
    fixture.during((tx) => setMode(tx, somebody(uid), inode(), mode));
  assertEquals([set(6, 0), set(5, 0o2711), inode().mode, set(0, 0o2711), inode().mode], [
    -EPERM,
    0,
    0o711,
    0,
    0o2711,
  ]);
});

Deno.test("a file is the superuser's to give, and its owner's within his groups (AC2)", () => {
  const { fixture, inode } = given(5, 6);
  const give = (subject: ReturnType<typeof somebody>, uid: number, gid: number) =>
    fixture.during((tx) => setOwner(tx, subject, inode(), { uid, gid }));
  assertEquals([give(somebody(5, 5), 5, 6), give(somebody(5, 5), 5, 7), give(somebody(5, 5, [7]), -1, 7)], [
    0,
    -EPERM,
    0,
  ]);
  assertEquals([give(somebody(5), 9, -1), give(somebody(0), 9, -1), inode().attributes?.uid], [-EPERM, 0, 9]);
});
