/**
 * A walk over the leaves of a word table, in order: a node is looked at once for all of its leaves, where WordTable.nextLeaf()
 * goes down from the root for each.
 *
 *   LW1  It goes over the nodes as they are when it comes to them. A visit may own the leaf that it is at, and so copy it and
 *        the nodes above: the walk goes on over those that were copied, whose further children are the same. It drops none.
 */

import * as pools from "./block_pool.ts";

// Bound here because the engine folds a module's own constants, but looks imported ones up each time.
const { BLOCK_WORD_BITS, BLOCK_WORDS, childOf, CHUNK_BITS, CHUNK_MASK } = pools;

/** Is told a leaf: its number, its words to read, and where it begins among them. */
export type LeafVisit = (number: number, words: Int32Array, start: number) => void;

/** Where a walk goes, and whom it tells. */
export interface LeafWalk {
  /** The chunks of the table's blocks. */
  readonly chunks: readonly Int32Array[];
  /** The first leaf that is to be visited. */
  readonly first: number;
  /** The last one. */
  readonly last: number;
  /** Who is told of each. */
  readonly visit: LeafVisit;
}

/** Visits the leaves below a node that decodes leaf numbers from `base` on, `shift` bits above the lowest. */
export function walkLeaves(walk: LeafWalk, node: number, shift: number, base: number): void {
  const { chunks, first, last, visit } = walk;
  const words = chunks[node >> CHUNK_BITS];
  const begin = node & CHUNK_MASK;
  const end = begin + BLOCK_WORDS;
  const span = 1 << shift;
  let at = nextChild(words, first > base ? begin + Math.floor((first - base) / span) : begin, end);
  for (; at < end; at = nextChild(words, at + 1 | 0, end)) {
    const child = words[at];
    const number = base + (at - begin) * span;
    if (number > last) return;
    if (shift > 0) walkLeaves(walk, child, shift - BLOCK_WORD_BITS, number);
    else visit(number, chunks[child >> CHUNK_BITS], child & CHUNK_MASK);
  }
}

/** Where the first child of a node stands, from `start` on; or its end. A loop of a few instructions: most slots are empty. */
function nextChild(words: Int32Array, start: number, end: number): number {
  let at = start;
  while (at < end && words[at] === 0) at = at + 1 | 0;
  return at;
}

/** Number of the first leaf ≥ `number` below a node, or -1; both count from the first that the node may have. */
export function nextLeafBelow(
  chunks: readonly Int32Array[],
  node: number,
  shift: number,
  number: number,
): number {
  let slot = number >>> shift;
  const span = 2 ** shift;
  let rest = number - slot * span;
  for (; slot < BLOCK_WORDS; slot++, rest = 0) {
    const child = childOf(chunks, node, slot);
    if (child === 0) continue;
    if (shift === 0) return slot;
    const found = nextLeafBelow(chunks, child, shift - BLOCK_WORD_BITS, rest);
    if (found >= 0) return slot * span + found;
  }
  return -1;
}
