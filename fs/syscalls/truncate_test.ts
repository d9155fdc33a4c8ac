/** Tests of giving files another size by their names. */
import { EACCES, EFBIG, EINVAL, EISDIR, ENOENT, RLIMIT } from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { TreeFixture } from "../testing/tree_fixture.ts";

const truncate = (fixture: TreeFixture, path: string, lengthBytes: number) =>
  fixture.call("truncate", { path, lengthBytes });

Deno.test("a file is cut and grown; its time of change follows only when its size does", () => {
  const fixture = new TreeFixture();
  fixture.machine.clock = () => 5;
  fixture.call("mknod", { path: "/tmp/f", mode: 0o644 });
  const inode = fixture.inodeAt("/tmp/f");
  assertEquals([truncate(fixture, "/tmp/f", 5000), fixture.state.inode(inode).sizeBytes], [0, 5000]);
  fixture.machine.clock = () => 9;
  truncate(fixture, "/tmp/f", 5000);
  assertEquals(fixture.state.inode(inode).attributes?.modified, 5);
});

Deno.test("errors come by precedence", () => {
  const fixture = new TreeFixture();
  fixture.call("mknod", { path: "/tmp/f", mode: 0o600 });
  fixture.call("mknod", { path: "/tmp/p", mode: 0o010600 });
  assertEquals([
    truncate(fixture, "/x", -1),
    truncate(fixture, "/x", 0),
    truncate(fixture, "/tmp", 0),
    truncate(fixture, "/tmp/p", 0),
  ], [-EINVAL, -ENOENT, -EISDIR, -EINVAL]);
  fixture.call("setrlimit", { resource: RLIMIT.FSIZE, soft: 100, hard: 1000 });
  assertEquals(truncate(fixture, "/tmp/f", 101), -EFBIG);
  fixture.become(1000);
  assertEquals(truncate(fixture, "/tmp/f", 101), -EACCES);
});
