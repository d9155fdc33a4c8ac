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
 * OR7  Keys above nearStart and below nearEnd belong to the leaf `near`, whose start does not change while it is that; the
 *      path to it is owned, and STALE (ON4). So a write there, which mostly follows another one, needs no path.
 *
 * Measured (state_bench.ts; 10 / 1000 / 60,000 items in random order): remove and insert 60 / 200 / 410 ns,
 * floor() 30 / 60 / 130 ns, highestGap() 25 / 60 / 110 ns, insert with a checkpoint every ten 160 / 420 / 860
 * ns.
 */

import { assertThat } from "../assert.ts";
import { checkTree } from "./ordered_check.ts";
import { OrderedCursor } from "./ordered_cursor.ts";
import { highestGapBelow, lowestGapBelow } from "./ordered_gaps.ts";
import {
  bytesOfNodes,
  emptyNode,
  firstItem,
  markChild,
  MINIMUM,
  type Order,
  type OrderedNode,
  ownChild,
  ownNode,
  renewDescriptions,
  slotsBefore,
  slotsUpTo,
  slotsUpToItem,
} from "./ordered_node.ts";
import { visitOverlapping } from "./ordered_overlap.ts";
import {
  fillSlot,
  makeRoom,
  nodeAbove,
  openSlot,
  refill,
  removeSlot,
  replaceItem,
} from "./ordered_reshape.ts";

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
  /** The leaf that was written last, or null. */
  private near: OrderedNode<T> | null = null;
  private nearStart = 0;
  private nearEnd = 0;
  /** What the last item put by a path from the root took the place of. */
  private replaced: T | undefined = undefined;
  /** Whether descriptions may be STALE. */
  private isStale = false;

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
    copy.isStale = this.isStale;
    if (this.epoch !== NO_EPOCH) this.sharedEpoch = this.epoch;
    this.epoch = NO_EPOCH;
    return copy;
  }

  /** Puts an item in, in place of one that compares equal. */
  insert(epoch: number, item: T): void {
    this.put(epoch, item, this.order.start(item), this.order.end(item));
  }

  /** The same for an item that covers [start, end): what it took the place of. */
  put(epoch: number, item: T, start: number, end: number): T | undefined {
    this.beginWrite(epoch);
    const near = this.near!;
    if (this.isNear(start)) {
      const slot = slotsUpToItem(near, this.order, item, start) - 1;
      if (slot >= 0 && this.isEqual(near, slot, item, start)) return replaceItem(near, slot, item, end);
      if (near.slotCount < near.slots.length) {
        openSlot(near, slot + 1);
        fillSlot(near, slot + 1, item, start, end);
        this.size++;
        return undefined;
      }
    }
    return this.putFromRoot(epoch, item, start, end);
  }

  /** Removes the item that compares equal to `item`; false when there is none. */
  remove(epoch: number, item: T): boolean {
    return this.take(epoch, this.order.start(item), item) !== undefined;
  }

  /** Removes the item that starts here, and compares equal to `item` where the order asks for more: it, if it was there. */
  take(epoch: number, start: number, item?: T): T | undefined {
    const near = this.near!;
    if (epoch === this.epoch && this.isNear(start)) {
      const slot = slotsUpToItem(near, this.order, item, start) - 1;
      if (slot < 0 || !this.isEqual(near, slot, item, start)) return undefined;
      if (near.slotCount > (near === this.root ? 1 : MINIMUM)) {
        const taken = near.item(slot);
        this.changeCount++;
        this.size--;
        removeSlot(near, slot);
        return taken;
      }
    }
    return this.takeFromRoot(epoch, start, item);
  }

  /** Removes every item. */
  clear(epoch: number): void {
    this.beginWrite(epoch);
    this.root = null;
    this.near = null;
    this.isStale = false;
    this.size = 0;
  }

  /** The item that compares equal to `item`. */
  get(item: T): T | undefined {
    return this.find(this.order.start(item), item);
  }

  /** The last item with start ≤ key. */
  floor(key: number): T | undefined {
    let node = this.isNear(key) ? this.near : this.root;
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
    let node = this.isNear(key) ? this.near : this.root;
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
    if (this.isNear(key)) {
      const slot = slotsBefore(this.near!, key);
      if (slot < this.near!.slotCount) return this.near!.item(slot);
    }
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

  /**
   * Visits, in order, the items whose [start, end) meets [from, to). A visit that returns true ends it. The
   * tree must not be written meanwhile.
   */
  overlapping(from: number, to: number, visit: (item: T) => boolean | void): void {
    this.renewDescriptions();
    if (this.root !== null) visitOverlapping(this.root, from, to, visit);
  }

  /** The highest g with [g, g + length) free of items and within [low, high), or -1. */
  highestGap(length: number, low: number, high: number): number {
    this.renewDescriptions();
    return highestGapBelow(this.root, length, low, high);
  }

  /** The lowest g with [g, g + length) free of items and within [low, high), or -1. */
  lowestGap(length: number, low: number, high: number): number {
    this.renewDescriptions();
    return lowestGapBelow(this.root, length, low, high);
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
    this.renewDescriptions();
    const itemCount = this.root === null ? 0 : checkTree(this.root, this.order);
    assertThat(itemCount === this.size, () => `ordered tree: ${itemCount} items, but size ${this.size}`);
  }

  /** Whether a key belongs to the leaf that was written last. */
  private isNear(key: number): boolean {
    return this.near !== null && key > this.nearStart && key < this.nearEnd;
  }

  /** Every description is right from here on, until the next write. */
  private renewDescriptions(): void {
    if (!this.isStale) return;
    renewDescriptions(this.root!);
    this.isStale = false;
    this.near = null;
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
    this.near = null;
  }

  /** Whether an item stands there already. */
  private isEqual(leaf: OrderedNode<T>, slot: number, item: T | undefined, start: number): boolean {
    if (leaf.starts[slot] !== start) return false;
    return this.order.compareRest === undefined || this.order.compareRest(leaf.item(slot), item!) === 0;
  }

  /** The item that starts here, and compares equal to `item` where the order asks for more. */
  private find(start: number, item: T | undefined): T | undefined {
    let node = this.root;
    while (node !== null) {
      const slot = slotsUpToItem(node, this.order, item, start) - 1;
      if (slot < 0) return undefined;
      if (node.level === 0) return this.isEqual(node, slot, item, start) ? node.item(slot) : undefined;
      node = node.child(slot);
    }
    return undefined;
  }

  /** put(), by a path from the root. */
  private putFromRoot(epoch: number, item: T, start: number, end: number): T | undefined {
    const root = this.root === null ? emptyNode<T>(epoch, 0, FIRST_CAPACITY) : ownNode(epoch, this.root);
    this.root = root;
    this.replaced = undefined;
    this.beginPath();
    const sibling = this.putBelow(root, item, start, end);
    if (sibling !== null) this.root = nodeAbove(root, sibling);
    this.isStale = this.root.level > 0;
    return this.replaced;
  }

  /** take(), by a path from the root. */
  private takeFromRoot(epoch: number, start: number, item: T | undefined): T | undefined {
    const taken = this.find(start, item);
    if (taken === undefined) return undefined;
    this.beginWrite(epoch);
    const root = ownNode(epoch, this.root!);
    this.root = root;
    this.beginPath();
    this.takeBelow(root, start, item);
    this.size--;
    if (root.slotCount === 0) this.root = null;
    else if (root.slotCount === 1 && root.level > 0) this.root = root.child(0);
    if (this.root !== root) this.near = null;
    this.isStale = this.root !== null && this.root.level > 0;
    return taken;
  }

  /** Puts an item below an owned node; the new node to stand behind it when it was split. */
  private putBelow(
    node: OrderedNode<T>,
    item: T,
    start: number,
    end: number,
  ): OrderedNode<T> | null {
    const slot = slotsUpToItem(node, this.order, item, start) - 1;
    if (node.level === 0) return this.putIntoLeaf(node, slot, item, start, end);
    const at = slot < 0 ? 0 : slot;
    if (at + 1 < node.slotCount) this.nearEnd = node.starts[at + 1];
    const sibling = this.putBelow(ownChild(node, at), item, start, end);
    markChild(node, at);
    if (sibling === null) return null;
    const { target, offset, created } = makeRoom(node, at + 1);
    target.slots[offset] = sibling;
    markChild(target, offset);
    return created;
  }

  /** Puts an item into a leaf, and splits that when it is full. */
  private putIntoLeaf(
    leaf: OrderedNode<T>,
    slot: number,
    item: T,
    start: number,
    end: number,
  ): OrderedNode<T> | null {
    if (slot >= 0 && this.isEqual(leaf, slot, item, start)) {
      this.replaced = replaceItem(leaf, slot, item, end);
      this.comeNear(leaf);
      return null;
    }
    const { target, offset, created } = makeRoom(leaf, slot + 1);
    fillSlot(target, offset, item, start, end);
    this.size++;
    if (created === null) this.comeNear(leaf);
    return created;
  }

  /** Removes an item that is there from below an owned node. */
  private takeBelow(node: OrderedNode<T>, start: number, item: T | undefined): void {
    const slot = slotsUpToItem(node, this.order, item, start) - 1;
    if (node.level === 0) {
      removeSlot(node, slot);
      this.comeNear(node);
      return;
    }
    if (slot + 1 < node.slotCount) this.nearEnd = node.starts[slot + 1];
    const child = ownChild(node, slot);
    this.takeBelow(child, start, item);
    if (child.slotCount >= MINIMUM) {
      markChild(node, slot);
    } else {
      refill(node, slot);
      this.near = null;
    }
  }

  /** A path from the root begins. */
  private beginPath(): void {
    this.near = null;
    this.nearEnd = Infinity;
  }

  /** It has ended at a leaf, which was written. */
  private comeNear(leaf: OrderedNode<T>): void {
    this.near = leaf;
    this.nearStart = leaf === this.root ? -Infinity : leaf.starts[0];
  }
}
