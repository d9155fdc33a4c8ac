/** Tests of reading symbolic links. */
import { EFAULT, EINVAL, ENOENT, OPEN } from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { TreeFixture } from "../testing/tree_fixture.ts";

function given() {
  const fixture = new TreeFixture();
  fixture.call("symlink", { target: "somewhere", path: "/tmp/l" });
  const buffer = fixture.mapAnonymous(64, 1);
  const read = (path: string, lengthBytes: number, address = buffer) =>
    fixture.call("readlink", { path, buffer: address, lengthBytes });
  return { fixture, buffer, read };
}

Deno.test("as much of the target as fits is stored, without a zero", () => {
  const { fixture, buffer, read } = given();
  assertEquals([read("/tmp/l", 100), read("/tmp/l", 4)], [9, 4]);
  assertEquals(new TextDecoder().decode(fixture.load(buffer, 10)), "somewhere\0");
});

Deno.test("a link that was opened itself is read by its descriptor", () => {
  const { fixture, buffer } = given();
  const fd = fixture.call("open", { path: "/tmp/l", flags: OPEN.PATH | OPEN.NOFOLLOW });
  assertEquals(fixture.call("readlinkat", { directoryFd: fd, path: "", buffer, lengthBytes: 100 }), 9);
});

Deno.test("errors come by precedence", () => {
  const { fixture, buffer, read } = given();
  assertEquals([read("/none", 0), read("/none", 1), read("/tmp", 1), read("/tmp/l", 1, 4096)], [
    -EINVAL,
    -ENOENT,
    -EINVAL,
    -EFAULT,
  ]);
  const directoryFd = fixture.call("open", { path: "/tmp", flags: OPEN.DIRECTORY });
  assertEquals(fixture.call("readlinkat", { directoryFd, path: "", buffer, lengthBytes: 9 }), -ENOENT);
});
