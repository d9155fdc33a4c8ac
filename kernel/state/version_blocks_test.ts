/** Tests of the blocks of a version: which are its own, what is copied, and what is used again. */
import { assert, assertEquals } from "@std/assert";
import { childOf, setChild } from "./block_pool.ts";
import { VersionBlocks } from "./version_blocks.ts";

const LEAF_WORDS = 32;

function wordsOf({ chunks }: VersionBlocks, id: number, count: number): number[] {
  return Array.from({ length: count }, (_, slot) => childOf(chunks, id, slot));
}

/** A node of which every slot says its number and one. */
function fullNode(blocks: VersionBlocks): number {
  const node = blocks.takeNode();
  for (let slot = 0; slot < 16; slot++) setChild(blocks.chunks, node, slot, slot + 1);
  return node;
}

Deno.test("what a version made is not its own any more once it is shared; a copy is", () => {
  const blocks = new VersionBlocks(LEAF_WORDS);
  const node = fullNode(blocks);
  assert(node >= blocks.firstOwned);
  const other = blocks.share();
  assert(node < blocks.firstOwned && node < other.firstOwned);
  const copy = other.copyNode(node);
  assert(copy >= other.firstOwned);
  setChild(other.chunks, copy, 3, 77);
  assertEquals([childOf(other.chunks, copy, 3), childOf(other.chunks, copy, 15)], [77, 16]);
  assertEquals(childOf(blocks.chunks, node, 3), 4);
});

Deno.test("two versions that go on from one do not meet", () => {
  const blocks = new VersionBlocks(LEAF_WORDS);
  const node = fullNode(blocks);
  const other = blocks.share();
  const [mine, theirs] = [blocks.takeLeaf(0), other.takeLeaf(0)];
  setChild(blocks.chunks, mine, 0, 1);
  setChild(other.chunks, theirs, 0, 2);
  assertEquals([childOf(blocks.chunks, mine, 0), childOf(other.chunks, theirs, 0)], [1, 2]);
  assertEquals(wordsOf(other, node, 16), wordsOf(blocks, node, 16));
  assertEquals([blocks.madeWords, other.madeWords], [16 + LEAF_WORDS, 16 + LEAF_WORDS]);
});

Deno.test("a leaf that was given back is used again: as zeros, or as a copy", () => {
  const blocks = new VersionBlocks(LEAF_WORDS);
  const leaf = blocks.takeLeaf(0);
  for (let slot = 0; slot < LEAF_WORDS; slot++) setChild(blocks.chunks, leaf, slot, 9);
  blocks.giveBackLeaf(leaf);
  assertEquals(blocks.takeLeaf(0), leaf);
  assertEquals(wordsOf(blocks, leaf, LEAF_WORDS), new Array(LEAF_WORDS).fill(0));
  setChild(blocks.chunks, leaf, 31, 5);
  const copy = blocks.takeLeaf(leaf);
  assertEquals(wordsOf(blocks, copy, LEAF_WORDS), wordsOf(blocks, leaf, LEAF_WORDS));
  const { madeWords } = blocks;
  const other = blocks.share();
  other.giveBackLeaf(leaf);
  assert(other.takeLeaf(0) !== leaf);
  assertEquals([blocks.madeWords, other.madeWords], [madeWords, madeWords + LEAF_WORDS]);
});

Deno.test("the last child of a node is not taken out of it", () => {
  const blocks = new VersionBlocks(LEAF_WORDS);
  const node = blocks.takeNode();
  const child = blocks.ownChild(node, 4);
  assertEquals(blocks.ownChild(node, 4), child);
  setChild(blocks.chunks, node, 9, child);
  assertEquals([blocks.removeChild(node, 9), blocks.removeChild(node, 4)], [true, false]);
  assertEquals([childOf(blocks.chunks, node, 4), childOf(blocks.chunks, node, 9)], [child, 0]);
});

Deno.test("blocks that were never shared begin anew; others do not", () => {
  const blocks = new VersionBlocks(LEAF_WORDS);
  assertEquals(blocks.recycle(), true);
  const node = fullNode(blocks);
  assertEquals([blocks.recycle(), blocks.madeWords], [true, 0]);
  assertEquals(blocks.takeNode(), node);
  assertEquals(wordsOf(blocks, node, 16), new Array(16).fill(0));
  blocks.share();
  assertEquals(blocks.recycle(), false);
});
