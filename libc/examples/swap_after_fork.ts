/**
 * Pages that two processes share after fork() go to swap: one slot each, named by both page tables. Who reads such a page
 * brings it back for itself; the slot keeps it for the other. Who writes gets a copy, as if it had never been away.
 *
 * What to look at: a swap-out that changes two page tables at once; a slot that is free again after the second reader.
 */

import type { C } from "../c.ts";
import { defineProgram } from "../runtime/program.ts";
import { smallMemory } from "../runtime/small_memory.ts";

const PAGES = 4;
const OTHER_PAGES = 24;

/** Shares four pages with a child, pushes them out, and lets both have them back. */
export const swapAfterFork = defineProgram("swap_after_fork", {
  about: "pages shared by fork go to swap and come back",
  machine: smallMemory({ frames: 20, swap: 64 }),
  *main(c) {
    const memory = area(c, PAGES);
    for (let page = 0; page < PAGES; page++) c.storeInt(memory + page * c.PAGE_SIZE, 100 + page);
    const pid = yield* c.fork();
    if (pid === 0) {
      const other = area(c, OTHER_PAGES); // the shared pages are used by nobody meanwhile, and go
      for (let page = 0; page < OTHER_PAGES; page++) c.storeInt(other + page * c.PAGE_SIZE, page);
      c.storeInt(memory, 200); // back from its slot, and copied: the parent's is still there
      yield* print(c, "child: ", memory);
      return 0;
    }
    yield* c.wait();
    yield* print(c, "parent:", memory);
    return 0;
  },
});

function area(c: C, pages: number): number {
  const flags = c.MAP_PRIVATE | c.MAP_ANONYMOUS;
  return c.mmap(c.NULL, pages * c.PAGE_SIZE, c.PROT_READ | c.PROT_WRITE, flags);
}

function* print(c: C, who: string, memory: number) {
  yield* c.printf("%s", who);
  for (let page = 0; page < PAGES; page++) yield* c.printf(" %d", c.loadInt(memory + page * c.PAGE_SIZE));
  yield* c.printf("\n");
}
