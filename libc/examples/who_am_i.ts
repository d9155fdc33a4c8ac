/**
 * fork() is called once and returns twice: the child gets 0, the parent the child's pid. Everything before it happened
 * once, everything after it happens in both.
 */

import { defineProgram } from "../runtime/program.ts";

/** Both processes say who they are. */
export const whoAmI = defineProgram("who_am_i", {
  about: "fork: who am I",
  *main(c) {
    yield* c.printf("before fork: I am %d\n", c.getpid());
    const pid = yield* c.fork();
    if (pid === 0) {
      yield* c.printf("child:  fork gave 0, I am %d, my parent is %d\n", c.getpid(), c.getppid());
      return 0;
    }
    yield* c.wait();
    yield* c.printf("parent: fork gave %d, I am %d\n", pid, c.getpid());
    return 0;
  },
});
