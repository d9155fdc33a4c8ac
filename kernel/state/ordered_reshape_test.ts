/**
 * Tests of nodes that take up and give up slots. The simulations of ordered_tree_test.ts go through here too.
 */
import { assert, assertEquals } from "@std/assert";
import {
  CAPACITY,
  describeChild,
  emptyNode,
  MINIMUM,
  type OrderedNode,
  renewDescriptions,
} from "./ordered_node.ts";
import {
  fillSlot,
  makeRoom,
  nodeAbove,
  openSlot,
  refill,
  removeSlot,
  replaceItem,
} from "./ordered_reshape.ts";

/** A leaf with the items first, first + 1, … */
function leafOf(first: number, count: number): OrderedNode<number> {
  const leaf = emptyNode<number>(1, 0);
  leaf.slotCount = count;
  for (let slot = 0; slot < count; slot++) {
    leaf.slots[slot] = first + slot;
    leaf.starts[slot] = first + slot;
    leaf.ends[slot] = first + slot + 1;
  }
  return leaf;
}

function itemsOf(leaf: OrderedNode<number>): (number | undefined)[] {
  return (leaf.slots as (number | undefined)[]).slice(0, leaf.slotCount);
}

function parentOf(...leaves: OrderedNode<number>[]): OrderedNode<number> {
  const above = emptyNode<number>(1, 1);
  above.slotCount = leaves.length;
  for (const [slot, leaf] of leaves.entries()) {
    above.slots[slot] = leaf;
    describeChild(above, slot);
  }
  return above;
}

Deno.test("makeRoom() opens a slot where there is room", () => {
  const leaf = leafOf(0, 3);
  const { target, offset, created } = makeRoom(leaf, 1);
  assert(target === leaf && created === null);
  target.slots[offset] = 99;
  assertEquals(itemsOf(leaf), [0, 99, 1, 2]);
});

Deno.test("makeRoom() doubles a small leaf before it splits one", () => {
  const leaf = emptyNode<number>(1, 0, 2);
  for (let item = 0; item < CAPACITY; item++) {
    const { target, offset, created } = makeRoom(leaf, item);
    assertEquals([target === leaf, created], [true, null]);
    target.slots[offset] = item;
  }
  assertEquals([leaf.slots.length, makeRoom(leaf, 0).created === null], [CAPACITY, false]);
});

Deno.test("makeRoom() splits a full node in half and opens the slot in the right one", () => {
  for (let at = 0; at <= CAPACITY; at++) {
    const leaf = leafOf(0, CAPACITY);
    const { target, offset, created } = makeRoom(leaf, at);
    target.slots[offset] = -1;
    const expected: (number | undefined)[] = itemsOf(leafOf(0, CAPACITY));
    expected.splice(at, 0, -1);
    assertEquals([...itemsOf(leaf), ...itemsOf(created!)], expected);
    assertEquals([leaf.slots[leaf.slotCount], leaf.starts[leaf.slotCount]], [undefined, Infinity]);
  }
});

Deno.test("removeSlot() closes the slot and empties the last", () => {
  const leaf = leafOf(0, 3);
  removeSlot(leaf, 1);
  assertEquals([itemsOf(leaf), leaf.slots[2], leaf.ends[2]], [[0, 2], undefined, Infinity]);
});

Deno.test("refill() joins neighbours that fit in one node", () => {
  const above = parentOf(leafOf(0, MINIMUM - 1), leafOf(100, MINIMUM), leafOf(200, CAPACITY));
  refill(above, 0);
  renewDescriptions(above);
  assertEquals([above.slotCount, above.child(0).slotCount, above.starts[1]], [2, 2 * MINIMUM - 1, 200]);
  assertEquals([above.ends[0], above.gaps[0]], [100 + MINIMUM, 100 - MINIMUM + 1]);
});

Deno.test("refill() shares the slots of neighbours that do not, from either side", () => {
  const few = MINIMUM - 1;
  for (const leaves of [[leafOf(0, few), leafOf(100, CAPACITY)], [leafOf(0, CAPACITY), leafOf(100, few)]]) {
    const expected = leaves.flatMap(itemsOf);
    const above = parentOf(...leaves);
    refill(above, leaves[0].slotCount === few ? 0 : 1);
    assertEquals([...itemsOf(above.child(0)), ...itemsOf(above.child(1))], expected);
    assertEquals(above.child(0).slotCount, (few + CAPACITY) >> 1);
    assertEquals(above.starts[1], above.child(1).starts[0]);
  }
});

Deno.test("an item is written into an open slot, and replaces one; a new root stands above two nodes", () => {
  const leaf = leafOf(0, 3);
  openSlot(leaf, 1);
  fillSlot(leaf, 1, 7, 0.5, 0.75);
  assertEquals([itemsOf(leaf), leaf.starts[1], leaf.ends[1]], [[0, 7, 1, 2], 0.5, 0.75]);
  assertEquals([replaceItem(leaf, 1, 8, 0.9), leaf.starts[1], leaf.ends[1]], [7, 0.5, 0.9]);
  const above = nodeAbove(leaf, leafOf(100, 2));
  renewDescriptions(above);
  assertEquals([above.level, above.slotCount, above.starts[1], above.ends[1]], [1, 2, 100, 102]);
});
