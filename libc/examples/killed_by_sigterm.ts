/**
 * A child that would wait for ever is killed by SIGTERM: it does not exit, it is ended, and its status says by which
 * signal.
 */

import { WIFEXITED, WIFSIGNALED, WTERMSIG } from "../calls/wait_status.ts";
import { defineProgram } from "../runtime/program.ts";

/** Kills a child that waits for a signal. */
export const killedBySigterm = defineProgram("killed_by_sigterm", {
  about: "a child killed by SIGTERM",
  *main(c) {
    const child = yield* c.fork();
    if (child === 0) {
      yield* c.printf("child %d waits\n", c.getpid());
      yield* c.pause();
      yield* c.printf("this is never printed\n");
    }
    yield* c.sleep(1);
    yield* c.kill(child, c.SIGTERM);
    const status = c.alloca(4);
    yield* c.waitpid(child, status);
    const word = c.loadInt(status);
    yield* c.printf(
      "exited: %d, signaled: %d, by %d\n",
      +WIFEXITED(word),
      +WIFSIGNALED(word),
      WTERMSIG(word),
    );
    return 0;
  },
});
