/**
 * Compaction: word tables move to new pools, with the blocks that they reach and no others. So the memory of versions that
 * are not kept any more comes free.
 *
 *      old pool   1▒ 2▒ 3░ 4▒ 5░ 6▒ 7░        ▒ reached by a version that stays      ░ not
 *      new pool   1▒ 2▒ 3▒ 4▒                 ids: 1→1, 2→2, 4→3, 6→4
 *
 *   TC1  Versions of one lineage move in the order they descend from each other: then each of them has ids below its end,
 *        and shares with the ones before it what it shared.
 *   TC2  Versions that do not move keep the old pool, and are right as they are.
 *   TC3  Versions that descend from one that stays can move behind it: they go on sharing its blocks.
 *   TC4  A leaf may name blocks beside the tree (sparse_pages.ts). They move when the first leaf that names them does; leaves
 *        that stay name blocks that stay.
 */

import {
  BLOCK_WORDS,
  BlockPool,
  childOf,
  CHUNK_BITS,
  CHUNK_MASK,
  copyWords,
  type Lineage,
  setChild,
} from "./block_pool.ts";

const SLOTS = 16;
const NODE_BITS = 4;

/** What versions of one lineage move behind: nothing, or a version that stays. */
export interface MoveStart {
  /** Where they move to. */
  readonly pool: BlockPool;
  /** Blocks with ids below this stay where they are. */
  readonly firstId: number;
  /** Words of the blocks made for the version that stays. */
  readonly wordCount: number;
}

/** What moves: a version of a table. */
export interface MovedTable {
  /** Lineage of its blocks; undefined where it never had any. */
  readonly lineage: Lineage | undefined;
  /** Where versions that descend from it may move to; it must have had a block. */
  branch(): MoveStart;
  /** Moves to another pool, with what it reaches. */
  moveTo(move: PoolMove): void;
}

/** Moves a block that has the size of a leaf; its new id. */
export type MoveBlock = (block: number) => number;

/**
 * Moves the blocks that the records of a leaf name: their new ids take the place of the old ones. The leaf begins at `start`
 * of `words`.
 */
export type MoveNamed = (words: Int32Array, start: number, move: MoveBlock) => void;

/** The tree of one version that moves. */
interface MovedTree {
  readonly chunks: readonly Int32Array[];
  readonly leafWords: number;
  /** Is told of each leaf that moved, by where it lies now. */
  readonly leafMoved?: (words: Int32Array, start: number) => void;
}

/** The move of the versions of one lineage to a new pool. */
export class PoolMove {
  /** Where they move to. */
  readonly pool: BlockPool;
  /** Words of the blocks made for the version that stays, and of those that moved so far. */
  wordCount: number;
  private readonly firstId: number;
  /** New ids of the blocks of each old chunk, by sixteen words; 0 for those that did not move yet. */
  private readonly newIds: Int32Array[];

  constructor(lineage: Lineage, { pool, firstId, wordCount }: MoveStart) {
    this.pool = pool;
    this.firstId = firstId;
    this.wordCount = wordCount;
    this.newIds = new Array(lineage.chunkLimit);
  }

  /** Copies the blocks from `id`, `shift` bits above the lowest nodes (a leaf: below them), downwards; the new id. */
  copyTree(tree: MovedTree, id: number, shift: number): number {
    const { pool, firstId, newIds } = this;
    if (id < firstId) return id;
    const chunk = tree.chunks[id >> CHUNK_BITS];
    const moved = newIds[id >> CHUNK_BITS] ??= new Int32Array(chunk.length / BLOCK_WORDS);
    const place = (id & CHUNK_MASK) / BLOCK_WORDS;
    if (moved[place] !== 0) return moved[place];
    const words = shift < 0 ? tree.leafWords : BLOCK_WORDS;
    const copy = pool.take(words);
    this.wordCount += words;
    moved[place] = copy;
    const copied = pool.chunks[copy >> CHUNK_BITS];
    copyWords(chunk, id, copied, copy, words);
    if (shift < 0) {
      tree.leafMoved?.(copied, copy & CHUNK_MASK);
      return copy;
    }
    for (let slot = 0; slot < SLOTS; slot++) {
      const child = childOf(tree.chunks, id, slot);
      if (child !== 0) setChild(pool.chunks, copy, slot, this.copyTree(tree, child, shift - NODE_BITS));
    }
    return copy;
  }
}

/**
 * Moves tables to new pools; older versions of a table must come before younger ones.
 *
 * @param base Versions that all others descend from, as far as they are versions of the same table, and that stay.
 */
export function compactTables(tables: Iterable<MovedTable>, base: Iterable<MovedTable> = []): void {
  const moves = new Map<Lineage, PoolMove>();
  const stays = new Set<MovedTable>();
  for (const table of base) {
    stays.add(table);
    const { lineage } = table;
    if (lineage !== undefined) moves.set(lineage, new PoolMove(lineage, table.branch()));
  }
  for (const table of tables) {
    const { lineage } = table;
    if (lineage === undefined || stays.has(table)) continue;
    let move = moves.get(lineage);
    if (move === undefined) {
      move = new PoolMove(lineage, { pool: BlockPool.create(), firstId: 0, wordCount: 0 });
      moves.set(lineage, move);
      moves.set(move.pool.lineage, move);
    }
    table.moveTo(move);
  }
}
