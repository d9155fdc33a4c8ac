/**
 * A program that reads its own map: /proc/self/maps is a file like any other, told by the kernel at the moment of the read. The
 * tools tell the same: `deno task rewind out/own_maps.plog --to N --show maps`, N being the event of the last read.
 */

import { defineProgram } from "../runtime/program.ts";

const BUFFER_BYTES = 8192;

/** Copies /proc/self/maps to the terminal. */
export const ownMaps = defineProgram("own_maps", {
  about: "reads its own /proc/self/maps",
  *main(c) {
    const heap = c.malloc(100);
    const fd = c.open("/proc/self/maps", c.O_RDONLY);
    const buffer = c.alloca(BUFFER_BYTES);
    for (;;) {
      const count = yield* c.read(fd, buffer, BUFFER_BYTES);
      if (count <= 0) break;
      yield* c.write(1, buffer, count);
    }
    c.close(fd);
    yield* c.printf("malloc gave %p: which line is it in?\n", heap);
    return 0;
  },
});
