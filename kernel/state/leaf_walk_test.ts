/** Tests of the walk over leaves: it meets what nextLeaf() finds, while visits own what they are at. */
import { assertEquals } from "@std/assert";
import { Random } from "../testing/random.ts";
import { BlockPool, setChild } from "./block_pool.ts";
import { nextLeafBelow } from "./leaf_walk.ts";
import { WordTable } from "./word_table.ts";

/** What nextLeaf() finds from record `first` to record `last`: the first records of leaves. */
function leavesOf(table: WordTable, first: number, last: number): number[] {
  const found: number[] = [];
  for (let index = table.nextLeaf(first); index >= 0 && index <= last; index = table.nextLeaf(index)) {
    found.push(Math.floor(index / table.leafRecords) * table.leafRecords);
    index = table.leafEnd(index);
  }
  return found;
}

Deno.test("a walk visits the leaves of a range, in order, with their words", () => {
  const random = new Random(3);
  for (const span of [40, 3000, 2 ** 20, 2 ** 36]) {
    const table = new WordTable(1, 1);
    for (let count = 0; count < 60; count++) {
      const index = random.below(span);
      table.own(1, index)[table.at] = index % 1000 + 1;
    }
    for (let range = 0; range < 20; range++) {
      const first = random.below(span);
      const last = first + random.below(span);
      const visited: number[] = [];
      table.visitLeaves(first, last, (index, words, start) => {
        visited.push(index);
        for (let record = 0; record < table.leafRecords; record++) {
          const word = words[start + record];
          assertEquals(word === 0 || word === (index + record) % 1000 + 1, true);
        }
      });
      assertEquals(visited, leavesOf(table, first, last));
    }
  }
});

Deno.test("a visit may own the leaf that it is at: a version before keeps its words, and the walk goes on", () => {
  const before = new WordTable(1, 1);
  const indexes = [0, 5, 16, 300, 4096, 70_000, 70_020];
  for (const index of indexes) before.own(1, index)[before.at] = 7;
  const table = before.clone(2);
  const visited: number[] = [];
  table.visitLeaves(0, 2 ** 20, (index) => {
    visited.push(index);
    table.own(2, index)[table.at]++;
  });
  assertEquals(visited, [0, 16, 288, 4096, 70_000, 70_016]);
  assertEquals(indexes.map((index) => before.word(index)), indexes.map(() => 7));
  assertEquals([table.word(0), table.word(16), table.word(70_000), table.word(288)], [8, 8, 8, 1]);
});

Deno.test("a table without leaves has none to visit", () => {
  new WordTable(1, 1).visitLeaves(0, 2 ** 30, () => assertEquals("a visit", "none"));
});

Deno.test("nextLeafBelow() finds the first leaf from a number on", () => {
  const pool = BlockPool.create();
  const [root, low, high] = Array.from({ length: 3 }, () => pool.take(16));
  setChild(pool.chunks, root, 2, low);
  setChild(pool.chunks, root, 9, high);
  for (const [node, slot] of [[low, 3], [low, 5], [high, 0]]) setChild(pool.chunks, node, slot, 99);
  const found = [0, 35, 36, 38, 144, 145, 255].map((number) => nextLeafBelow(pool.chunks, root, 4, number));
  assertEquals(found, [35, 35, 37, 144, 144, -1, -1]);
});
