/**
 * A persistent radix tree of fixed-size records of 32-bit words, by number: page tables (by virtual page)
 * and the frame table (by frame).
 *
 *      index            = leaf number × leafRecords + record in the leaf
 *      root ──▶ node ──▶ … ──▶ node ──▶ leaf = Int32Array [ record 0 | record 1 | … | epoch ]
 *               (FANOUT children each)                     └────── leafWords ─────┘
 *
 * Nodes and leaves carry the epoch that owns them; a leaf carries it in one word behind its records, so that
 * a leaf is a single array. The tree is as high as its largest index asks for.
 *
 * WT1  A write under epoch E changes in place what E owns and copies everything else first.
 * WT2  What is above an owned node is owned: so an owned leaf can be written without a look at the path.
 * WT3  A node has at least one child; a tree without leaves has no root.
 * WT4  After clone() nothing is written under the epoch the source had: both sides share its nodes.
 * WT5  A leaf that is absent reads as zero. A leaf full of zeros may exist (the caller drops it, or not).
 *
 * Measured (state_bench.ts; 65,536 records in use, writes scattered / in runs of 16): a write to what the
 * epoch owns takes 15 / 8 ns. With a checkpoint every 10,000 writes, what it adds to memory and to the time
 * of a write is least for leaves of about 128 words: 128 records for a page table (leafRecordBits 7: 330 /
 * 250 KiB a checkpoint, 25–50 ns a write; with 32 records 540 / 230 KiB and 100–200 ns), 16 records for the
 * frame table (leafRecordBits 4). Larger leaves are no faster and copy more where writes cluster. A fan-out
 * of 16 to 128 makes no difference of time; 64 keeps sparse spaces small.
 */

import { assertThat } from "../assert.ts";
import { LeafSlab } from "./leaf_slab.ts";

/** Bits of a leaf number that one node decodes. */
const FANOUT_BITS = 6;
const FANOUT = 1 << FANOUT_BITS;
const SLOT_MASK = FANOUT - 1;
/** No epoch: owner of the shared zero leaf, and of a table that was cloned. */
const NO_EPOCH = -1;
/** Leaf numbers are 31 bits wide, so that they can be shifted. */
const LEAF_LIMIT = 2 ** 31;

type Child = Node | Int32Array | null;

/** An inner node: FANOUT children, nodes above and leaves at the lowest level. */
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

function emptyNode(epoch: number): Node {
  return new Node(epoch, 0, new Array<Child>(FANOUT).fill(null));
}

function ownNode(epoch: number, node: Node): Node {
  return node.epoch === epoch ? node : new Node(epoch, node.childCount, node.children.slice());
}

/** The zero leaves of all tables, by their words: constants, made when first asked for. */
const ZERO_LEAVES = new Map<number, Int32Array>();

function zeroLeafOf(leafWords: number): Int32Array {
  let leaf = ZERO_LEAVES.get(leafWords);
  if (leaf === undefined) {
    leaf = new Int32Array(leafWords + 1);
    leaf[leafWords] = NO_EPOCH;
    ZERO_LEAVES.set(leafWords, leaf);
  }
  return leaf;
}

/** A persistent table of records of `recordWords` 32-bit words, by index 0 … 2^31 × leafRecords - 1. */
export class WordTable {
  /** Records in a leaf. */
  readonly leafRecords: number;
  /** Words of records in a leaf. The leaf array is one word longer: that word is the table's own. */
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
  /** Largest leaf number that the tree can hold at its present height. */
  private lastNumber = FANOUT - 1;
  private readonly recordMask: number;
  private readonly leavesPerIndex: number;
  private readonly zeroLeaf: Int32Array;
  private readonly slab: LeafSlab;
  /** The leaf last looked up (the zero leaf when it is absent), and its number. */
  private cursorLeaf: Int32Array;
  private cursorNumber = -1;

  /** An empty table owned by `epoch` (0 … 2^31 - 1), with leaves of 2^leafRecordBits records. */
  constructor(epoch: number, recordWords: number, leafRecordBits: number) {
    checkEpoch(epoch);
    this.epoch = epoch;
    this.recordWords = recordWords;
    this.leafRecords = 1 << leafRecordBits;
    this.leafWords = recordWords << leafRecordBits;
    this.recordMask = this.leafRecords - 1;
    this.leavesPerIndex = 1 / this.leafRecords;
    this.zeroLeaf = zeroLeafOf(this.leafWords);
    this.slab = new LeafSlab(this.leafWords + 1);
    this.cursorLeaf = this.zeroLeaf;
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
    copy.lastNumber = this.lastNumber;
    copy.leafCount = this.leafCount;
    if (this.epoch !== NO_EPOCH) this.sharedEpoch = this.epoch;
    this.epoch = NO_EPOCH;
    return copy;
  }

  /** The leaf that holds the record `index`, to read only; all zero when it is absent. */
  peek(index: number): Int32Array {
    const number = (index * this.leavesPerIndex) | 0;
    if (number === this.cursorNumber) return this.cursorLeaf;
    const leaf = this.find(number);
    this.cursorNumber = number;
    this.cursorLeaf = leaf;
    return leaf;
  }

  /** Offset in words of the record `index` within its leaf. */
  offset(index: number): number {
    return (index & this.recordMask) * this.recordWords;
  }

  /**
   * The leaf that holds the record `index`, made or copied as needed so that `epoch` may write to it: until the
   * next clone() or drop.
   */
  own(epoch: number, index: number): Int32Array {
    const number = (index * this.leavesPerIndex) | 0;
    if (epoch !== this.epoch) this.renew(epoch);
    let leaf = number === this.cursorNumber ? this.cursorLeaf : this.find(number);
    if (leaf[this.leafWords] !== epoch) {
      this.checkIndex(index);
      leaf = this.ownLeaf(number, leaf);
    }
    this.cursorNumber = number;
    this.cursorLeaf = leaf;
    return leaf;
  }

  /** The first index ≥ `index` whose leaf exists, or -1. */
  nextLeaf(index: number): number {
    const number = Math.floor(index * this.leavesPerIndex);
    if (this.root === null || number > this.lastNumber) return -1;
    const found = nextLeafIn(this.root, this.rootShift, number);
    return found < 0 ? -1 : Math.max(index, found * this.leafRecords);
  }

  /**
   * Removes the leaf that holds `index`, if it exists. All its records must be zero: they read as zero from
   * now on.
   */
  dropLeaf(epoch: number, index: number): void {
    if (epoch !== this.epoch) this.renew(epoch);
    const number = (index * this.leavesPerIndex) | 0;
    if (this.root === null || this.find(number) === this.zeroLeaf) return;
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

  private forgetCursor(): void {
    this.cursorNumber = -1;
    this.cursorLeaf = this.zeroLeaf;
  }

  private renew(epoch: number): void {
    assertThat(epoch >= 0 && epoch === (epoch | 0), `word table: epoch ${epoch} is not in 0 … 2^31 - 1`);
    assertThat(
      epoch !== this.sharedEpoch,
      `word table: write under epoch ${epoch}, whose nodes a clone shares`,
    );
    this.epoch = epoch;
    this.slab.beginEpoch();
  }

  private checkIndex(index: number): void {
    const inRange = index >= 0 && index < LEAF_LIMIT * this.leafRecords;
    assertThat(inRange, () => `word table: index ${index} is not in 0 … 2^31 × ${this.leafRecords} - 1`);
  }

  private find(number: number): Int32Array {
    let node = this.root;
    let shift = this.rootShift;
    if (node === null || number > this.lastNumber) return this.zeroLeaf;
    while (shift > 0) {
      node = node.children[(number >>> shift) & SLOT_MASK] as Node | null;
      if (node === null) return this.zeroLeaf;
      shift -= FANOUT_BITS;
    }
    return (node.children[number & SLOT_MASK] as Int32Array | null) ?? this.zeroLeaf;
  }

  /** Owns the path to a leaf that the epoch does not own yet, and the leaf. */
  private ownLeaf(number: number, leaf: Int32Array): Int32Array {
    const epoch = this.epoch;
    let node = this.ownRoot(number);
    for (let shift = this.rootShift; shift > 0; shift -= FANOUT_BITS) {
      const slot = (number >>> shift) & SLOT_MASK;
      const child = node.children[slot] as Node | null;
      if (child === null) node.childCount++;
      const owned = child === null ? emptyNode(epoch) : ownNode(epoch, child);
      node.children[slot] = owned;
      node = owned;
    }
    if (leaf === this.zeroLeaf) {
      node.childCount++;
      this.leafCount++;
    }
    const owned = this.slab.take(this.leafCount);
    if (leaf !== this.zeroLeaf) owned.set(leaf);
    owned[this.leafWords] = epoch;
    node.children[number & SLOT_MASK] = owned;
    return owned;
  }

  /** The root, owned, and high enough for a leaf number. */
  private ownRoot(number: number): Node {
    const epoch = this.epoch;
    if (this.root === null) {
      this.rootShift = 0;
      this.lastNumber = FANOUT - 1;
      this.root = emptyNode(epoch);
    } else {
      this.root = ownNode(epoch, this.root);
    }
    while (number > this.lastNumber) {
      const below = this.root;
      this.rootShift += FANOUT_BITS;
      this.lastNumber = Math.min(LEAF_LIMIT, 2 ** (this.rootShift + FANOUT_BITS)) - 1;
      this.root = emptyNode(epoch);
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
  const owned = ownNode(epoch, node);
  const slot = (number >>> shift) & SLOT_MASK;
  const child = shift === 0
    ? null
    : withoutLeaf(epoch, owned.children[slot] as Node, shift - FANOUT_BITS, number);
  owned.children[slot] = child;
  if (child === null) owned.childCount--;
  return owned.childCount === 0 ? null : owned;
}
