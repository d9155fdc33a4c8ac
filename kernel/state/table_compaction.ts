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
 */

import { BlockPool, childOf, CHUNK_BITS, copyWords, type Lineage, setChild } from "./block_pool.ts";
import type { WordTable } from "./word_table.ts";

const SLOTS = 16;
const NODE_BITS = 4;

/** The move of the versions of one lineage to a new pool. */
export class PoolMove {
  /** Where they move to. */
  readonly pool: BlockPool = BlockPool.create();
  /** Blocks that moved so far. */
  blockCount = 0;
  /** New ids by old ids; 0 for those that did not move yet. */
  private readonly newIds: Int32Array;

  constructor(lineage: Lineage) {
    this.newIds = new Int32Array(lineage.idLimit);
  }

  /** Copies the blocks from `id`, `shift` bits above the lowest nodes, downwards; the new id. */
  copyTree(chunks: readonly Int32Array[], id: number, shift: number): number {
    const known = this.newIds[id];
    if (known !== 0) return known;
    const { pool } = this;
    const copy = pool.take();
    this.blockCount++;
    this.newIds[id] = copy;
    copyWords(chunks[id >> CHUNK_BITS], id, pool.chunks[copy >> CHUNK_BITS], copy);
    if (shift < 0) return copy;
    for (let slot = 0; slot < SLOTS; slot++) {
      const child = childOf(chunks, id, slot);
      if (child !== 0) setChild(pool.chunks, copy, slot, this.copyTree(chunks, child, shift - NODE_BITS));
    }
    return copy;
  }
}

/** Moves tables to new pools; older versions of a table must come before younger ones. */
export function compactTables(tables: Iterable<WordTable>): void {
  const moves = new Map<Lineage, PoolMove>();
  const moved = new Set<Lineage>();
  for (const table of tables) {
    const { lineage } = table;
    if (lineage === undefined || moved.has(lineage)) continue;
    let move = moves.get(lineage);
    if (move === undefined) {
      move = new PoolMove(lineage);
      moves.set(lineage, move);
      moved.add(move.pool.lineage);
    }
    table.moveTo(move);
  }
}
