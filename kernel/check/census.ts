/**
 * A census: who names which frame and which swap slot, counted from the page tables and page caches alone. Checkers
 * compare it with what the frame table and the slots say of themselves.
 */

import { assertThat } from "../assert.ts";
import { PTE_PRESENT, PTE_SWAPPED, pteFrame, pteKind, ZERO_FRAME } from "../memory/pte.ts";
import type { State } from "../state/state.ts";
import { wordsOf } from "./table_words.ts";

/** A page of a file. */
export interface CachePlace {
  readonly inode: number;
  readonly index: number;
}

/** What is counted. */
export interface Census {
  /** PTEs that map each frame, the zero page left out. */
  readonly mapCounts: ReadonlyMap<number, number>;
  /** The page of a file that each cached frame is. */
  readonly cached: ReadonlyMap<number, CachePlace>;
  /** PTEs and page-cache entries that name each swap slot. */
  readonly slotCounts: ReadonlyMap<number, number>;
}

/** Counts a state; throws when a frame is in the page cache twice (IN1). */
export function takeCensus(state: State): Census {
  const mapCounts = new Map<number, number>();
  const cached = new Map<number, CachePlace>();
  const slotCounts = new Map<number, number>();
  for (const [, space] of state.spaces.entries()) {
    for (const [, pte] of wordsOf(space.pages)) {
      const kind = pteKind(pte);
      if (kind === PTE_PRESENT && pteFrame(pte) !== ZERO_FRAME) count(mapCounts, pteFrame(pte));
      if (kind === PTE_SWAPPED) count(slotCounts, pteFrame(pte));
    }
  }
  for (const [inode, { cache }] of state.inodes.entries()) {
    for (const [index, word] of wordsOf(cache)) {
      if (word < 0) {
        count(slotCounts, -word - 1);
        continue;
      }
      const frame = word - 1;
      const other = cached.get(frame);
      assertThat(
        other === undefined,
        () =>
          `IN1: frame ${frame} caches page ${index} of inode ${inode} and page ${other?.index} of ${other?.inode}`,
      );
      cached.set(frame, { inode, index });
    }
  }
  return { mapCounts, cached, slotCounts };
}

function count(counts: Map<number, number>, key: number): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
