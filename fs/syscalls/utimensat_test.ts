/** Tests of setting times. */
import { EACCES, EINVAL, ENOENT, EPERM } from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { TreeFixture } from "../testing/tree_fixture.ts";
import { AT } from "./path_lookup.ts";
import { UTIME } from "./utimensat.ts";

function given() {
  const fixture = new TreeFixture();
  fixture.machine.clock = () => 100;
  fixture.call("mknod", { path: "/tmp/f", mode: 0o644 });
  const set = (accessed: number, modified: number, path = "/tmp/f", flags = 0) =>
    fixture.call("utimensat", { directoryFd: AT.FDCWD, path, accessed, modified, flags });
  const times = () => {
    const { accessed, modified } = fixture.state.inode(fixture.inodeAt("/tmp/f")).attributes!;
    return [accessed, modified];
  };
  return { fixture, set, times };
}

Deno.test("times are set, set to now, or left", () => {
  const { fixture, set, times } = given();
  set(7, 8);
  assertEquals(times(), [7, 8]);
  fixture.machine.clock = () => 200;
  set(UTIME.OMIT, UTIME.NOW);
  assertEquals(times(), [7, 200]);
  assertEquals(set(UTIME.OMIT, UTIME.OMIT, "/none"), 0);
});

Deno.test("errors come by precedence", () => {
  const { fixture, set } = given();
  assertEquals([set(1, 1, "/none", 1), set(1, 1, "/none")], [-EINVAL, -ENOENT]);
  fixture.become(1000);
  assertEquals([set(1, 1), set(UTIME.NOW, UTIME.OMIT), set(UTIME.NOW, UTIME.NOW)], [-EPERM, -EPERM, -EACCES]);
  fixture.become(0);
  fixture.call("chmod", { path: "/tmp/f", mode: 0o666 });
  fixture.become(1000);
  assertEquals(set(UTIME.NOW, UTIME.NOW), 0);
});
