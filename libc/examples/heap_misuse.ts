/**
 * Six mistakes with the heap, each in a child of its own. What becomes of them depends on the allocator: run it with
 * `--allocator freelist`, `bins` and `debug`. What is not found goes on with a heap that is damaged.
 */

import type { C } from "../c.ts";
import { WIFSIGNALED, WTERMSIG } from "../calls/wait_status.ts";
import { defineProgram } from "../runtime/program.ts";

const MISTAKES: Readonly<Record<string, (c: C, block: number, next: number) => void>> = {
  "double free": (c, block) => (c.free(block), c.free(block)),
  "free of the middle": (c, block) => c.free(block + 16),
  "free of a variable": (c) => c.free(c.alloca(16)),
  "write past the end": (c, block, next) => (c.memset(block, 0x41, 112), c.free(next), c.free(block)),
  "use after free": (c, block) => (c.free(block), c.storeInt(block, 1)),
  "leak": (c) => c.malloc(1000),
};

/** Makes one mistake after the other, and says how each ended. */
export const heapMisuse = defineProgram("heap_misuse", {
  about: "double free, stray free, overflow, use after free, leak: what is found?",
  *main(c) {
    const status = c.alloca(4);
    for (const [name, makeMistake] of Object.entries(MISTAKES)) {
      if ((yield* c.fork()) === 0) {
        const [block, next] = [c.malloc(100), c.malloc(100)];
        makeMistake(c, block, next);
        return 0;
      }
      yield* c.wait(status);
      const ended = c.loadInt(status);
      const words = WIFSIGNALED(ended) ? `found: signal ${WTERMSIG(ended)}` : "went on";
      yield* c.printf("%-20s%s\n", name, words);
      yield* c.fflush(c.stdout);
    }
    return 0;
  },
});
