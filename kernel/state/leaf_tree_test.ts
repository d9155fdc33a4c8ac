/** Tests of the tree of leaves: against a plain map, near and far apart, shared, dropped and walked. */
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { Random } from "../testing/random.ts";
import { BLOCK_WORDS, CHUNK_BITS, CHUNK_MASK } from "./block_pool.ts";
import { LEAF_LIMIT, LeafTree } from "./leaf_tree.ts";

/** The first word of a leaf; 0 when it is absent. */
function word(tree: LeafTree, number: number): number {
  const id = tree.leafAt(number | 0);
  return id === 0 ? 0 : tree.blocks.chunks[id >> CHUNK_BITS][id & CHUNK_MASK];
}

function write(tree: LeafTree, number: number, value: number): void {
  const id = tree.ownLeaf(number | 0);
  tree.blocks.chunks[id >> CHUNK_BITS][id & CHUNK_MASK] = value;
}

/** The numbers of all leaves, by the walk. */
function walked(tree: LeafTree): number[] {
  const numbers: number[] = [];
  tree.walk(0, LEAF_LIMIT - 1, (number) => numbers.push(number));
  return numbers;
}

/** Compares a tree with what it should hold. */
function assertHolds(tree: LeafTree, plain: ReadonlyMap<number, number>): void {
  const numbers = [...plain.keys()].sort((left, right) => left - right);
  assertEquals(tree.leafCount, numbers.length);
  assertEquals(walked(tree), numbers);
  for (const [index, number] of numbers.entries()) {
    assertEquals(word(tree, number), plain.get(number));
    const after = numbers[index + 1] ?? -1;
    if (after !== number + 1 && tree.reaches(number + 1)) assertEquals(tree.next(number, Infinity), after);
  }
}

for (const span of [40, 5000, 2 ** 20, LEAF_LIMIT]) {
  Deno.test(`a tree of numbers below ${span} holds what a plain map holds, in every version`, () => {
    const random = new Random(span);
    let tree = new LeafTree(BLOCK_WORDS);
    const plain = new Map<number, number>();
    const kept: [LeafTree, Map<number, number>][] = [];
    for (let step = 1; step <= 3000; step++) {
      const known = [...plain.keys()];
      const number = known.length > 0 && random.chance(1, 3)
        ? known[random.below(known.length)]
        : random.below(span);
      if (random.chance(1, 3)) assertEquals(tree.drop(number | 0), plain.delete(number));
      else {
        write(tree, number, step);
        plain.set(number, step);
      }
      if (step % 300 === 0) {
        assertHolds(tree, plain);
        kept.push([tree, new Map(plain)]);
        tree = tree.share();
        if (step % 600 === 0) tree.takeKnown(kept[kept.length - 1][0]);
      }
      if (step % 1000 === 0) {
        tree.clear();
        plain.clear();
      }
    }
    for (const [version, held] of kept) assertHolds(version, held);
  });
}

Deno.test("a leaf that is shared is copied by the first who owns it, one that is owned is not", () => {
  const tree = new LeafTree(BLOCK_WORDS);
  const made = tree.ownLeaf(70_000);
  assertEquals(tree.ownLeaf(70_000), made);
  const copy = tree.share();
  const copied = copy.ownLeaf(70_000);
  assertNotEquals(copied, made);
  assertEquals([tree.leafAt(70_000), copy.leafAt(70_000)], [made, copied]);
});

Deno.test("a tree without leaves has no root, and reaches nothing", () => {
  const tree = new LeafTree(BLOCK_WORDS);
  assert(!tree.reaches(0));
  assert(!tree.drop(5));
  tree.ownLeaf(300);
  assert(tree.reaches(4095) && !tree.reaches(4096));
  assert(tree.drop(300));
  assert(!tree.reaches(0));
  assert(tree.recycle());
  assertEquals([tree.leafCount, tree.leafAt(300)], [0, 0]);
});
