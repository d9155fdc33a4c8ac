/**
 * A sandbox of memory: a gigabyte of addresses is reserved with PROT_NONE, which costs nothing, and only the part in use
 * gets rights. Whatever runs over its part meets PROT_NONE at once, not its neighbour's memory.
 */

import { WTERMSIG } from "../calls/wait_status.ts";
import { defineProgram } from "../runtime/program.ts";

const RESERVED_BYTES = 2 ** 30;
const PART_BYTES = 16 * 4096;

/** Reserves, opens a part, and runs over its end in a child. */
export const sandbox = defineProgram("sandbox", {
  about: "PROT_NONE reserves, mprotect opens; running over the end is caught",
  *main(c) {
    const flags = c.MAP_PRIVATE | c.MAP_ANONYMOUS | c.MAP_NORESERVE;
    const sand = c.mmap(c.NULL, RESERVED_BYTES, c.PROT_NONE, flags);
    const part = sand + RESERVED_BYTES / 2;
    c.mprotect(part, PART_BYTES, c.PROT_READ | c.PROT_WRITE);
    c.memset(part, 1, PART_BYTES);
    yield* c.printf("1 GiB reserved, %d KiB in use\n", PART_BYTES / 1024);

    if ((yield* c.fork()) === 0) {
      c.memset(part, 2, PART_BYTES + 1);
      return 0;
    }
    const status = c.alloca(4);
    yield* c.wait(status);
    yield* c.printf(
      "one byte too far: signal %d; the parent still has %d\n",
      WTERMSIG(c.loadInt(status)),
      c.loadByte(part),
    );
    return 0;
  },
});
