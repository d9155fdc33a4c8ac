/** Tests of the checker of the ordered tree: it finds what is broken on purpose. */
import { assertEquals, assertThrows } from "@std/assert";
import { checkTree } from "./ordered_check.ts";
import { describeChild, emptyNode, MINIMUM, type OrderedNode } from "./ordered_node.ts";

const ORDER = { start: (item: number) => item, end: (item: number) => item + 1 };

/** A root with two leaves of even numbers. */
function soundTree(): OrderedNode<number> {
  const root = emptyNode<number>(1, 1);
  root.slotCount = 2;
  for (const slot of [0, 1]) {
    const leaf = emptyNode<number>(1, 0);
    leaf.slotCount = MINIMUM;
    for (let at = 0; at < MINIMUM; at++) {
      leaf.slots[at] = leaf.starts[at] = slot * 1000 + at * 2;
      leaf.ends[at] = leaf.starts[at] + 1;
    }
    root.slots[slot] = leaf;
    describeChild(root, slot);
  }
  return root;
}

Deno.test("checkTree() counts the items of a sound tree", () => {
  assertEquals(checkTree(soundTree(), ORDER), 2 * MINIMUM);
});

Deno.test("checkTree() finds a node with too few slots, a slot that is not empty, a wrong order and wrong descriptions", () => {
  const breaks: [string, (root: OrderedNode<number>) => void][] = [
    ["OR3", (root) => root.slotCount = 1],
    ["OR3", (root) => {
      root.child(0).slotCount--;
      root.child(0).slots[MINIMUM - 1] = undefined;
      root.child(0).starts[MINIMUM - 1] = root.child(0).ends[MINIMUM - 1] = Infinity;
    }],
    ["ON1", (root) => root.child(0).slots[MINIMUM] = 5],
    ["ON1", (root) => root.slots.length--],
    ["ON2", (root) => root.child(1).slots[0] = 3],
    ["OR6", (root) => root.child(1).ends[1]++],
    ["ON3", (root) => root.ends[0]++],
    ["ON3", (root) => root.gaps[1]++],
  ];
  for (const [rule, breakIt] of breaks) {
    const root = soundTree();
    breakIt(root);
    assertThrows(() => checkTree(root, ORDER), Error, rule);
  }
});
