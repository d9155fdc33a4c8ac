/**
 * execl() replaces the program: what stands after it is never reached, unless the call failed. The process stays the
 * same, its memory does not.
 */

import { defineProgram } from "../runtime/program.ts";
import { whoAmI } from "./who_am_i.ts";

/** Executes a program that is not there, then one that is. */
export const execlOther = defineProgram("execl_other", {
  about: "execl of another program, and the line that only a failing execl reaches",
  uses: [whoAmI],
  *main(c) {
    yield* c.printf("I am %d, and will be another program\n", c.getpid());
    yield* c.execl("/bin/nothing", "nothing");
    yield* c.perror("execl /bin/nothing");
    yield* c.execl("/bin/who_am_i", "who_am_i");
    yield* c.printf("this is never printed\n");
    return 1;
  },
});
