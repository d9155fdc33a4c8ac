/**
 * A story of fragmentation: two hundred blocks of 800 bytes, ten neighbours of which are freed. Coalesced they hold 8000
 * bytes in one piece, and malloc(5000) fits into the hole. Ten others that are no neighbours hold as much and help nobody.
 */

import { defineProgram } from "../runtime/program.ts";

const COUNT = 200;
const BLOCK_BYTES = 800;

/** Frees neighbours, then blocks here and there, and allocates 5000 bytes after each. */
export const fragmentation = defineProgram("fragmentation", {
  about: "200 x malloc(800), ten frees, malloc(5000): where does it fit?",
  *main(c) {
    const blocks = Array.from({ length: COUNT }, () => c.malloc(BLOCK_BYTES));
    const top = c.sbrk(0);

    for (let index = 100; index < 110; index++) c.free(blocks[index]);
    const first = c.malloc(5000);
    const isInHole = first >= blocks[100] && first < blocks[110];
    yield* c.printf("ten neighbours freed: malloc(5000) is %s\n", isInHole ? "in the hole" : "elsewhere");

    for (let index = 10; index < 30; index += 2) c.free(blocks[index]);
    const second = c.malloc(5000);
    const isAbove = second + 5000 > blocks[COUNT - 1];
    yield* c.printf("every other one freed: malloc(5000) is %s\n", isAbove ? "at the top" : "in a hole");
    yield* c.printf("the heap grew by %d bytes, with 8000 free\n", c.sbrk(0) - top);
    return 0;
  },
});
