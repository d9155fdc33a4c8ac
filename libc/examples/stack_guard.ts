/**
 * The stack grows by itself: a store below it, within RLIMIT_STACK, makes the mapping larger and is served. A recursion
 * without end meets the limit: SIGSEGV. A thread's stack is an ordinary mapping with a guard page below it, where the
 * recursion ends the same way.
 */

import type { C } from "../c.ts";
import { WTERMSIG } from "../calls/wait_status.ts";
import { defineProgram } from "../runtime/program.ts";
import type { Task } from "../runtime/task.ts";

const FRAME_BYTES = 64 * 1024;
const LIMIT_BYTES = 1024 * 1024;
const STACK_PAGES = 64;

/** Grows the stack, overflows it, and runs onto a guard page. */
export const stackGuard = defineProgram("stack_guard", {
  about: "stack growth, its limit, and a guard page below a thread's stack",
  *main(c) {
    c.setrlimit(c.RLIMIT_STACK, LIMIT_BYTES);
    recurse(c, 8);
    yield* c.printf("8 frames of 64 KiB: the stack grew\n");
    yield* overflow(c, "without end");

    const stack = c.mmap(
      c.NULL,
      STACK_PAGES * c.PAGE_SIZE,
      c.PROT_READ | c.PROT_WRITE,
      c.MAP_PRIVATE | c.MAP_ANONYMOUS,
    );
    c.mprotect(stack, c.PAGE_SIZE, c.PROT_NONE);
    c.stackPointer = stack + STACK_PAGES * c.PAGE_SIZE;
    yield* overflow(c, "onto a guard page");
    return 0;
  },
});

/** A function that calls itself, with 64 KiB of local variables. */
function recurse(c: C, depth: number): void {
  const before = c.stackPointer;
  c.storeInt(c.alloca(FRAME_BYTES), depth);
  if (depth > 1) recurse(c, depth - 1);
  c.stackPointer = before;
}

function* overflow(c: C, how: string): Task<void> {
  if ((yield* c.fork()) === 0) recurse(c, Infinity);
  const status = c.alloca(4);
  yield* c.wait(status);
  yield* c.printf("recursion %s: signal %d\n", how, WTERMSIG(c.loadInt(status)));
}
