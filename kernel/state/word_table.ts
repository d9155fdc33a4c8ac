/**
 * A persistent radix tree of fixed-size records of 32-bit words, by number: page tables (by virtual page)
 * and the frame table (by frame).
 *
 *      index            = leaf number × leafRecords + record in the leaf
 *      root ──▶ node ──▶ … ──▶ node ──▶ slab = Int32Array [ epoch, mark | leaf | leaf | … ]     (leaf_slab.ts)
 *               (FANOUT children each)                    leaf = [ record 0 | record 1 | … ]
 *
 * A lowest node's child is a slab; the leaf's place in it stands behind the children, packed. Nodes carry the
 * epoch that owns them, slabs that of their leaves. The tree is as high as its largest index asks for.
 *
 * WT1  A write under epoch E changes in place what E owns and copies everything else first.
 * WT2  What is above an owned node is owned: so an owned leaf can be written without a look at the path.
 * WT3  A node has at least one child; a tree without leaves has no root.
 * WT4  After clone() nothing is written under the epoch the source had: both sides share its nodes.
 * WT5  A leaf that is absent reads as zero. A leaf full of zeros may exist (the caller drops it, or not).
 */

import { assertThat } from "../assert.ts";
import { countSlab, LeafSlab, SLAB_EPOCH, SLAB_HEADER_WORDS } from "./leaf_slab.ts";

/** Bits of a leaf number that one node decodes. */
const FANOUT_BITS = 6;
const FANOUT = 1 << FANOUT_BITS;
const SLOT_MASK = FANOUT - 1;
/** Places of leaves in their slabs: four of seven bits in each word behind the children of a lowest node. */
const PLACE_BITS = 7;
const PLACE_MASK = (1 << PLACE_BITS) - 1;
const PLACE_WORDS = FANOUT / 4;
/** No epoch: owner of the shared zero leaf, and of a table that was cloned. */
const NO_EPOCH = -1;
/** Leaf numbers are 31 bits wide, so that they can be shifted. */
const LEAF_LIMIT = 2 ** 31;
/** Bytes of a node besides its children (measured). */
const NODE_BYTES = 96;

type Child = Node | Int32Array | number | null;

/** A node: FANOUT children, nodes above and slabs at the lowest level, where the places of leaves follow. */
class Node {
  epoch: number;
  childCount: number;
  readonly children: Child[];

  constructor(epoch: number, childCount: number, children: Child[]) {
    this.epoch = epoch;
    this.childCount = childCount;
    this.children = children;
  }
}

function emptyNode(epoch: number, shift: number): Node {
  const children = new Array<Child>(shift === 0 ? FANOUT + PLACE_WORDS : FANOUT).fill(null);
  return new Node(epoch, 0, shift === 0 ? children.fill(0, FANOUT) : children);
}

function ownNode(epoch: number, node: Node): Node {
  return node.epoch === epoch ? node : new Node(epoch, node.childCount, node.children.slice());
}

/** The place, in its slab, of the leaf in a slot of a lowest node. */
function placeIn(node: Node, slot: number): number {
  return ((node.children[FANOUT + (slot >> 2)] as number) >> (slot & 3) * PLACE_BITS) & PLACE_MASK;
}

function setLeaf(node: Node, slot: number, slab: Int32Array | null, place: number): void {
  const shift = (slot & 3) * PLACE_BITS;
  const at = FANOUT + (slot >> 2);
  node.children[slot] = slab;
  node.children[at] = (node.children[at] as number) & ~(PLACE_MASK << shift) | place << shift;
}

/** Slabs of one zero leaf, by its words, for all tables: constants, made when first asked for. */
const ZERO_SLABS = new Map<number, Int32Array>();

function zeroSlabOf(leafWords: number): Int32Array {
  let slab = ZERO_SLABS.get(leafWords);
  if (slab === undefined) {
    slab = new Int32Array(SLAB_HEADER_WORDS + leafWords);
    slab[SLAB_EPOCH] = NO_EPOCH;
    ZERO_SLABS.set(leafWords, slab);
  }
  return slab;
}

/** A persistent table of records of `recordWords` 32-bit words, by index 0 … 2^31 × leafRecords - 1. */
export class WordTable {
  /** Records in a leaf. */
  readonly leafRecords: number;
  /** Words of records in a leaf. */
  readonly leafWords: number;
  /** Words in a record. */
  readonly recordWords: number;
  /** Leaves that exist. */
  leafCount = 0;

  private epoch: number;
  private sharedEpoch = NO_EPOCH;
  private root: Node | null = null;
  /** Bits below the root's digit in a leaf number. */
  private rootShift = 0;
  private readonly recordMask: number;
  private readonly leavesPerIndex: number;
  private readonly zeroSlab: Int32Array;
  private readonly leaves: LeafSlab;
  /** Number of the leaf last looked up, its slab (of zeros when it is absent) and where it begins there. */
  private cursorNumber = -1;
  private cursorSlab: Int32Array;
  private cursorStart = SLAB_HEADER_WORDS;

  /** An empty table owned by `epoch` (0 … 2^31 - 1), with leaves of 2^leafRecordBits records. */
  constructor(epoch: number, recordWords: number, leafRecordBits: number) {
    checkEpoch(epoch);
    this.epoch = epoch;
    this.recordWords = recordWords;
    this.leafRecords = 1 << leafRecordBits;
    this.leafWords = recordWords << leafRecordBits;
    this.recordMask = this.leafRecords - 1;
    this.leavesPerIndex = 1 / this.leafRecords;
    this.zeroSlab = zeroSlabOf(this.leafWords);
    this.leaves = new LeafSlab(this.leafWords);
    this.cursorSlab = this.zeroSlab;
  }

  /**
   * A table with the same contents owned by `epoch`, in O(1). The source is kept, or written under a new
   * epoch.
   */
  clone(epoch: number): WordTable {
    assertThat(
      epoch !== this.epoch && epoch !== this.sharedEpoch,
      () => `word table: clone under epoch ${epoch}, which owns nodes of the source`,
    );
    const copy = new WordTable(epoch, this.recordWords, Math.log2(this.leafRecords));
    copy.root = this.root;
    copy.rootShift = this.rootShift;
    copy.leafCount = this.leafCount;
    if (this.epoch !== NO_EPOCH) this.sharedEpoch = this.epoch;
    this.epoch = NO_EPOCH;
    return copy;
  }

  /** The words among which the record `index` stands, at offset(index), to read only; zero when it is absent. */
  peek(index: number): Int32Array {
    const number = (index * this.leavesPerIndex) | 0;
    if (number !== this.cursorNumber) this.find(number);
    return this.cursorSlab;
  }

  /** Where the record `index` begins among the words that peek() or own() of any record of its leaf returns. */
  offset(index: number): number {
    const number = (index * this.leavesPerIndex) | 0;
    if (number !== this.cursorNumber) this.find(number);
    return this.cursorStart + (index & this.recordMask) * this.recordWords;
  }

  /**
   * The words among which the record `index` stands, at offset(index), made or copied as needed so that `epoch`
   * may write to the records of its leaf: until the next clone() or drop.
   */
  own(epoch: number, index: number): Int32Array {
    const number = (index * this.leavesPerIndex) | 0;
    if (epoch !== this.epoch) this.renew(epoch);
    if (number !== this.cursorNumber) this.find(number);
    if (this.cursorSlab[SLAB_EPOCH] !== epoch) {
      this.checkIndex(index);
      this.ownLeaf(number);
    }
    return this.cursorSlab;
  }

  /** The first index ≥ `index` whose leaf exists, or -1. */
  nextLeaf(index: number): number {
    const number = Math.floor(index * this.leavesPerIndex);
    if (this.root === null || number > this.lastNumber()) return -1;
    const found = nextLeafIn(this.root, this.rootShift, number);
    return found < 0 ? -1 : Math.max(index, found * this.leafRecords);
  }

  /** Whether every record of the leaf that holds `index` is zero. */
  isLeafZero(index: number): boolean {
    const words = this.peek(index);
    const end = this.cursorStart + this.leafWords;
    for (let at = this.cursorStart; at < end; at++) if (words[at] !== 0) return false;
    return true;
  }

  /**
   * Removes the leaf that holds `index`, if it exists. All its records must be zero: they read as zero from
   * now on.
   */
  dropLeaf(epoch: number, index: number): void {
    if (epoch !== this.epoch) this.renew(epoch);
    const number = (index * this.leavesPerIndex) | 0;
    if (this.root === null) return;
    this.find(number);
    if (this.cursorSlab === this.zeroSlab) return;
    if (this.cursorSlab[SLAB_EPOCH] === epoch) {
      this.leaves.giveBack(this.cursorSlab, (this.cursorStart - SLAB_HEADER_WORDS) / this.leafWords);
    }
    this.root = withoutLeaf(epoch, this.root, this.rootShift, number);
    this.leafCount--;
    this.forgetCursor();
  }

  /** Removes every leaf. */
  dropAll(epoch: number): void {
    if (epoch !== this.epoch) this.renew(epoch);
    this.root = null;
    this.leafCount = 0;
    this.forgetCursor();
  }

  /**
   * Bytes of the nodes and slabs of epochs after `epoch`, about: what this table has and a version of that
   * epoch had not.
   *
   * @param walk Any number but 0; slabs that were counted under the same number do not count again.
   */
  bytesSince(epoch: number, walk: number): number {
    return this.root === null ? 0 : bytesBelow(this.root, this.rootShift, epoch, walk);
  }

  private forgetCursor(): void {
    this.cursorNumber = -1;
    this.cursorSlab = this.zeroSlab;
    this.cursorStart = SLAB_HEADER_WORDS;
  }

  private renew(epoch: number): void {
    assertThat(epoch >= 0 && epoch === (epoch | 0), `word table: epoch ${epoch} is not in 0 … 2^31 - 1`);
    assertThat(
      epoch !== this.sharedEpoch,
      `word table: write under epoch ${epoch}, whose nodes a clone shares`,
    );
    this.epoch = epoch;
    this.leaves.beginEpoch();
  }

  private checkIndex(index: number): void {
    const inRange = index >= 0 && index < LEAF_LIMIT * this.leafRecords;
    assertThat(inRange, () => `word table: index ${index} is not in 0 … 2^31 × ${this.leafRecords} - 1`);
  }

  /** Largest leaf number that the tree can hold at its present height. */
  private lastNumber(): number {
    return Math.min(LEAF_LIMIT, 2 ** (this.rootShift + FANOUT_BITS)) - 1;
  }

  /** Puts the cursor on a leaf. */
  private find(number: number): void {
    let node = this.root;
    let shift = this.rootShift;
    this.cursorNumber = number;
    this.cursorSlab = this.zeroSlab;
    this.cursorStart = SLAB_HEADER_WORDS;
    if (node === null || (shift < 31 - FANOUT_BITS && number >>> (shift + FANOUT_BITS) !== 0)) return;
    for (; shift > 0; shift -= FANOUT_BITS) {
      node = node.children[(number >>> shift) & SLOT_MASK] as Node | null;
      if (node === null) return;
    }
    const slot = number & SLOT_MASK;
    const slab = node.children[slot] as Int32Array | null;
    if (slab === null) return;
    this.cursorSlab = slab;
    this.cursorStart = SLAB_HEADER_WORDS + placeIn(node, slot) * this.leafWords;
  }

  /** Owns the path to the cursor's leaf, which the epoch does not own yet, and the leaf. */
  private ownLeaf(number: number): void {
    const epoch = this.epoch;
    let node = this.ownRoot(number);
    for (let shift = this.rootShift; shift > 0; shift -= FANOUT_BITS) {
      const slot = (number >>> shift) & SLOT_MASK;
      const child = node.children[slot] as Node | null;
      if (child === null) node.childCount++;
      const owned = child === null ? emptyNode(epoch, shift - FANOUT_BITS) : ownNode(epoch, child);
      node.children[slot] = owned;
      node = owned;
    }
    const { leaves, leafWords } = this;
    leaves.take(epoch);
    const { slab } = leaves;
    const start = SLAB_HEADER_WORDS + leaves.place * leafWords;
    if (this.cursorSlab === this.zeroSlab) {
      node.childCount++;
      this.leafCount++;
    } else {
      copyWords(this.cursorSlab, this.cursorStart, slab, start, leafWords);
    }
    setLeaf(node, number & SLOT_MASK, slab, leaves.place);
    this.cursorSlab = slab;
    this.cursorStart = start;
  }

  /** The root, owned, and high enough for a leaf number. */
  private ownRoot(number: number): Node {
    const epoch = this.epoch;
    if (this.root === null) {
      this.rootShift = 0;
      this.root = emptyNode(epoch, 0);
    } else {
      this.root = ownNode(epoch, this.root);
    }
    while (number > this.lastNumber()) {
      const below = this.root;
      this.rootShift += FANOUT_BITS;
      this.root = emptyNode(epoch, this.rootShift);
      if (below.childCount === 0) continue;
      this.root.children[0] = below;
      this.root.childCount = 1;
    }
    return this.root;
  }
}

function checkEpoch(epoch: number): void {
  assertThat(epoch >= 0 && epoch === (epoch | 0), () => `word table: epoch ${epoch} is not in 0 … 2^31 - 1`);
}

function copyWords(source: Int32Array, from: number, target: Int32Array, to: number, count: number): void {
  if (count > 64) target.set(source.subarray(from, from + count), to);
  else for (let word = 0; word < count; word++) target[to + word] = source[from + word];
}

/** Number of the first leaf ≥ `number` below a node, or -1; `number` is relative to the node. */
function nextLeafIn(node: Node, shift: number, number: number): number {
  let slot = number >>> shift;
  let rest = number - slot * 2 ** shift;
  for (; slot < FANOUT; slot++, rest = 0) {
    const child = node.children[slot];
    if (child === null) continue;
    if (shift === 0) return slot;
    const found = nextLeafIn(child as Node, shift - FANOUT_BITS, rest);
    if (found >= 0) return slot * 2 ** shift + found;
  }
  return -1;
}

/** The node without a leaf that is below it, or null when nothing else is (WT3). */
function withoutLeaf(epoch: number, node: Node, shift: number, number: number): Node | null {
  if (node.childCount === 1 && shift === 0) return null;
  const owned = ownNode(epoch, node);
  const slot = (number >>> shift) & SLOT_MASK;
  const child = shift === 0
    ? null
    : withoutLeaf(epoch, owned.children[slot] as Node, shift - FANOUT_BITS, number);
  owned.children[slot] = child;
  if (child === null) owned.childCount--;
  return owned.childCount === 0 ? null : owned;
}

function bytesBelow(node: Node, shift: number, epoch: number, walk: number): number {
  if (node.epoch <= epoch) return 0;
  let bytes = NODE_BYTES + 8 * node.children.length;
  for (let slot = 0; slot < FANOUT; slot++) {
    const child = node.children[slot];
    if (child === null) continue;
    if (shift > 0) bytes += bytesBelow(child as Node, shift - FANOUT_BITS, epoch, walk);
    else if ((child as Int32Array)[SLAB_EPOCH] > epoch) bytes += countSlab(child as Int32Array, walk);
  }
  return bytes;
}
