/** Tests of which mount an inode is part of. */
import { OPEN } from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { TreeFixture } from "../testing/tree_fixture.ts";
import { mountOfInode } from "./mount_of_inode.ts";
import { namesOf } from "./names.ts";

Deno.test("directories know their mount, files are told by their path", () => {
  const fixture = new TreeFixture();
  fixture.call("mknod", { path: "/tmp/f", mode: 0o644 });
  fixture.call("mknod", { path: "/disk/f", mode: 0o644 });
  const mountAt = (path: string) => mountOfInode(fixture.state, fixture.inodeAt(path));
  assertEquals([mountAt("/tmp/f"), mountAt("/disk/f"), mountAt("/")], [mountAt("/tmp"), mountAt("/disk"), 1]);
  assertEquals(new Set(["/", "/tmp", "/disk"].map(mountAt)).size, 3);
  assertEquals(namesOf(fixture.state).mounts.some(({ number }) => number === mountAt("/disk")), true);
});

Deno.test("a file without a name keeps its mount; one that never had one has none", () => {
  const fixture = new TreeFixture();
  const fd = fixture.call("open", { path: "/tmp/f", flags: OPEN.CREAT, mode: 0o644 });
  const mount = mountOfInode(fixture.state, fixture.inodeOf(fd).id);
  fixture.call("unlink", { path: "/tmp/f" });
  assertEquals(mountOfInode(fixture.state, fixture.inodeOf(fd).id), mount);
  const pipes = fixture.call("pipe", { outside: 1 });
  assertEquals([pipes, mountOfInode(fixture.state, fixture.state.counters.inode)], [0, 0]);
});
