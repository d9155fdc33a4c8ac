/**
 * How nodes of the ordered tree take up and give up slots: opening and closing one, splitting a node that is
 * full, refilling one that holds too few. All nodes here are owned by the writing epoch.
 *
 *      full:     [ 16 ]           ──▶  [ 8 ] [ 8 ]
 *      too few:  [ 3 ] [ 9 ]      ──▶  [ 12 ]              (they fit in one)
 *                [ 3 ] [ 15 ]     ──▶  [ 9 ] [ 9 ]         (they do not)
 */

import { CAPACITY, EMPTY, emptyNode, markChild, type OrderedNode, ownChild } from "./ordered_node.ts";

/**
 * Opens slot `at` of an owned node, splitting it when it is full: where the slot came to be, and the node
 * split off.
 */
export function makeRoom<T>(
  node: OrderedNode<T>,
  at: number,
): { target: OrderedNode<T>; offset: number; created: OrderedNode<T> | null } {
  let target = node;
  let offset = at;
  let created: OrderedNode<T> | null = null;
  if (node.slotCount === node.slots.length && node.slotCount < CAPACITY) grow(node);
  if (node.slotCount === CAPACITY) {
    const kept = CAPACITY >> 1;
    created = emptyNode<T>(node.epoch, node.level);
    copySlots(node, kept, created, 0, CAPACITY - kept);
    created.slotCount = CAPACITY - kept;
    setSlotCount(node, kept);
    if (at > kept) {
      target = created;
      offset = at - kept;
    }
  }
  openSlot(target, offset);
  return { target, offset, created };
}

/** Opens a slot of an owned node that has room. */
export function openSlot<T>(node: OrderedNode<T>, at: number): void {
  copySlots(node, at, node, at + 1, node.slotCount - at);
  node.slotCount++;
}

/** Puts an item in the place of one that compares equal; that one. */
export function replaceItem<T>(leaf: OrderedNode<T>, slot: number, item: T, end: number): T {
  const before = leaf.item(slot);
  leaf.slots[slot] = item;
  leaf.ends[slot] = end;
  return before;
}

/** A new root above two nodes. */
export function nodeAbove<T>(one: OrderedNode<T>, other: OrderedNode<T>): OrderedNode<T> {
  const above = emptyNode<T>(one.epoch, one.level + 1);
  above.slots[0] = one;
  above.slots[1] = other;
  above.slotCount = 2;
  markChild(above, 0);
  markChild(above, 1);
  return above;
}

/** Writes an item into an open slot of a leaf. */
export function fillSlot<T>(leaf: OrderedNode<T>, slot: number, item: T, start: number, end: number): void {
  leaf.starts[slot] = start;
  leaf.ends[slot] = end;
  leaf.slots[slot] = item;
}

/** Closes a slot of an owned node. */
export function removeSlot<T>(node: OrderedNode<T>, slot: number): void {
  copySlots(node, slot + 1, node, slot, node.slotCount - slot - 1);
  setSlotCount(node, node.slotCount - 1);
}

/** Doubles the room of a small root. */
function grow<T>(node: OrderedNode<T>): void {
  const larger = emptyNode<T>(node.epoch, node.level, Math.min(2 * node.slots.length, CAPACITY));
  copySlots(node, 0, larger, 0, node.slotCount);
  node.starts = larger.starts;
  node.ends = larger.ends;
  node.gaps = larger.gaps;
  node.slots = larger.slots;
}

/**
 * Gives a child with too few slots those of a neighbour (there is one): all of them when they fit, else half.
 */
export function refill<T>(node: OrderedNode<T>, slot: number): void {
  const left = slot > 0 ? slot - 1 : 0;
  const one = ownChild(node, left);
  const other = ownChild(node, left + 1);
  const total = one.slotCount + other.slotCount;
  if (total <= CAPACITY) {
    copySlots(other, 0, one, one.slotCount, other.slotCount);
    one.slotCount = total;
    removeSlot(node, left + 1);
    markChild(node, left);
    return;
  }
  share(one, other, total >> 1);
  markChild(node, left);
  markChild(node, left + 1);
}

/** Moves slots between neighbours until the first has `wanted`. */
function share<T>(one: OrderedNode<T>, other: OrderedNode<T>, wanted: number): void {
  const moved = wanted - one.slotCount;
  if (moved > 0) {
    copySlots(other, 0, one, one.slotCount, moved);
    one.slotCount = wanted;
    copySlots(other, moved, other, 0, other.slotCount - moved);
    setSlotCount(other, other.slotCount - moved);
  } else {
    copySlots(other, 0, other, -moved, other.slotCount);
    other.slotCount -= moved;
    copySlots(one, wanted, other, 0, -moved);
    setSlotCount(one, wanted);
  }
}

/** Moves `count` slots from one owned node to another of the same level, overwriting there. */
function copySlots<T>(
  source: OrderedNode<T>,
  from: number,
  target: OrderedNode<T>,
  to: number,
  count: number,
): void {
  const step = to > from ? -1 : 1;
  for (let done = 0, at = step > 0 ? 0 : count - 1; done < count; done++, at += step) {
    target.starts[to + at] = source.starts[from + at];
    target.ends[to + at] = source.ends[from + at];
    if (target.level > 0) target.gaps[to + at] = source.gaps[from + at];
    target.slots[to + at] = source.slots[from + at];
  }
}

/** Sets the number of slots in use, and empties those behind it that were. */
function setSlotCount<T>(node: OrderedNode<T>, slotCount: number): void {
  for (let slot = slotCount; slot < node.slotCount; slot++) {
    node.starts[slot] = EMPTY;
    node.ends[slot] = EMPTY;
    if (node.level > 0) node.gaps[slot] = EMPTY;
    node.slots[slot] = undefined;
  }
  node.slotCount = slotCount;
}
