/**
 * The checker of the ordered tree's invariants OR3, ON1, ON2 and ON3, for tests.
 */

import { assertThat } from "../assert.ts";
import { CAPACITY, firstItem, largestEnd, MINIMUM, type Order, type OrderedNode } from "./ordered_node.ts";

/**
 * Throws unless the tree below a root is in order, balanced and described as it is; the number of its items.
 */
export function checkTree<T>(root: OrderedNode<T>, order: Order<T>): number {
  assertThat(root.slotCount > (root.level === 0 ? 0 : 1), () => `OR3: root of ${root.slotCount} slots`);
  return checkNode(root, order, true);
}

function checkNode<T>(node: OrderedNode<T>, order: Order<T>, isRoot: boolean): number {
  const { slotCount, level } = node;
  assertThat(slotCount <= CAPACITY && (isRoot || slotCount >= MINIMUM), () => `OR3: ${slotCount} slots`);
  const room = node.slots.length;
  assertThat(
    room === CAPACITY || (isRoot && level === 0 && room >= slotCount),
    () => `ON1: room for ${room}`,
  );
  for (let slot = slotCount; slot < room; slot++) {
    const empty = node.starts[slot] === Infinity && node.ends[slot] === Infinity &&
      node.slots[slot] === undefined && (level === 0 || node.gaps[slot] === Infinity);
    assertThat(empty, () => `ON1: slot ${slot} of ${slotCount} is not empty`);
  }
  let itemCount = 0;
  for (let slot = 0; slot < slotCount; slot++) {
    if (slot > 0) checkOrder(node, order, slot);
    itemCount += level === 0 ? checkItem(node, order, slot) : checkChild(node, order, slot);
  }
  return itemCount;
}

function checkOrder<T>(node: OrderedNode<T>, order: Order<T>, slot: number): void {
  const before = node.level === 0 ? node.item(slot - 1) : lastItem(node.child(slot - 1));
  const after = node.level === 0 ? node.item(slot) : firstItem(node.child(slot));
  const step = order.start(after) - order.start(before);
  const ascends = step > 0 || (step === 0 && (order.compareRest?.(before, after) ?? 0) < 0);
  assertThat(ascends, () => `ON2: start ${order.start(after)} stands behind ${order.start(before)}`);
}

function checkItem<T>(node: OrderedNode<T>, order: Order<T>, slot: number): number {
  const item = node.item(slot);
  const described = node.starts[slot] === order.start(item) && node.ends[slot] === order.end(item);
  assertThat(
    described,
    () =>
      `OR6: [${order.start(item)}, ${order.end(item)}) stands as [${node.starts[slot]}, ${node.ends[slot]})`,
  );
  return 1;
}

function checkChild<T>(node: OrderedNode<T>, order: Order<T>, slot: number): number {
  const child = node.child(slot);
  assertThat(child.level === node.level - 1, () => `OR3: level ${child.level} below level ${node.level}`);
  const itemCount = checkNode(child, order, false);
  const described = node.starts[slot] === child.starts[0] && node.ends[slot] === largestEnd(child) &&
    node.gaps[slot] === largestGap(child);
  assertThat(described, () => `ON3: slot ${slot} at level ${node.level} does not describe its child`);
  return itemCount;
}

/** Largest gap between items of a node that follow each other. */
function largestGap<T>(node: OrderedNode<T>): number {
  let largest = 0;
  let covered = node.ends[0];
  for (let slot = 0; slot < node.slotCount; slot++) {
    const inside = node.level === 0 ? 0 : node.gaps[slot];
    largest = Math.max(largest, node.starts[slot] - covered, inside);
    covered = Math.max(covered, node.ends[slot]);
  }
  return largest;
}

function lastItem<T>(node: OrderedNode<T>): T {
  let below = node;
  while (below.level > 0) below = below.child(below.slotCount - 1);
  return below.item(below.slotCount - 1);
}
