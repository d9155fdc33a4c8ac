/** Tests of listing directories. */
import { EBADF, EFAULT, EINVAL, ENOENT, ENOTDIR, OPEN } from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { TreeFixture } from "../testing/tree_fixture.ts";

function given(...names: string[]) {
  const fixture = new TreeFixture();
  fixture.call("mkdir", { path: "/tmp/d", mode: 0o755 });
  for (const name of names) fixture.call("mknod", { path: `/tmp/d/${name}`, mode: 0o644 });
  const fd = fixture.call("open", { path: "/tmp/d", flags: OPEN.DIRECTORY });
  const buffer = fixture.mapAnonymous(64, 2);
  const read = (lengthBytes: number) => fixture.call("getdents64", { fd, buffer, lengthBytes });
  const names_ = (lengthBytes: number) => {
    const count = read(lengthBytes);
    if (count <= 0) return count;
    const bytes = fixture.load(buffer, count);
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const found: string[] = [];
    for (let at = 0; at < count; at += view.getUint16(at + 16, true)) {
      found.push(new TextDecoder().decode(bytes.subarray(at + 19, bytes.indexOf(0, at + 19))));
    }
    return found.join(" ");
  };
  return { fixture, fd, read, list: names_ };
}

Deno.test("dots come first, then the newest name; then nothing", () => {
  const { list } = given("a", "b", "c");
  assertEquals([list(4096), list(4096)], [". .. c b a", 0]);
});

Deno.test("a listing in parts goes on where it stopped, whatever changes meanwhile", () => {
  const { fixture, list } = given("a", "b", "c");
  assertEquals([list(48), list(24)], [". ..", "c"]);
  fixture.call("unlink", { path: "/tmp/d/b" });
  fixture.call("mknod", { path: "/tmp/d/new", mode: 0o644 });
  assertEquals([list(4096), list(4096)], ["a", 0]);
});

Deno.test("lseek() to the start lists anew, and only knows SEEK_SET and SEEK_CUR", () => {
  const { fixture, fd, list } = given("a");
  list(4096);
  assertEquals([fixture.call("lseek", { fd, offset: 0, whence: 0 }), list(4096)], [0, ". .. a"]);
  assertEquals(fixture.call("lseek", { fd, offset: 0, whence: 2 }), -EINVAL);
});

Deno.test("entries made up by a file system are listed too", () => {
  const { fixture } = given();
  const fd = fixture.call("open", { path: "/proc", flags: OPEN.DIRECTORY });
  const buffer = fixture.mapAnonymous(128, 1);
  const count = fixture.call("getdents64", { fd, buffer, lengthBytes: 4096 });
  assertEquals(new TextDecoder().decode(fixture.load(buffer, count)).includes("meminfo"), true);
});

Deno.test("errors come by precedence", () => {
  const { fixture, fd, read } = given("a");
  const call = (fd: number, buffer = 0) => fixture.call("getdents64", { fd, buffer, lengthBytes: 4096 });
  const file = fixture.call("open", { path: "/tmp/d/a", flags: 0 });
  const path = fixture.call("open", { path: "/tmp/d", flags: OPEN.PATH });
  assertEquals([call(99), call(path), call(file), read(23), call(fd, 4096)], [
    -EBADF,
    -EBADF,
    -ENOTDIR,
    -EINVAL,
    -EFAULT,
  ]);
  fixture.call("unlink", { path: "/tmp/d/a" });
  fixture.call("rmdir", { path: "/tmp/d" });
  assertEquals(read(4096), -ENOENT);
});
