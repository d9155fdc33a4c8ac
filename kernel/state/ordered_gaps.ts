/**
 * The search for free ranges between the items of an ordered tree, in O(log n): a node is entered only when
 * its largest gap is long enough. At most one node a level lies across either bound, so at most two are
 * entered in vain.
 */

import { largestEnd, type OrderedNode, slotsBefore, slotsUpTo } from "./ordered_node.ts";

/** The highest g with [g, g + length) free of a tree's items and within [low, high), or -1; null is a tree without items. */
export function highestGapBelow<T>(
  root: OrderedNode<T> | null,
  length: number,
  low: number,
  high: number,
): number {
  if (root === null) return high - low >= length ? high - length : -1;
  const above = Math.max(largestEnd(root), low);
  if (high - above >= length) return high - length;
  const inside = highestGapIn(root, length, low, high);
  if (inside >= 0) return inside;
  const below = Math.min(root.starts[0], high);
  return below - low >= length ? below - length : -1;
}

/** The lowest g with [g, g + length) free of a tree's items and within [low, high), or -1; null is a tree without items. */
export function lowestGapBelow<T>(
  root: OrderedNode<T> | null,
  length: number,
  low: number,
  high: number,
): number {
  if (root === null) return high - low >= length ? low : -1;
  if (Math.min(root.starts[0], high) - low >= length) return low;
  const inside = lowestGapIn(root, length, low, high);
  if (inside >= 0) return inside;
  const above = Math.max(largestEnd(root), low);
  return high - above >= length ? above : -1;
}

/** The highest g with [g, g + length) between items of a node and within [low, high), or -1. */
function highestGapIn<T>(node: OrderedNode<T>, length: number, low: number, high: number): number {
  const { starts, ends, gaps } = node;
  for (let slot = slotsBefore(node, high) - 1; slot >= 0; slot--) {
    if (slot + 1 < node.slotCount) {
      const free = Math.min(starts[slot + 1], high);
      if (free - Math.max(ends[slot], low) >= length) return free - length;
    }
    if (node.level > 0 && gaps[slot] >= length) {
      const inside = highestGapIn(node.child(slot), length, low, high);
      if (inside >= 0) return inside;
    }
    if (starts[slot] - length < low) return -1;
  }
  return -1;
}

/** The lowest g with [g, g + length) between items of a node and within [low, high), or -1. */
function lowestGapIn<T>(node: OrderedNode<T>, length: number, low: number, high: number): number {
  const { starts, ends, gaps } = node;
  for (let slot = Math.max(slotsUpTo(node, low) - 1, 0); slot < node.slotCount; slot++) {
    if (starts[slot] + length > high) return -1;
    if (node.level > 0 && gaps[slot] >= length) {
      const inside = lowestGapIn(node.child(slot), length, low, high);
      if (inside >= 0) return inside;
    }
    if (slot + 1 < node.slotCount) {
      const free = Math.max(ends[slot], low);
      if (Math.min(starts[slot + 1], high) - free >= length) return free;
    }
  }
  return -1;
}
