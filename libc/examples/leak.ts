/**
 * A heap that leaks: a loop allocates and forgets. The process works as long as there is memory, and its heap only grows;
 * freed as it should be, the same loop lives on a few pages.
 */

import type { C } from "../c.ts";
import { defineProgram } from "../runtime/program.ts";
import type { Task } from "../runtime/task.ts";

const ROUNDS = 1000;
const MESSAGE_BYTES = 1000;

/** Handles a thousand messages, once with free() and once without. */
export const leak = defineProgram("leak", {
  about: "a heap that leaks, and the same without the leak",
  *main(c) {
    const start = c.sbrk(0);
    yield* handleMessages(c, (message) => c.free(message));
    yield* c.printf("freed:  the heap has %d KiB\n", (c.sbrk(0) - start) / 1024);
    yield* handleMessages(c, () => {});
    yield* c.printf("leaked: the heap has %d KiB\n", (c.sbrk(0) - start) / 1024);
    return 0;
  },
});

function* handleMessages(c: C, done: (message: number) => void): Task<void> {
  for (let round = 0; round < ROUNDS; round++) {
    const message = c.malloc(MESSAGE_BYTES);
    c.sprintf(message, "message %d", round);
    done(message);
    if (round % 100 === 99) yield* c.sched_yield();
  }
}
