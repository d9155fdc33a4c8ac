/**
 * The search for the items of an ordered tree that meet a range, in O(log n) and what it finds, as long as few items end far
 * behind their neighbours: a child is entered only when the largest end in it lies behind the start of the range.
 */

import type { OrderedNode } from "./ordered_node.ts";

/** Visits the items below a node whose [start, end) meets [from, to), in order, until a visit returns true; whether one did. */
export function visitOverlapping<T>(
  node: OrderedNode<T>,
  from: number,
  to: number,
  visit: (item: T) => boolean | void,
): boolean {
  for (let slot = 0; slot < node.slotCount && node.starts[slot] < to; slot++) {
    if (node.ends[slot] <= from) continue;
    const ended = node.level === 0
      ? visit(node.item(slot)) === true
      : visitOverlapping(node.child(slot), from, to, visit);
    if (ended) return true;
  }
  return false;
}
