/** Tests of the search for items that meet a range; random ones are in ordered_tree_test.ts. */
import { assertEquals } from "@std/assert";
import { describeChild, emptyNode } from "./ordered_node.ts";
import { visitOverlapping } from "./ordered_overlap.ts";

type Range = [start: number, end: number];

Deno.test("items that meet a range are visited in order, in children whose ends reach it, until a visit says so", () => {
  const root = emptyNode<Range>(1, 1);
  const leaves: Range[][] = [[[0, 50], [5, 6]], [[10, 11], [20, 30]], [[40, 41]]];
  root.slotCount = leaves.length;
  for (const [slot, ranges] of leaves.entries()) {
    const leaf = emptyNode<Range>(1, 0);
    leaf.slotCount = ranges.length;
    for (const [at, range] of ranges.entries()) {
      leaf.slots[at] = range;
      [leaf.starts[at], leaf.ends[at]] = range;
    }
    root.slots[slot] = leaf;
    describeChild(root, slot);
  }
  const visitedOf = (from: number, to: number, most: number) => {
    const visited: Range[] = [];
    const ended = visitOverlapping(root, from, to, (range) => visited.push(range) === most);
    return [ended, visited];
  };
  assertEquals(visitedOf(25, 41, 9), [false, [[0, 50], [20, 30], [40, 41]]]);
  assertEquals(visitedOf(25, 41, 2), [true, [[0, 50], [20, 30]]]);
  assertEquals(visitedOf(50, 60, 9), [false, []]);
});
