/** Tests of what making and taking away a name have in common. */
import { EACCES, EBUSY, EEXIST, EISDIR, ENAMETOOLONG, ENOENT, ENOTDIR, EPERM } from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { TreeFixture } from "../testing/tree_fixture.ts";
import { deletionRefusal, mountRefusal, newName } from "./new_name.ts";
import { AT } from "./path_lookup.ts";

function given() {
  const fixture = new TreeFixture();
  fixture.call("mkdir", { path: "/tmp/a", mode: 0o755 });
  fixture.call("mkdir", { path: "/tmp/a/d", mode: 0o755 });
  fixture.call("mknod", { path: "/tmp/a/f", mode: 0o644 });
  const make = (path: string, isDirectory = false) =>
    fixture.during((tx) => newName(tx, { directoryFd: AT.FDCWD, path }, { isDirectory }));
  return { fixture, make };
}

Deno.test("a new name is given with its directory", () => {
  const { fixture, make } = given();
  const directory = fixture.inodeAt("/tmp/a");
  assertEquals([make("/tmp/a/x"), make("/tmp/a/x/", true)], [{ directory, name: "x" }, {
    directory,
    name: "x",
  }]);
});

Deno.test("errors of new names come by precedence", () => {
  const { fixture, make } = given();
  assertEquals([make("/tmp/a/."), make("/tmp/a/.."), make("/")], [-EEXIST, -EEXIST, -EEXIST]);
  assertEquals([make(`/tmp/a/${"n".repeat(256)}`), make("/tmp/a/x/"), make("/tmp/a/f/")], [
    -ENAMETOOLONG,
    -ENOENT,
    -EEXIST,
  ]);
  assertEquals([make("/proc/new"), make("/proc/self"), make("/tmp/a")], [-ENOENT, -EEXIST, -EEXIST]);
  fixture.become(1000);
  assertEquals([make("/tmp/a/f"), make("/tmp/a/x"), make("/tmp/a/x/")], [-EEXIST, -EACCES, -ENOENT]);
});

Deno.test("a directory that was removed takes no names", () => {
  const { fixture, make } = given();
  fixture.call("chdir", { path: "/tmp/a/d" });
  fixture.call("rmdir", { path: "/tmp/a/d" });
  assertEquals([make("x"), make("n".repeat(256))], [-ENOENT, -ENOENT]);
});

Deno.test("errors of names that are taken away come by precedence", () => {
  const { fixture } = given();
  const [tmp, a, d, f] = ["/tmp", "/tmp/a", "/tmp/a/d", "/tmp/a/f"].map((path) => fixture.inodeAt(path));
  const refused = (directory: number, victim: number, isDirectory: boolean) =>
    fixture.during((tx) => deletionRefusal(tx, directory, victim, { isDirectory }));
  assertEquals([refused(a, d, true), refused(a, d, false), refused(a, f, true)], [0, -EISDIR, -ENOTDIR]);
  fixture.become(1000);
  assertEquals([refused(a, d, false), refused(tmp, a, false)], [-EACCES, -EPERM]);
});

Deno.test("what something is mounted over is busy", () => {
  const { fixture } = given();
  assertEquals(fixture.during((tx) => mountRefusal(tx, fixture.inodeAt("/tmp/a"))), 0);
  assertEquals(fixture.call("rmdir", { path: "/tmp" }), -EBUSY);
});
