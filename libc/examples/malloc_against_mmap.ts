/**
 * Ten thousand blocks of 100 bytes, by malloc() and by mmap(): calls, faults, memory wasted in pages, and what is given
 * back. The time is virtual: a call 0.3 µs, a minor fault 0.5 µs (virtual_time.ts).
 *
 *     malloc   many blocks share a page, few calls; the free end of the heap is given back in large pieces
 *     mmap     a page, a call and a fault for each block; everything is given back at once
 */

import type { C } from "../c.ts";
import { defineProgram } from "../runtime/program.ts";
import type { Task } from "../runtime/task.ts";

const COUNT = 10_000;
const BLOCK_BYTES = 100;

/** Allocates, touches and gives back the blocks, in both ways. */
export const mallocAgainstMmap = defineProgram("malloc_against_mmap", {
  about: "malloc against mmap for 10,000 blocks: calls, faults, waste, what is given back",
  *main(c) {
    const flags = c.MAP_PRIVATE | c.MAP_ANONYMOUS;
    yield* c.printf("%-8s%8s%8s%12s%12s%10s\n", "", "calls", "faults", "wasted", "given back", "time");
    yield* compare(c, "malloc", () => c.malloc(BLOCK_BYTES), (block) => c.free(block));
    yield* compare(
      c,
      "mmap",
      () => c.mmap(c.NULL, BLOCK_BYTES, c.PROT_READ | c.PROT_WRITE, flags),
      (block) => c.munmap(block, BLOCK_BYTES),
    );
    return 0;
  },
});

function* compare(c: C, name: string, take: () => number, give: (block: number) => void): Task<void> {
  const blocks: number[] = [];
  const start = c.counters();
  for (let index = 0; index < COUNT; index++) {
    const block = take();
    c.storeInt(block, index);
    blocks.push(block);
  }
  const taken = c.counters();
  for (const block of blocks) give(block);
  const end = c.counters();
  const usedPages = taken.residentPages - start.residentPages;
  const givenPages = taken.residentPages - end.residentPages;
  yield* c.printf("%-8s%8d%8d", name, end.calls - start.calls, end.minorFaults - start.minorFaults);
  yield* c.printf("%8d KiB", (usedPages * c.PAGE_SIZE - COUNT * BLOCK_BYTES) / 1024);
  yield* c.printf("%8d KiB%7d us\n", givenPages * 4, (end.nanoseconds - start.nanoseconds) / 1000);
}
