/**
 * malloc() of 10 GB on a machine of 16 GB succeeds at once: it is only addresses. Memory is taken page by page as it is
 * touched, and given back with the block.
 */

import { defineProgram } from "../runtime/program.ts";

const GIGABYTE = 2 ** 30;

/** Touches a page a gigabyte. */
export const tenGigabytes = defineProgram("ten_gigabytes", {
  about: "malloc of 10 GB, touched a little, freed",
  *main(c) {
    const block = c.malloc(10 * GIGABYTE);
    yield* c.printf("10 GB at %p\n", block);
    const before = c.counters();
    for (let at = 0; at < 10 * GIGABYTE; at += GIGABYTE) c.storeInt(block + at + 8192, 1);
    const { minorFaults } = c.counters();
    yield* c.printf(
      "%d pages touched: %d KiB\n",
      minorFaults - before.minorFaults,
      (minorFaults - before.minorFaults) * 4,
    );
    c.free(block);
    const none = c.malloc(20 * GIGABYTE);
    yield* c.printf("20 GB: %p, %s\n", none, c.strerror(c.errno));
    return 0;
  },
});
