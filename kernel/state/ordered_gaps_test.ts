/** Tests of the search for free ranges; random ones are in ordered_tree_test.ts. */
import { assertEquals } from "@std/assert";
import { type Order, OrderedTree } from "./ordered_tree.ts";

interface Range {
  start: number;
  end: number;
}

const BY_START: Order<Range> = { start: (range) => range.start, end: (range) => range.end };

Deno.test("addresses of the upper half of user space are exact in a tree", () => {
  const tree = new OrderedTree<Range>(1, BY_START);
  const top = 0x7ffffffff;
  for (let index = 0; index < 1000; index++) {
    tree.insert(1, { start: top - 2 * index - 1, end: top - 2 * index });
  }
  tree.check();
  assertEquals(tree.floor(top - 500)?.start, top - 501);
  assertEquals(tree.highestGap(1, 0, top), top - 2);
  assertEquals(tree.highestGap(2, 0, top), top - 1999 - 2);
  assertEquals(tree.highestGap(2, top - 2000, top), -1);
});

Deno.test("an empty tree is one gap", () => {
  const tree = new OrderedTree<Range>(1, BY_START);
  assertEquals([tree.highestGap(4, 10, 20), tree.lowestGap(4, 10, 20)], [16, 10]);
  assertEquals([tree.highestGap(11, 10, 20), tree.lowestGap(11, 10, 20)], [-1, -1]);
  assertEquals(
    [tree.floor(5), tree.next(5), tree.previous(5), tree.firstEndingAfter(5)],
    new Array(4).fill(undefined),
  );
});

Deno.test("gaps before, between and behind the items are found, and only as far as the bounds go", () => {
  const tree = new OrderedTree<Range>(1, BY_START);
  for (let start = 100; start < 1000; start += 10) tree.insert(1, { start, end: start + 8 });
  assertEquals([tree.highestGap(3, 0, 1000), tree.lowestGap(3, 0, 1000)], [97, 0]);
  assertEquals([tree.highestGap(2, 0, 2000), tree.lowestGap(2, 99, 2000)], [1998, 108]);
  assertEquals([tree.highestGap(2, 100, 505), tree.lowestGap(2, 499, 1000)], [498, 508]);
  assertEquals([tree.highestGap(2, 500, 509), tree.lowestGap(2, 509, 518)], [-1, -1]);
  assertEquals([tree.highestGap(3, 101, 998), tree.lowestGap(3, 101, 998)], [-1, -1]);
  assertEquals([tree.highestGap(3, 101, 1001), tree.lowestGap(3, 101, 1001)], [998, 998]);
});
