/**
 * malloc() can fail: under RLIMIT_AS the kernel refuses more address space, malloc gives NULL and sets ENOMEM. Whoever
 * does not look stores through NULL.
 */

import { defineProgram } from "../runtime/program.ts";

const LIMIT_BYTES = 64 * 1024 * 1024;
const BLOCK_BYTES = 10 * 1024 * 1024;

/** Allocates blocks until malloc fails; a child does not look. */
export const mallocFails = defineProgram("malloc_fails", {
  about: "malloc that fails under RLIMIT_AS, with perror",
  *main(c) {
    c.setrlimit(c.RLIMIT_AS, LIMIT_BYTES);
    let count = 0;
    while (c.malloc(BLOCK_BYTES) !== c.NULL) count++;
    yield* c.perror("malloc");
    yield* c.printf("%d blocks of 10 MiB under a limit of 64 MiB\n", count);

    if ((yield* c.fork()) === 0) {
      const block = c.malloc(BLOCK_BYTES);
      c.storeInt(block, 1);
    }
    const status = c.alloca(4);
    yield* c.wait(status);
    yield* c.printf("who does not look: signal %d\n", c.loadInt(status));
    return 0;
  },
});
