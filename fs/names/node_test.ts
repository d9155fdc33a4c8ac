/** Tests of what is known of nodes. */
import { FILE_DIRECTORY, FS_PROC } from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { TreeFixture } from "../testing/tree_fixture.ts";
import {
  fileKindOf,
  fileSystemIn,
  isDirectory,
  isErrno,
  isSymlink,
  mountOfDirectory,
  nodeFacts,
  nodeOfInode,
  type SyntheticNode,
} from "./node.ts";

const synthetic = (parent: number): SyntheticNode => ({
  fileSystem: FS_PROC,
  mount: 4,
  number: 99,
  path: "/proc/1",
  parent,
  fileKind: FILE_DIRECTORY,
  mode: 0o555,
  uid: 5,
  gid: 6,
});

Deno.test("an inode and a synthetic node tell the same kinds of things", () => {
  const { state } = new TreeFixture();
  const root = new TreeFixture().inodeAt("/");
  const made = synthetic(root);
  assertEquals([nodeFacts(state, root).mode, nodeFacts(state, made).mode], [0o755, 0o555]);
  assertEquals([isDirectory(state, root), isDirectory(state, made), isSymlink(state, made)], [
    true,
    true,
    false,
  ]);
  assertEquals([mountOfDirectory(state, root), mountOfDirectory(state, made)], [1, 4]);
  assertEquals([fileSystemIn(state, root), fileSystemIn(state, made)], [0, FS_PROC]);
  assertEquals([fileKindOf(state, made), nodeOfInode(state, root)], [FILE_DIRECTORY, root]);
});

Deno.test("only negative numbers are errors", () => {
  assertEquals([isErrno(-2), isErrno(7), isErrno("text")], [true, false, false]);
});
