/**
 * A working set that no longer fits. The same pages are used over and over; as long as they fit into memory together, every
 * page is brought in once. One page more than fits, and with lru every single use is a fault: the page that is needed next
 * is always the one that just went.
 *
 * What to look at: `log --kind swap-in`, and the same with --policy random or --frames 32.
 */

import { defineProgram } from "../runtime/program.ts";
import { smallMemory } from "../runtime/small_memory.ts";

const ROUNDS = 5;
const SIZES = [8, 12, 16, 18, 19, 20, 24];

/** Uses 8, 12 … 24 pages in turn, on a machine with 20 frames. */
export const thrashing = defineProgram("thrashing", {
  about: "a working set that fits, and one that does not: faults a use",
  machine: smallMemory({ frames: 20, swap: 64 }),
  *main(c) {
    const most = SIZES[SIZES.length - 1];
    const flags = c.MAP_PRIVATE | c.MAP_ANONYMOUS;
    const memory = c.mmap(c.NULL, most * c.PAGE_SIZE, c.PROT_READ | c.PROT_WRITE, flags);
    const use = (pages: number) => {
      for (let page = 0; page < pages; page++) c.storeInt(memory + page * c.PAGE_SIZE, page);
    };
    yield* c.printf("pages   uses  faults  faults a use\n");
    for (const pages of SIZES) {
      use(pages);
      const before = c.counters();
      for (let round = 0; round < ROUNDS; round++) use(pages);
      const after = c.counters();
      const faults = after.minorFaults + after.majorFaults - before.minorFaults - before.majorFaults;
      const uses = ROUNDS * pages;
      yield* c.printf("%5d%7d%8d%12d %%\n", pages, uses, faults, 100 * faults / uses);
    }
    return 0;
  },
});
