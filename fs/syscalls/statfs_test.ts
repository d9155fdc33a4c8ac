/** Tests of what is known of file systems. */
import { EBADF, EFAULT, ENOENT } from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { TreeFixture } from "../testing/tree_fixture.ts";

Deno.test("each mount tells its kind, its blocks and the longest name", () => {
  const fixture = new TreeFixture();
  const buffer = fixture.mapAnonymous(64, 1);
  const tell = (path: string) => {
    fixture.call("statfs", { path, buffer });
    const view = new DataView(fixture.load(buffer, 120).buffer);
    return [view.getUint32(0, true), view.getUint32(8, true), view.getUint32(64, true)];
  };
  assertEquals([tell("/tmp"), tell("/disk"), tell("/proc")], [[0x01021994, 4096, 255], [0xef53, 4096, 255], [
    0x9fa0,
    4096,
    255,
  ]]);
  const fd = fixture.call("open", { path: "/disk", flags: 0 });
  assertEquals(fixture.call("fstatfs", { fd, buffer }), 0);
  assertEquals(new DataView(fixture.load(buffer, 4).buffer).getUint32(0, true), 0xef53);
});

Deno.test("errors come by precedence", () => {
  const fixture = new TreeFixture();
  assertEquals([
    fixture.call("statfs", { path: "/x" }),
    fixture.call("statfs", { path: "/", buffer: 4096 }),
    fixture.call("fstatfs", { fd: 9 }),
  ], [-ENOENT, -EFAULT, -EBADF]);
});
