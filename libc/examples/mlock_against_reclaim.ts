/**
 * Two areas of eight pages; one is locked. Then other pages are used until memory is full of them. What is locked stays;
 * what is not goes to swap, and comes back with a major fault each.
 *
 * What to look at: no reclaim event names a page of the locked area, though it was used longest ago.
 */

import type { C } from "../c.ts";
import { defineProgram } from "../runtime/program.ts";
import { smallMemory } from "../runtime/small_memory.ts";

const PAGES = 8;
const OTHER_PAGES = 32;

/** Locks eight pages, then needs more memory than there is. */
export const mlockAgainstReclaim = defineProgram("mlock_against_reclaim", {
  about: "locked pages stay in memory, others go to swap",
  machine: smallMemory({ frames: 24, swap: 64 }),
  *main(c) {
    const locked = area(c, PAGES);
    const unlocked = area(c, PAGES);
    c.mlock(locked, PAGES * c.PAGE_SIZE);
    use(c, locked, PAGES);
    use(c, unlocked, PAGES);
    use(c, area(c, OTHER_PAGES), OTHER_PAGES);
    for (const [name, start] of [["locked", locked], ["unlocked", unlocked]] as const) {
      const before = c.counters().majorFaults;
      let sum = 0;
      for (let page = 0; page < PAGES; page++) sum += c.loadInt(start + page * c.PAGE_SIZE);
      yield* c.printf(
        "%-8s sum %d, %d pages came back from swap\n",
        name,
        sum,
        c.counters().majorFaults - before,
      );
    }
    return 0;
  },
});

function area(c: C, pages: number): number {
  const flags = c.MAP_PRIVATE | c.MAP_ANONYMOUS;
  return c.mmap(c.NULL, pages * c.PAGE_SIZE, c.PROT_READ | c.PROT_WRITE, flags);
}

function use(c: C, start: number, pages: number): void {
  for (let page = 0; page < pages; page++) c.storeInt(start + page * c.PAGE_SIZE, page);
}
