/** Tests of the end of files. */
import { assertEquals } from "@std/assert";
import { FileFixture } from "../testing/file_fixture.ts";
import { dropInode } from "./inode_end.ts";

function written(links: number): { fixture: FileFixture; fd: number; inode: number; drop: () => void } {
  const fixture = new FileFixture();
  const fd = fixture.openDiskFile({ links });
  fixture.write(fd, new Uint8Array(3 * 4096));
  fixture.call("fsync", { fd });
  const inode = fixture.inodeOf(fd).id;
  return { fixture, fd, inode, drop: () => fixture.during((tx) => dropInode(tx, inode)) };
}

Deno.test("a file that has a name or is open stays", () => {
  const named = written(1);
  named.fixture.call("close", { fd: named.fd });
  named.drop();
  assertEquals(named.fixture.state.inodes.get(named.inode)?.cachedPages, 3);
  const open = written(0);
  open.drop();
  assertEquals(open.fixture.state.inodes.get(open.inode)?.cachedPages, 3);
});

Deno.test("a file that nobody can reach goes with its pages and its storage", () => {
  const { fixture, fd, inode } = written(0);
  fixture.call("close", { fd });
  assertEquals([fixture.state.inodes.get(inode), fixture.state.frameMap.usedCount], [undefined, 1]);
});
