/**
 * fork() copies no memory: both processes map the same four frames, read-only. The first store into a page faults and
 * copies it, whoever stores; the last one who still has the old frame only gets the right to write back.
 */

import type { C } from "../c.ts";
import { defineProgram } from "../runtime/program.ts";
import type { Task } from "../runtime/task.ts";

const PAGES = 4;

/** The parent stores into page 3, the child into pages 0 and 3, the parent into page 0. */
export const copyOnWrite = defineProgram("copy_on_write", {
  about: "fork, then copy-on-write page by page",
  *main(c) {
    const flags = c.MAP_PRIVATE | c.MAP_ANONYMOUS;
    const memory = c.mmap(c.NULL, PAGES * c.PAGE_SIZE, c.PROT_READ | c.PROT_WRITE, flags);
    const page = (index: number) => memory + index * c.PAGE_SIZE;
    for (let index = 0; index < PAGES; index++) c.storeInt(page(index), 100 + index);

    const pid = yield* c.fork();
    if (pid === 0) {
      c.storeInt(page(0), 200); // a copy: the parent has the old page
      c.storeInt(page(3), 203); // no copy: the parent has made one already
      yield* print(c, "child: ", memory);
      return 0;
    }
    c.storeInt(page(3), 303); // a copy: the child has the old page
    yield* c.wait();
    c.storeInt(page(0), 300); // no copy: the child has made one, and is gone
    yield* print(c, "parent:", memory);
    return 0;
  },
});

function* print(c: C, who: string, memory: number): Task<void> {
  yield* c.printf("%s", who);
  for (let index = 0; index < PAGES; index++) yield* c.printf(" %d", c.loadInt(memory + index * c.PAGE_SIZE));
  yield* c.printf("\n");
}
