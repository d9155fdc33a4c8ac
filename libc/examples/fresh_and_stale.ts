/**
 * Memory fresh from the kernel is zero; memory that malloc() gives out again holds what was there. Whoever reads a block
 * before writing it reads the program's own past.
 */

import { defineProgram } from "../runtime/program.ts";

const BYTES = 2000;

/** Writes a secret, frees it, and finds it in the next block. */
export const freshAndStale = defineProgram("fresh_and_stale", {
  about: "fresh memory is zero, reused memory is stale",
  *main(c) {
    const first = c.malloc(BYTES);
    yield* c.printf('fresh: "%s"\n', first + 100);
    c.storeString(first + 100, "a secret");
    c.free(first);
    const second = c.malloc(BYTES);
    yield* c.printf("%s block, ", second === first ? "the same" : "another");
    yield* c.printf('stale: "%s"\n', second + 100);
    return 0;
  },
});
