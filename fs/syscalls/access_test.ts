/** Tests of asking whether a file may be used. */
import { EACCES, EINVAL, ENOENT } from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { TreeFixture } from "../testing/tree_fixture.ts";
import { AT } from "./path_lookup.ts";

Deno.test("the real user is asked for, with AT_EACCESS the effective one", () => {
  const fixture = new TreeFixture();
  fixture.call("mknod", { path: "/tmp/f", mode: 0o600 });
  const { credentials } = fixture.state.process(fixture.pid);
  fixture.setup([{ kind: "processCredentials", process: fixture.pid, ...credentials, uid: 1000, gid: 1000 }]);
  const ask = (mode: number, flags: number) =>
    fixture.call("faccessat2", { directoryFd: AT.FDCWD, path: "/tmp/f", mode, flags });
  assertEquals([ask(0, 0), ask(4, 0), ask(6, AT.EACCESS), ask(1, AT.EACCESS)], [0, -EACCES, 0, -EACCES]);
  assertEquals(fixture.call("faccessat", { directoryFd: AT.FDCWD, path: "/tmp/f", mode: 2 }), -EACCES);
});

Deno.test("errors come by precedence", () => {
  const fixture = new TreeFixture();
  const ask = (path: string, mode: number, flags = 0) =>
    fixture.call("faccessat2", { directoryFd: AT.FDCWD, path, mode, flags });
  assertEquals([ask("/none", 8), ask("/none", 0, 1), ask("/none", 0), ask("/tmp", 7)], [
    -EINVAL,
    -EINVAL,
    -ENOENT,
    0,
  ]);
});
