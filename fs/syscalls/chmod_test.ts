/** Tests of setting permission bits. */
import { EBADF, ENOENT, EPERM, OPEN } from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { TreeFixture } from "../testing/tree_fixture.ts";
import { AT } from "./path_lookup.ts";

function given() {
  const fixture = new TreeFixture();
  fixture.call("mknod", { path: "/tmp/f", mode: 0o644 });
  fixture.call("symlink", { target: "f", path: "/tmp/l" });
  const mode = () => fixture.state.inode(fixture.inodeAt("/tmp/f")).mode.toString(8);
  return { fixture, mode };
}

Deno.test("all twelve bits are set, by path, through a link, and by descriptor", () => {
  const { fixture, mode } = given();
  fixture.call("chmod", { path: "/tmp/l", mode: 0o17755 });
  assertEquals(mode(), "7755");
  fixture.call("fchmodat", { directoryFd: AT.FDCWD, path: "/tmp/f", mode: 0o700 });
  assertEquals(mode(), "700");
  const fd = fixture.call("open", { path: "/tmp/f", flags: 0 });
  assertEquals([fixture.call("fchmod", { fd, mode: 0o640 }), mode()], [0, "640"]);
});

Deno.test("only the owner sets a mode, and the set-group-ID bit only of a group of his", () => {
  const { fixture, mode } = given();
  fixture.become(1000);
  assertEquals(fixture.call("chmod", { path: "/tmp/f", mode: 0 }), -EPERM);
  fixture.become(0);
  fixture.call("chown", { path: "/tmp/f", uid: 1000, gid: 5 });
  fixture.become(1000);
  fixture.call("chmod", { path: "/tmp/f", mode: 0o2755 });
  assertEquals(mode(), "755");
  fixture.become(1000, [5]);
  fixture.call("chmod", { path: "/tmp/f", mode: 0o2755 });
  assertEquals(mode(), "2755");
});

Deno.test("errors come by precedence", () => {
  const { fixture } = given();
  const fd = fixture.call("open", { path: "/tmp/f", flags: OPEN.PATH });
  assertEquals([
    fixture.call("fchmod", { fd: 99 }),
    fixture.call("fchmod", { fd }),
    fixture.call("chmod", { path: "/x" }),
  ], [-EBADF, -EBADF, -ENOENT]);
});
