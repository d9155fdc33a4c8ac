/**
 * calloc() gives zeros whatever was there: pages fresh from the kernel are zero already and are left alone; a block that
 * is used again is cleared. It also checks the product of its arguments, which malloc(count * size) cannot.
 */

import { defineProgram } from "../runtime/program.ts";

/** Callocs a used block, a large one, and one whose size overflows. */
export const callocZeroes = defineProgram("calloc_zeroes", {
  about: "calloc: zeros, but no needless zeroing; overflow is checked",
  *main(c) {
    const used = c.malloc(400);
    c.memset(used, 0xff, 400);
    c.free(used);
    const cleared = c.calloc(100, 4);
    yield* c.printf(
      "%s block, first int %d\n",
      cleared === used ? "the used" : "another",
      c.loadInt(cleared),
    );

    const before = c.counters();
    const large = c.calloc(256, 4096);
    const faults = c.counters().minorFaults - before.minorFaults;
    yield* c.printf("1 MiB: first int %d, %d page touched of 256\n", c.loadInt(large), faults);

    const none = c.calloc(2 ** 33, 2 ** 33);
    yield* c.printf("2^33 * 2^33 bytes: %p, %s\n", none, c.strerror(c.errno));
    return 0;
  },
});
