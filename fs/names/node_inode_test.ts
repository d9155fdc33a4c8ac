/** Tests of inodes for what is only told of. */
import { assertEquals } from "@std/assert";
import { TreeFixture } from "../testing/tree_fixture.ts";
import { AT, findNode } from "../syscalls/path_lookup.ts";
import { nodeInode } from "./node_inode.ts";

Deno.test("an inode stays itself; a synthetic node gets one without names", () => {
  const fixture = new TreeFixture();
  const root = fixture.inodeAt("/");
  const [same, made] = fixture.during((tx) => {
    const node = findNode(tx, { directoryFd: AT.FDCWD, path: "/proc/meminfo" });
    return [nodeInode(tx, root), nodeInode(tx, node)];
  });
  const { links, name } = fixture.state.inode(made);
  assertEquals([same, links, name], [root, 0, "/proc/meminfo"]);
});
