/**
 * Memory that is not there any more, and memory that may not be touched: both end in SIGSEGV, for different reasons.
 * munmap() leaves nothing at the address (SEGV_MAPERR); mprotect(PROT_NONE) leaves the mapping and takes the rights
 * (SEGV_ACCERR).
 */

import type { C } from "../c.ts";
import { WIFSIGNALED, WTERMSIG } from "../calls/wait_status.ts";
import { defineProgram } from "../runtime/program.ts";
import type { Task } from "../runtime/task.ts";

/** Two children touch memory that the parent must not. */
export const useAfterMunmap = defineProgram("use_after_munmap", {
  about: "use of memory after munmap and after mprotect(PROT_NONE): SIGSEGV",
  *main(c) {
    yield* inChild(c, "after munmap", (page) => c.munmap(page, c.PAGE_SIZE));
    yield* inChild(c, "after mprotect", (page) => c.mprotect(page, c.PAGE_SIZE, c.PROT_NONE));
    return 0;
  },
});

function* inChild(c: C, when: string, spoil: (page: number) => void): Task<void> {
  if ((yield* c.fork()) === 0) {
    const page = c.mmap(c.NULL, c.PAGE_SIZE, c.PROT_READ | c.PROT_WRITE, c.MAP_PRIVATE | c.MAP_ANONYMOUS);
    c.storeInt(page, 7);
    spoil(page);
    c.loadInt(page);
    yield* c._exit(0);
  }
  const status = c.alloca(4);
  yield* c.wait(status);
  const ended = c.loadInt(status);
  yield* c.printf("%s: %s %d\n", when, WIFSIGNALED(ended) ? "signal" : "status", WTERMSIG(ended));
}
