/**
 * A child exits with 42. Until its parent waits, it is a zombie: nothing is left of it but its status.
 */

import { WEXITSTATUS, WIFEXITED } from "../calls/wait_status.ts";
import { defineProgram } from "../runtime/program.ts";

/** Waits for a child and takes its status apart. */
export const waitFor42 = defineProgram("wait_for_42", {
  about: "wait for a child that exits with 42",
  *main(c) {
    const child = yield* c.fork();
    if (child === 0) return 42;
    const status = c.alloca(4);
    const ended = yield* c.waitpid(child, status);
    const word = c.loadInt(status);
    yield* c.printf("waitpid(%d) = %d, status 0x%04x\n", child, ended, word);
    if (WIFEXITED(word)) yield* c.printf("it exited with %d\n", WEXITSTATUS(word));
    return 0;
  },
});
