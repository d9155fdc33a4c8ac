/**
 * The heap before malloc: brk() and sbrk() move its end. The pages between the old and the new break are zero and cost
 * nothing until they are touched; what lies above the break is not there.
 */

import { defineProgram } from "../runtime/program.ts";

/** An array that grows by sbrk, and is given back by brk. */
export const brkByHand = defineProgram("brk_by_hand", {
  about: "brk and sbrk by hand",
  *main(c) {
    const start = c.sbrk(0);
    const array = c.sbrk(10_000);
    yield* c.printf("break moved by %d bytes, from %p\n", c.sbrk(0) - start, start);
    c.storeInt(array + 9_996, 99);
    yield* c.printf("the last int: %d, the first: %d\n", c.loadInt(array + 9_996), c.loadInt(array));

    let caught = 0;
    c.signal(c.SIGSEGV, () => {
      caught++;
      c.sbrk(4096); // repairs: the store is tried again
    });
    c.storeInt(start + 12_288, 1);
    yield* c.printf("a store above the break: SIGSEGV %d times, then the break was moved\n", caught);

    c.brk(start);
    yield* c.printf("given back: the break is %s\n", c.sbrk(0) === start ? "where it was" : "elsewhere");
    return 0;
  },
});
