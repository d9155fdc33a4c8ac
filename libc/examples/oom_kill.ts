/**
 * More memory is used than there is, swap included. mmap() promised it (overcommit); nothing is left to reclaim when it is
 * used, so the kernel kills whoever's end frees most: not the one that asks at that moment, but the largest process.
 *
 * What to look at: the oom-kill event with the pages that each counted for, the SIGKILL after it, and what the parent learns.
 */

import { WIFSIGNALED, WTERMSIG } from "../calls/wait_status.ts";
import { defineProgram } from "../runtime/program.ts";
import { smallMemory } from "../runtime/small_memory.ts";

const PAGES = 64;

/** A child uses 64 pages where 20 frames and 16 slots are. */
export const oomKill = defineProgram("oom_kill", {
  about: "a child needs more memory than there is, and is killed for it",
  machine: smallMemory({ frames: 20, swap: 16 }),
  *main(c) {
    const child = yield* c.fork();
    if (child === 0) {
      const flags = c.MAP_PRIVATE | c.MAP_ANONYMOUS;
      const memory = c.mmap(c.NULL, PAGES * c.PAGE_SIZE, c.PROT_READ | c.PROT_WRITE, flags);
      yield* c.printf("child: %d pages are promised\n", PAGES);
      for (let page = 0; page < PAGES; page++) c.storeInt(memory + page * c.PAGE_SIZE, page);
      yield* c.printf("child: and all of them were there\n");
      return 0;
    }
    const status = c.alloca(4);
    yield* c.waitpid(child, status);
    const word = c.loadInt(status);
    if (WIFSIGNALED(word)) yield* c.printf("parent: the child was killed by signal %d\n", WTERMSIG(word));
    else yield* c.printf("parent: the child had memory enough\n");
    return 0;
  },
});
