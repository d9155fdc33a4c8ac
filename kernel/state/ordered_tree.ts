/**
 * A persistent B+tree of items that cover ranges [start, end), ordered by start: the VMAs of an address
 * space, and the interval trees of the reverse map.
 *
 *      root (level 2) ──▶ nodes (level 1) ──▶ leaves (level 0) ──▶ items          see ordered_node.ts
 *
 * OR1  A write under epoch E changes in place what E owns and copies everything else first.
 * OR2  What is above an owned node is owned.
 * OR3  All leaves are at level 0; every node but the root uses at least MINIMUM slots; an empty tree has no
 *      root.
 * OR4  After clone() nothing is written under the epoch the source had: both sides share its nodes.
 * OR5  Items may overlap; gaps are only looked for while they do not.
 * OR6  An item's start does not change while it is in a tree; after a change of its end it is inserted again.
 *
 * Measured (state_bench.ts; 10 / 1000 / 60,000 items in random order): remove and insert 75 / 370 / 940 ns,
 * floor() 30 / 60 / 160 ns, highestGap() 25 / 60 / 110 ns, insert with a checkpoint every ten 170 / 420 / 790
 * ns.
 */

import { assertThat } from "../assert.ts";
import { checkTree } from "./ordered_check.ts";
import { OrderedCursor } from "./ordered_cursor.ts";
import { highestGapIn, lowestGapIn } from "./ordered_gaps.ts";
import {
  bytesOfNodes,
  describeChild,
  emptyNode,
  firstItem,
  largestEnd,
  MINIMUM,
  type Order,
  type OrderedNode,
  ownChild,
  ownNode,
  slotsBefore,
  slotsUpTo,
  slotsUpToItem,
} from "./ordered_node.ts";
import { makeRoom, refill, removeSlot } from "./ordered_reshape.ts";

export { OrderedCursor } from "./ordered_cursor.ts";
export type { Order } from "./ordered_node.ts";

const NO_EPOCH = -1;
/** Slots that the first leaf has room for: many trees hold one or two items. */
const FIRST_CAPACITY = 4;

/** A persistent tree of items ordered by start (and, for equal starts, by the order's compareRest). */
export class OrderedTree<T> {
  /** Items in the tree. */
  size = 0;
  /** Counts writes, so that a cursor that outlived one is noticed. */
  changeCount = 0;

  private epoch: number;
  private sharedEpoch = NO_EPOCH;
  private root: OrderedNode<T> | null = null;
  private readonly order: Order<T>;
  /** Whether, on the way up from a write, what is known of the nodes above cannot have changed. */
  private settled = false;

  /** An empty tree owned by `epoch`. */
  constructor(epoch: number, order: Order<T>) {
    this.epoch = epoch;
    this.order = order;
  }

  /**
   * A tree with the same items owned by `epoch`, in O(1). The source is kept, or written under a new epoch.
   */
  clone(epoch: number): OrderedTree<T> {
    assertThat(
      epoch !== this.epoch && epoch !== this.sharedEpoch,
      () => `ordered tree: clone under epoch ${epoch}, which owns nodes of the source`,
    );
    const copy = new OrderedTree<T>(epoch, this.order);
    copy.root = this.root;
    copy.size = this.size;
    if (this.epoch !== NO_EPOCH) this.sharedEpoch = this.epoch;
    this.epoch = NO_EPOCH;
    return copy;
  }

  /** Puts an item in, in place of one that compares equal. */
  insert(epoch: number, item: T): void {
    this.beginWrite(epoch);
    const root = this.root === null ? emptyNode<T>(epoch, 0, FIRST_CAPACITY) : ownNode(epoch, this.root);
    this.root = root;
    this.settled = false;
    const sibling = this.insertBelow(root, item, this.order.start(item));
    if (sibling === null) return;
    const above = emptyNode<T>(epoch, root.level + 1);
    above.slots[0] = root;
    above.slots[1] = sibling;
    above.slotCount = 2;
    describeChild(above, 0);
    describeChild(above, 1);
    this.root = above;
  }

  /** Removes the item that compares equal to `item`; false when there is none. */
  remove(epoch: number, item: T): boolean {
    if (this.get(item) === undefined) return false;
    this.beginWrite(epoch);
    const root = ownNode(epoch, this.root!);
    this.settled = false;
    this.removeBelow(root, item, this.order.start(item));
    this.size--;
    if (root.slotCount === 0) this.root = null;
    else this.root = root.slotCount === 1 && root.level > 0 ? root.child(0) : root;
    return true;
  }

  /** Removes every item. */
  clear(epoch: number): void {
    this.beginWrite(epoch);
    this.root = null;
    this.size = 0;
  }

  /** The item that compares equal to `item`. */
  get(item: T): T | undefined {
    const start = this.order.start(item);
    let node = this.root;
    while (node !== null) {
      const slot = slotsUpToItem(node, this.order, item, start) - 1;
      if (slot < 0) return undefined;
      if (node.level === 0) return this.isEqual(node, slot, item, start) ? node.item(slot) : undefined;
      node = node.child(slot);
    }
    return undefined;
  }

  /** The last item with start ≤ key. */
  floor(key: number): T | undefined {
    let node = this.root;
    while (node !== null) {
      const slot = slotsUpTo(node, key) - 1;
      if (slot < 0) return undefined;
      if (node.level === 0) return node.item(slot);
      node = node.child(slot);
    }
    return undefined;
  }

  /** The last item with start < key. */
  previous(key: number): T | undefined {
    let node = this.root;
    while (node !== null) {
      const slot = slotsBefore(node, key) - 1;
      if (slot < 0) return undefined;
      if (node.level === 0) return node.item(slot);
      node = node.child(slot);
    }
    return undefined;
  }

  /** The first item with start ≥ key. */
  next(key: number): T | undefined {
    let node = this.root;
    let following: OrderedNode<T> | null = null;
    while (node !== null) {
      const before = slotsBefore(node, key);
      if (node.level === 0) {
        if (before < node.slotCount) return node.item(before);
        return following === null ? undefined : firstItem(following);
      }
      if (before < node.slotCount) following = node.child(before);
      node = node.child(before === 0 ? 0 : before - 1);
    }
    return undefined;
  }

  /** The item that covers `key`, or else the first one behind it (find_vma()). Items must not overlap. */
  firstEndingAfter(key: number): T | undefined {
    const at = this.floor(key);
    return at !== undefined && this.order.end(at) > key ? at : this.next(key + 1);
  }

  /** A cursor at the first item with start ≥ key. Pass a cursor to use it again. */
  seek(key: number, cursor: OrderedCursor<T> = new OrderedCursor<T>()): OrderedCursor<T> {
    cursor.place(this, this.root, key);
    return cursor;
  }

  /** A cursor at the item that covers `key`, or else the first one behind it. Items must not overlap. */
  seekEndingAfter(key: number, cursor: OrderedCursor<T> = new OrderedCursor<T>()): OrderedCursor<T> {
    const at = this.floor(key);
    cursor.place(
      this,
      this.root,
      at !== undefined && this.order.end(at) > key ? this.order.start(at) : key + 1,
    );
    return cursor;
  }

  /**
   * Visits, in order, the items whose [start, end) meets [from, to). A visit that returns true ends it. The
   * tree must not be written meanwhile.
   */
  overlapping(from: number, to: number, visit: (item: T) => boolean | void): void {
    if (this.root !== null) visitOverlapping(this.root, from, to, visit);
  }

  /** The highest g with [g, g + length) free of items and within [low, high), or -1. */
  highestGap(length: number, low: number, high: number): number {
    if (this.root === null) return high - low >= length ? high - length : -1;
    const above = Math.max(largestEnd(this.root), low);
    if (high - above >= length) return high - length;
    const inside = highestGapIn(this.root, length, low, high);
    if (inside >= 0) return inside;
    const below = Math.min(this.root.starts[0], high);
    return below - low >= length ? below - length : -1;
  }

  /** The lowest g with [g, g + length) free of items and within [low, high), or -1. */
  lowestGap(length: number, low: number, high: number): number {
    if (this.root === null) return high - low >= length ? low : -1;
    if (Math.min(this.root.starts[0], high) - low >= length) return low;
    const inside = lowestGapIn(this.root, length, low, high);
    if (inside >= 0) return inside;
    const above = Math.max(largestEnd(this.root), low);
    return high - above >= length ? above : -1;
  }

  /** Every item, in order. The tree must not be written meanwhile. */
  *items(): Generator<T> {
    for (const cursor = this.seek(-Infinity); cursor.item !== undefined; cursor.advance()) yield cursor.item;
  }

  /** Bytes of the nodes of epochs after `epoch`, about: what this tree has and a version of that epoch had not. */
  bytesSince(epoch: number): number {
    return this.root === null ? 0 : bytesOfNodes(this.root, epoch);
  }

  /** Throws unless OR3 and ON1 … ON3 hold, for tests. */
  check(): void {
    const itemCount = this.root === null ? 0 : checkTree(this.root, this.order);
    assertThat(itemCount === this.size, () => `ordered tree: ${itemCount} items, but size ${this.size}`);
  }

  /** From here on nodes of this epoch may be written. */
  private beginWrite(epoch: number): void {
    this.changeCount++;
    if (epoch === this.epoch) return;
    assertThat(
      epoch !== this.sharedEpoch,
      () => `ordered tree: write under epoch ${epoch}, whose nodes a clone shares`,
    );
    this.epoch = epoch;
  }

  /** Whether an item stands there already. */
  private isEqual(leaf: OrderedNode<T>, slot: number, item: T, start: number): boolean {
    if (leaf.starts[slot] !== start) return false;
    return this.order.compareRest === undefined || this.order.compareRest(leaf.item(slot), item) === 0;
  }

  /** Inserts below an owned node; the new node to stand behind it when it was split. */
  private insertBelow(node: OrderedNode<T>, item: T, start: number): OrderedNode<T> | null {
    const slot = slotsUpToItem(node, this.order, item, start) - 1;
    if (node.level === 0) return this.insertIntoLeaf(node, slot, item, start);
    const at = slot < 0 ? 0 : slot;
    const child = ownChild(node, at);
    const sibling = this.insertBelow(child, item, start);
    if (!this.settled) this.settled = !describeChild(node, at) && sibling === null;
    if (sibling === null) return null;
    const { target, offset, created } = makeRoom(node, at + 1);
    target.slots[offset] = sibling;
    describeChild(target, offset);
    return created;
  }

  /** Inserts an item, and splits the leaf when it is full. */
  private insertIntoLeaf(leaf: OrderedNode<T>, slot: number, item: T, start: number): OrderedNode<T> | null {
    if (slot >= 0 && this.isEqual(leaf, slot, item, start)) {
      const end = this.order.end(item);
      this.settled = leaf.ends[slot] === end;
      leaf.slots[slot] = item;
      leaf.ends[slot] = end;
      return null;
    }
    const { target, offset, created } = makeRoom(leaf, slot + 1);
    target.starts[offset] = start;
    target.ends[offset] = this.order.end(item);
    target.slots[offset] = item;
    this.size++;
    return created;
  }

  /** Removes an item that is there from below an owned node. */
  private removeBelow(node: OrderedNode<T>, item: T, start: number): void {
    const slot = slotsUpToItem(node, this.order, item, start) - 1;
    if (node.level === 0) {
      removeSlot(node, slot);
      return;
    }
    const child = ownChild(node, slot);
    this.removeBelow(child, item, start);
    if (child.slotCount < MINIMUM) refill(node, slot);
    else if (!this.settled) this.settled = !describeChild(node, slot);
  }
}

function visitOverlapping<T>(
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
