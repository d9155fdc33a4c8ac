/**
 * A position in an ordered tree that moves forward without allocating: one node and slot a level.
 *
 * OC1  A cursor is good until the next write to the tree; then it must be placed again (asserted).
 */

import { assertThat } from "../assert.ts";
import { type OrderedNode, slotsBefore } from "./ordered_node.ts";

/** What a cursor needs of its tree. */
interface Changing {
  readonly changeCount: number;
}

const NO_TREE: Changing = { changeCount: 0 };

/** A position in an ordered tree; made and placed by OrderedTree.seek(). */
export class OrderedCursor<T> {
  /** The item at the position; undefined behind the last. */
  item: T | undefined = undefined;

  private tree: Changing = NO_TREE;
  private changeCount = 0;
  private leaf: OrderedNode<T> | null = null;
  private leafSlot = 0;
  /** Nodes above the leaf, by level - 1, and the slot entered in each. */
  private readonly nodes: OrderedNode<T>[] = [];
  private readonly slots: number[] = [];
  private height = 0;

  /**
   * Moves to the first item with start ≥ key below a root. For OrderedTree.seek().
   *
   * @internal
   */
  place(tree: Changing, root: OrderedNode<T> | null, key: number): void {
    this.tree = tree;
    this.changeCount = tree.changeCount;
    this.leaf = null;
    this.item = undefined;
    if (root === null) return;
    this.height = root.level;
    let node = root;
    while (node.level > 0) {
      const before = slotsBefore(node, key);
      node = this.enter(node, before === 0 ? 0 : before - 1);
    }
    this.leaf = node;
    this.leafSlot = slotsBefore(node, key) - 1;
    this.advance();
  }

  /** Moves to the next item. */
  advance(): void {
    const leaf = this.leaf;
    if (leaf === null) return;
    if (this.changeCount !== this.tree.changeCount) {
      assertThat(false, "ordered cursor: advance() after the tree was written");
    }
    if (++this.leafSlot < leaf.slotCount) this.item = leaf.item(this.leafSlot);
    else this.enterNextLeaf();
  }

  /** Goes into a node, at a slot. */
  private enter(node: OrderedNode<T>, slot: number): OrderedNode<T> {
    this.nodes[node.level - 1] = node;
    this.slots[node.level - 1] = slot;
    return node.child(slot);
  }

  /** Goes on to the leaf after this one. */
  private enterNextLeaf(): void {
    let above = 0;
    while (above < this.height && this.slots[above] + 1 >= this.nodes[above].slotCount) above++;
    if (above >= this.height) {
      this.leaf = null;
      this.item = undefined;
      return;
    }
    let node = this.enter(this.nodes[above], this.slots[above] + 1);
    while (node.level > 0) node = this.enter(node, 0);
    this.leaf = node;
    this.leafSlot = 0;
    this.item = node.item(0);
  }
}
