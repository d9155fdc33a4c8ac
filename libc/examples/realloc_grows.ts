/**
 * realloc() lets a block grow where it is when there is room behind it, and otherwise moves it: the old address is void
 * then. A block that is a mapping of its own moves without copying, page table entry by page table entry (mremap).
 */

import { defineProgram } from "../runtime/program.ts";

/** Grows a block into free space, past a neighbour, and a large one by mremap. */
export const reallocGrows = defineProgram("realloc_grows", {
  about: "realloc that grows in place, that moves, and that remaps",
  *main(c) {
    const block = c.malloc(1000);
    c.storeInt(block, 7);
    const grown = c.realloc(block, 2000);
    yield* c.printf(
      "room behind it: %s, still %d\n",
      grown === block ? "in place" : "moved",
      c.loadInt(grown),
    );

    c.malloc(1000); // a neighbour
    const moved = c.realloc(grown, 8000);
    yield* c.printf(
      "a neighbour:    %s, still %d\n",
      moved === grown ? "in place" : "moved",
      c.loadInt(moved),
    );

    const large = c.malloc(1 << 20);
    c.storeInt(large, 9);
    const before = c.counters();
    const larger = c.realloc(large, 1 << 24);
    const { minorFaults } = c.counters();
    yield* c.printf(
      "a mapping:      %s, still %d, ",
      larger === large ? "in place" : "moved",
      c.loadInt(larger),
    );
    yield* c.printf("%d pages copied\n", minorFaults - before.minorFaults);
    return 0;
  },
});
