/** Tests of giving files away. */
import { EBADF, EINVAL, ENOENT, EPERM, OPEN } from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { TreeFixture } from "../testing/tree_fixture.ts";
import { AT } from "./path_lookup.ts";

function given(mode = 0o644) {
  const fixture = new TreeFixture();
  fixture.call("mknod", { path: "/tmp/f", mode });
  fixture.call("symlink", { target: "f", path: "/tmp/l" });
  const chown = (uid: number, gid: number, path = "/tmp/f") => fixture.call("chown", { path, uid, gid });
  const owner = () => {
    const { attributes, mode } = fixture.state.inode(fixture.inodeAt("/tmp/f"));
    return `${attributes?.uid}:${attributes?.gid} ${mode.toString(8)}`;
  };
  return { fixture, chown, owner };
}

Deno.test("the superuser gives to anybody; -1 leaves user or group", () => {
  const { chown, owner } = given();
  chown(5, -1);
  chown(-1, 6);
  assertEquals(owner(), "5:6 644");
});

Deno.test("lchown(), fchown() and fchownat() do the same to the link, a descriptor, and either", () => {
  const { fixture, owner } = given();
  const fd = fixture.call("open", { path: "/tmp/f", flags: 0 });
  assertEquals(fixture.call("lchown", { path: "/tmp/l", uid: 9, gid: 9 }), 0);
  assertEquals([fixture.call("fchown", { fd, uid: 3, gid: 4 }), owner()], [0, "3:4 644"]);
  const at = { directoryFd: AT.FDCWD, path: "/tmp/l", uid: 5, gid: 5 };
  fixture.call("fchownat", { ...at, flags: AT.SYMLINK_NOFOLLOW });
  assertEquals(owner(), "3:4 644");
  fixture.call("fchownat", at);
  assertEquals(owner(), "5:5 644");
});

Deno.test("a file that is given away no longer runs as its owner, even given by the superuser", () => {
  const { chown, owner } = given(0o6755);
  chown(-1, -1);
  assertEquals(owner(), "0:0 755");
  const locking = given(0o2745);
  locking.chown(1, 1);
  assertEquals(locking.owner(), "1:1 2745");
});

Deno.test("an owner gives only to groups of his own", () => {
  const { fixture, chown, owner } = given(0o4755);
  chown(1000, 1000);
  fixture.call("chmod", { path: "/tmp/f", mode: 0o4755 });
  fixture.become(1000, [7]);
  assertEquals([chown(1001, -1), chown(-1, 8), chown(1000, 7), owner()], [-EPERM, -EPERM, 0, "1000:7 755"]);
  fixture.become(1001);
  assertEquals([chown(-1, -1), chown(-1, 7)], [0, -EPERM]);
});

Deno.test("errors come by precedence", () => {
  const { fixture, chown } = given();
  const fd = fixture.call("open", { path: "/tmp/f", flags: OPEN.PATH });
  assertEquals([fixture.call("fchown", { fd }), chown(0, 0, "/x")], [-EBADF, -ENOENT]);
  assertEquals(fixture.call("fchownat", { directoryFd: AT.FDCWD, path: "/x", flags: 1 }), -EINVAL);
});
