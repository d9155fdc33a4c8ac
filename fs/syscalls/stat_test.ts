/** Tests of the calls that tell what is known of a file by its path. */
import { EFAULT, EINVAL, ENOENT, OPEN } from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { TreeFixture } from "../testing/tree_fixture.ts";
import { AT } from "./path_lookup.ts";

function given() {
  const fixture = new TreeFixture();
  fixture.call("mknod", { path: "/tmp/f", mode: 0o644 });
  fixture.call("symlink", { target: "f", path: "/tmp/l" });
  const status = fixture.mapAnonymous(64, 1);
  const modeAfter = (name: string, args: Record<string, string | number>) => {
    const result = fixture.call(name, { status, ...args });
    return result < 0
      ? result
      : new DataView(fixture.load(status, 144).buffer).getUint32(24, true).toString(8);
  };
  return { fixture, modeAfter };
}

Deno.test("stat() follows a link at the end, lstat() tells of the link", () => {
  const { modeAfter } = given();
  assertEquals([modeAfter("stat", { path: "/tmp/l" }), modeAfter("lstat", { path: "/tmp/l" })], [
    "100644",
    "120777",
  ]);
});

Deno.test("newfstatat() does either, from a descriptor, or of the descriptor", () => {
  const { fixture, modeAfter } = given();
  const directoryFd = fixture.call("open", { path: "/tmp", flags: OPEN.DIRECTORY });
  const tell = (path: string, flags: number) => modeAfter("newfstatat", { directoryFd, path, flags });
  assertEquals([tell("l", 0), tell("l", AT.SYMLINK_NOFOLLOW), tell("", AT.EMPTY_PATH)], [
    "100644",
    "120777",
    "41777",
  ]);
});

Deno.test("errors come by precedence", () => {
  const { fixture, modeAfter } = given();
  const at = { directoryFd: AT.FDCWD, path: "/none" };
  assertEquals([modeAfter("newfstatat", { ...at, flags: 1 }), modeAfter("newfstatat", at)], [
    -EINVAL,
    -ENOENT,
  ]);
  assertEquals(fixture.call("stat", { path: "/tmp", status: 4096 }), -EFAULT);
});
