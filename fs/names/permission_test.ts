/** Tests of permissions. */
import { EACCES, EPERM, FILE_DIRECTORY, FILE_REGULAR, SUPERUSER } from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { TreeFixture } from "../testing/tree_fixture.ts";
import { addName, makeInode } from "./name_changes.ts";
import {
  isInGroup,
  isOwnerOrPrivileged,
  MAY_EXECUTE,
  MAY_READ,
  MAY_WRITE,
  permission,
  permissionFor,
  stickyRefusal,
  subjectOf,
} from "./permission.ts";

const facts = (mode: number, fileKind = FILE_REGULAR) => (
  { fileKind, fileSystem: 0, mode, uid: 10, gid: 20, isOwned: true }
);
const somebody = (uid: number, gid: number, groups: number[] = []) => ({ uid, gid, groups });

Deno.test("the first class that fits decides, even where a later one allows more", () => {
  const mode = facts(0o047);
  assertEquals(permissionFor(somebody(10, 20), mode, MAY_READ), -EACCES);
  assertEquals(permissionFor(somebody(11, 20), mode, MAY_READ), 0);
  assertEquals(permissionFor(somebody(11, 1, [20]), mode, MAY_WRITE), -EACCES);
  assertEquals(permissionFor(somebody(11, 21), mode, MAY_READ | MAY_WRITE | MAY_EXECUTE), 0);
});

Deno.test("the superuser executes only what somebody may execute, and searches every directory", () => {
  const root = subjectOf(SUPERUSER);
  assertEquals(permissionFor(root, facts(0), MAY_READ | MAY_WRITE), 0);
  assertEquals(permissionFor(root, facts(0o666), MAY_EXECUTE), -EACCES);
  assertEquals(permissionFor(root, facts(0o601), MAY_EXECUTE), 0);
  assertEquals(permissionFor(root, facts(0, FILE_DIRECTORY), MAY_EXECUTE), 0);
});

Deno.test("in a flat table everybody is the owner, without capabilities", () => {
  const flat = { ...facts(0o400), isOwned: false };
  assertEquals(permissionFor(subjectOf(SUPERUSER), flat, MAY_WRITE), -EACCES);
  assertEquals([permissionFor(somebody(5, 5), flat, MAY_READ), isOwnerOrPrivileged(somebody(5, 5), flat)], [
    0,
    true,
  ]);
});

Deno.test("in a sticky directory only the file's, the directory's owner and the superuser take names away", () => {
  const fixture = new TreeFixture();
  const directory = fixture.inodeAt("/tmp");
  const file = fixture.during((tx) => {
    const subject = somebody(10, 10);
    const inode = makeInode(tx, directory, "f", { fileKind: FILE_REGULAR, mode: 0o666, subject });
    addName(tx, directory, "f", inode);
    return inode;
  });
  const refused = (uid: number) => stickyRefusal(fixture.state, somebody(uid, uid), directory, file);
  assertEquals([refused(10), refused(11), refused(0)], [0, -EPERM, 0]);
  assertEquals(permission(fixture.state, somebody(11, 11), file, MAY_WRITE), 0);
  assertEquals([isInGroup(somebody(1, 2, [3]), 3), isInGroup(somebody(1, 2, [3]), 1)], [true, false]);
});
