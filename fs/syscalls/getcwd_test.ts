/** Tests of telling the working directory. */
import { EFAULT, ENOENT, ENOSYS, ERANGE } from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { fsFixture } from "../testing/fs_fixture.ts";
import { TreeFixture } from "../testing/tree_fixture.ts";

Deno.test("the path is stored with its zero, and follows renames", () => {
  const fixture = new TreeFixture();
  const buffer = fixture.mapAnonymous(64, 1);
  fixture.call("mkdir", { path: "/tmp/d", mode: 0o755 });
  fixture.call("chdir", { path: "/tmp/d" });
  fixture.call("rename", { oldPath: "/tmp/d", newPath: "/tmp/other" });
  assertEquals(fixture.call("getcwd", { buffer, lengthBytes: 100 }), 11);
  assertEquals(new TextDecoder().decode(fixture.load(buffer, 11)), "/tmp/other\0");
});

Deno.test("errors come by precedence", () => {
  const fixture = new TreeFixture();
  const getcwd = (lengthBytes: number) => fixture.call("getcwd", { buffer: 4096, lengthBytes });
  assertEquals([getcwd(1), getcwd(2)], [-ERANGE, -EFAULT]);
  fixture.call("mkdir", { path: "/tmp/d", mode: 0o755 });
  fixture.call("chdir", { path: "/tmp/d" });
  fixture.call("rmdir", { path: "/tmp/d" });
  assertEquals([getcwd(1), fsFixture().call("getcwd", {})], [-ENOENT, -ENOSYS]);
});
