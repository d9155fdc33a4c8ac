/** Tests of trees of metadata: given(changes).when(another one).then(blocks, names). */
import { assertEquals } from "@std/assert";
import type { DiskAttributes, DiskChange } from "./disk_change.ts";
import { DiskTree } from "./disk_tree.ts";

const attributes: DiskAttributes = {
  fileKind: 0,
  mode: 0o644,
  uid: 0,
  gid: 0,
  links: 1,
  sizeBytes: 8 * 4096,
  unknownPages: 2,
  isRoot: false,
  target: "",
};
const FILE: DiskChange = { what: "inode", event: 1, inode: 7, attributes };
const BLOCKS: DiskChange = { what: "blocks", event: 1, inode: 7, index: 3, count: 3, block: 50 };

function given(...changes: DiskChange[]): DiskTree {
  const tree = DiskTree.empty(1);
  for (const change of changes) tree.apply(1, change);
  return tree;
}

function blocksOf(tree: DiskTree): [number, number][] {
  return [...tree.inodes.get(7)!.blocks.entries()];
}

Deno.test("pages get blocks, and lose them when the file is cut", () => {
  const tree = given(FILE, BLOCKS);
  assertEquals(blocksOf(tree), [[3, 50], [4, 51], [5, 52]]);
  const seen: (number | undefined)[][] = [];
  const cut: DiskChange = { ...FILE, attributes: { ...attributes, sizeBytes: 4 * 4096 + 1 } };
  tree.apply(1, cut, { page: (...page) => seen.push(page) });
  assertEquals([blocksOf(tree), seen], [[[3, 50], [4, 51]], [[7, 5, 52, undefined]]]);
});

Deno.test("holes are known below the unknown pages, and nothing elsewhere", () => {
  const tree = given(FILE, BLOCKS, { what: "blocks", event: 1, inode: 7, index: 1, count: 4, block: 0 });
  assertEquals(blocksOf(tree), [[1, 0], [5, 52]]);
});

Deno.test("pages move, up and down", () => {
  const up = given(FILE, BLOCKS, { what: "moved", event: 1, inode: 7, index: 3, count: 3, toIndex: 5 });
  assertEquals(blocksOf(up), [[5, 50], [6, 51], [7, 52]]);
  const down = given(FILE, BLOCKS, { what: "moved", event: 1, inode: 7, index: 3, count: 5, toIndex: 2 });
  assertEquals(blocksOf(down), [[2, 50], [3, 51], [4, 52]]);
});

Deno.test("what concerns an inode that went is passed over", () => {
  const tree = given(FILE, BLOCKS, { what: "inodeGone", event: 2, inode: 7 }, BLOCKS);
  tree.touch(1, 7, 1, true);
  assertEquals([tree.inodes.get(7), tree.blockOf(7, 3)], [undefined, undefined]);
});

Deno.test("names come and go", () => {
  const name: DiskChange = { what: "entry", event: 1, directory: 2, name: "a", inode: 7 };
  const tree = given(name);
  assertEquals(tree.names.find(2, "a"), 7);
  tree.apply(1, { ...name, inode: 0 });
  assertEquals(tree.names.find(2, "a"), 0);
});

Deno.test("a copy goes its own way", () => {
  const tree = given(FILE, BLOCKS);
  const copy = tree.clone(2);
  copy.apply(2, { what: "blocks", event: 1, inode: 7, index: 3, count: 3, block: 0 });
  assertEquals([blocksOf(tree).length, blocksOf(copy).length], [3, 0]);
});
