/**
 * exit() ends a process in order: the functions of atexit(), the last first, then what printf() left in its buffer.
 * _exit() just ends it: no function is called, and what was in the buffer is never seen.
 */

import { defineProgram } from "../runtime/program.ts";

/** One child leaves by exit(), another by _exit(). */
export const exitAndAtexit = defineProgram("exit_and_atexit", {
  about: "atexit cleanup; exit against _exit and unflushed output",
  *main(c) {
    c.atexit(() => c.printf("cleanup of %d, called last\n", c.getpid()));
    c.atexit(() => c.printf("cleanup of %d, called first\n", c.getpid()));
    for (const leave of ["exit", "_exit"] as const) {
      if ((yield* c.fork()) === 0) {
        yield* c.printf("no newline before %s: ", leave);
        yield* c[leave](0);
      }
      yield* c.wait();
    }
    yield* c.printf("the parent returns from main\n");
    return 0;
  },
});
