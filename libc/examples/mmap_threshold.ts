/**
 * Where a block comes from: below 128 KiB from the heap, which grows by brk(); from there on it is a mapping of its own,
 * and free() gives it back at once. Freeing such a block raises the threshold: the next of its size is in the heap.
 */

import type { C } from "../c.ts";
import { defineProgram } from "../runtime/program.ts";
import type { Task } from "../runtime/task.ts";

const THRESHOLD_BYTES = 128 * 1024;

/** Allocates on both sides of the threshold, and once more after it rose. */
export const mmapThreshold = defineProgram("mmap_threshold", {
  about: "the mmap threshold seen from both sides: brk before, mmap after",
  *main(c) {
    const heapStart = c.sbrk(0);
    yield* allocate(c, "a bit less than 128 KiB", THRESHOLD_BYTES - 4096, heapStart);
    const large = yield* allocate(c, "128 KiB", THRESHOLD_BYTES, heapStart);
    c.free(large);
    yield* allocate(c, "128 KiB again", THRESHOLD_BYTES, heapStart);
    return 0;
  },
});

function* allocate(c: C, what: string, sizeBytes: number, heapStart: number): Task<number> {
  const block = c.malloc(sizeBytes);
  const isInHeap = block >= heapStart && block < c.sbrk(0);
  yield* c.printf("%-24s %p  %s\n", what, block, isInHeap ? "heap (brk)" : "mapping (mmap)");
  return block;
}
