/**
 * fork() can fail: with RLIMIT_NPROC the user's processes are counted, and one too many is EAGAIN. Whoever does not
 * check for -1 takes it for a child's pid.
 */

import { defineProgram } from "../runtime/program.ts";

const PROCESSES = 4;

/** Forks until it fails, then lets the children end. */
export const forkFails = defineProgram("fork_fails", {
  about: "a fork that fails: EAGAIN under RLIMIT_NPROC",
  *main(c) {
    c.setrlimit(c.RLIMIT_NPROC, PROCESSES);
    let children = 0;
    for (;;) {
      const pid = yield* c.fork();
      if (pid === 0) {
        yield* c.sleep(1);
        yield* c._exit(0);
      }
      if (pid < 0) break;
      children++;
    }
    yield* c.perror("fork");
    yield* c.printf("%d children and I: %d processes\n", children, PROCESSES);
    while ((yield* c.wait()) > 0);
    yield* c.perror("wait");
    return 0;
  },
});
