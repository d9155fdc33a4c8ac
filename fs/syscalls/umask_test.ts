/** Tests of the umask. */
import { OPEN } from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { TreeFixture } from "../testing/tree_fixture.ts";

Deno.test("new files do not get the mask's bits; the mask before is told", () => {
  const fixture = new TreeFixture();
  assertEquals([fixture.call("umask", { mask: 0o7027 }), fixture.call("umask", { mask: 0o027 })], [0, 0o027]);
  const fd = fixture.call("open", { path: "/tmp/f", flags: OPEN.CREAT, mode: 0o666 });
  assertEquals(fixture.inodeOf(fd).mode, 0o640);
});
