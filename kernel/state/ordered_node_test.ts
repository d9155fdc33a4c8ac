/** Tests of the nodes of the ordered tree: searches in one, copies, descriptions. */
import { assert, assertEquals } from "@std/assert";
import {
  CAPACITY,
  describeChild,
  emptyNode,
  firstItem,
  largestEnd,
  markChild,
  type Order,
  type OrderedNode,
  ownChild,
  ownNode,
  renewDescriptions,
  slotsBefore,
  slotsUpTo,
  slotsUpToItem,
} from "./ordered_node.ts";

type Range = [start: number, end: number, tie: number];

const ORDER: Order<Range> = {
  start: ([start]) => start,
  end: ([, end]) => end,
  compareRest: (one, other) => one[2] - other[2],
};

function leafOf(ranges: Range[]): OrderedNode<Range> {
  const leaf = emptyNode<Range>(1, 0);
  leaf.slotCount = ranges.length;
  for (const [slot, range] of ranges.entries()) {
    leaf.slots[slot] = range;
    leaf.starts[slot] = range[0];
    leaf.ends[slot] = range[1];
  }
  return leaf;
}

Deno.test("slotsBefore() and slotsUpTo() count at every fill and every key", () => {
  for (let count = 0; count <= CAPACITY; count++) {
    const leaf = leafOf(Array.from({ length: count }, (_, slot) => [slot * 2, slot * 2 + 1, 0]));
    for (let key = -1; key <= 2 * count; key++) {
      const before = Math.min(Math.max(Math.ceil(key / 2), 0), count);
      const upTo = Math.min(Math.max(Math.floor(key / 2) + 1, 0), count);
      assertEquals([slotsBefore(leaf, key), slotsUpTo(leaf, key)], [before, upTo]);
    }
  }
});

Deno.test("slotsUpToItem() orders equal starts by the rest", () => {
  const leaf = leafOf([[1, 2, 0], [5, 6, 10], [5, 7, 20], [5, 6, 30], [9, 10, 0]]);
  const counts = [5, 10, 15, 20, 30, 99].map((tie) => slotsUpToItem(leaf, ORDER, [5, 6, tie], 5));
  assertEquals(counts, [1, 2, 2, 3, 4, 4]);
});

Deno.test("describeChild() finds the first start, the largest end and the largest gap", () => {
  const above = emptyNode<Range>(1, 1);
  above.slots[0] = leafOf([[10, 20, 0], [11, 15, 0], [27, 30, 0], [31, 32, 0]]);
  above.slotCount = 1;
  describeChild(above, 0);
  assertEquals([above.starts[0], above.ends[0], above.gaps[0], largestEnd(above)], [10, 32, 7, 32]);
  assertEquals(firstItem(above), [10, 20, 0]);
});

Deno.test("renewDescriptions() describes what was marked, at every level, and nothing else", () => {
  const leaves = [leafOf([[10, 20, 0], [25, 30, 0]]), leafOf([[50, 60, 0]])];
  const middle = emptyNode<Range>(1, 1);
  const top = emptyNode<Range>(1, 2);
  middle.slotCount = 2;
  top.slotCount = 1;
  top.slots[0] = middle;
  for (const [slot, leaf] of leaves.entries()) {
    middle.slots[slot] = leaf;
    describeChild(middle, slot);
  }
  leaves[0].starts[0] = 12;
  leaves[1].ends[0] = 70;
  markChild(middle, 1);
  markChild(top, 0);
  assertEquals([middle.starts[1], top.starts[0]], [50, 10]);
  renewDescriptions(top);
  assertEquals([middle.ends[1], middle.gaps[0], top.ends[0], top.gaps[0]], [70, 5, 70, 20]);
  assertEquals([middle.starts[0], top.starts[0]], [10, 10]);
});

Deno.test("ownNode() and ownChild() copy what another epoch owns, once", () => {
  const above = emptyNode<Range>(1, 1);
  const leaf = leafOf([[1, 2, 0]]);
  above.slots[0] = leaf;
  above.slotCount = 1;
  assert(ownNode(1, above) === above && ownChild(above, 0) === leaf);
  const later = ownNode(2, above);
  const laterLeaf = ownChild(later, 0);
  assert(later !== above && laterLeaf !== leaf && ownChild(later, 0) === laterLeaf);
  laterLeaf.starts[0] = 9;
  assertEquals([leaf.starts[0], above.slots[0] === leaf], [1, true]);
});
