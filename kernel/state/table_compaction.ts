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
 */

import { BlockPool, childOf, CHUNK_BITS, copyWords, type Lineage, setChild } from "./block_pool.ts";
import type { WordTable } from "./word_table.ts";

const SLOTS = 16;
const NODE_BITS = 4;

/** What versions of one lineage move behind: nothing, or a version that stays. */
export interface MoveStart {
  /** Where they move to. */
  readonly pool: BlockPool;
  /** Blocks with ids below this stay where they are. */
  readonly firstId: number;
  /** Blocks made for the version that stays. */
  readonly blockCount: number;
}

/** The move of the versions of one lineage to a new pool. */
export class PoolMove {
  /** Where they move to. */
  readonly pool: BlockPool;
  /** Blocks made for the version that stays, and those that moved so far. */
  blockCount: number;
  private readonly firstId: number;
  /** New ids by old ids from firstId on; 0 for those that did not move yet. */
  private readonly newIds: Int32Array;

  constructor(lineage: Lineage, { pool, firstId, blockCount }: MoveStart) {
    this.pool = pool;
    this.firstId = firstId;
    this.blockCount = blockCount;
    this.newIds = new Int32Array(lineage.idLimit - firstId);
  }

  /** Copies the blocks from `id`, `shift` bits above the lowest nodes, downwards; the new id. */
  copyTree(chunks: readonly Int32Array[], id: number, shift: number): number {
    const { pool, firstId, newIds } = this;
    if (id < firstId) return id;
    const known = newIds[id - firstId];
    if (known !== 0) return known;
    const copy = pool.take();
    this.blockCount++;
    newIds[id - firstId] = copy;
    copyWords(chunks[id >> CHUNK_BITS], id, pool.chunks[copy >> CHUNK_BITS], copy);
    if (shift < 0) return copy;
    for (let slot = 0; slot < SLOTS; slot++) {
      const child = childOf(chunks, id, slot);
      if (child !== 0) setChild(pool.chunks, copy, slot, this.copyTree(chunks, child, shift - NODE_BITS));
    }
    return copy;
  }
}

/**
 * Moves tables to new pools; older versions of a table must come before younger ones.
 *
 * @param base Versions that all others descend from, as far as they are versions of the same table, and that stay.
 */
export function compactTables(tables: Iterable<WordTable>, base: Iterable<WordTable> = []): void {
  const moves = new Map<Lineage, PoolMove>();
  const stays = new Set<WordTable>();
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
      move = new PoolMove(lineage, { pool: BlockPool.create(), firstId: 0, blockCount: 0 });
      moves.set(lineage, move);
      moves.set(move.pool.lineage, move);
    }
    table.moveTo(move);
  }
}
