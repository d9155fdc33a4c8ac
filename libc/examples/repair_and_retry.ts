/**
 * A SIGSEGV handler that repairs and returns: the load or store that faulted is tried again and goes on as if nothing
 * had happened. This is how lazily mapped heaps, write barriers and user-level paging are made.
 */

import type { SignalCause } from "../calls/signals.ts";
import { defineProgram } from "../runtime/program.ts";

/** Touches five pages without rights; the handler gives each its rights when it is needed. */
export const repairAndRetry = defineProgram("repair_and_retry", {
  about: "a SIGSEGV handler that repairs, and the access is tried again",
  *main(c) {
    const pages = c.mmap(c.NULL, 5 * c.PAGE_SIZE, c.PROT_NONE, c.MAP_PRIVATE | c.MAP_ANONYMOUS);
    let repaired = 0;
    function repair(_signal: number, { address }: SignalCause): void {
      const page = address - address % c.PAGE_SIZE;
      c.mprotect(page, c.PAGE_SIZE, c.PROT_READ | c.PROT_WRITE);
      repaired++;
    }
    c.sigaction(c.SIGSEGV, { handler: repair, flags: c.SA_SIGINFO });
    for (const index of [0, 2, 4]) c.storeInt(pages + index * c.PAGE_SIZE, index);
    const sum = [0, 2, 4].reduce((total, index) => total + c.loadInt(pages + index * c.PAGE_SIZE), 0);
    yield* c.printf("sum %d, repaired %d pages of 5\n", sum, repaired);
    return 0;
  },
});
