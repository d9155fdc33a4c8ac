/**
 * Ask mmap for one byte, get a page: the kernel maps whole pages. Every byte of it can be used; the next byte may belong
 * to nobody.
 */

import { defineProgram } from "../runtime/program.ts";

/** Uses the whole page, and one byte more in a child. */
export const mmapOneByte = defineProgram("mmap_one_byte", {
  about: "ask mmap for one byte, get a page",
  *main(c) {
    const flags = c.MAP_PRIVATE | c.MAP_ANONYMOUS;
    const byte = c.mmap(c.NULL, 1, c.PROT_READ | c.PROT_WRITE, flags);
    c.memset(byte, 1, c.PAGE_SIZE);
    yield* c.printf("asked for 1 byte, stored %d\n", c.PAGE_SIZE);
    const next = c.mmap(c.NULL, 1, c.PROT_READ | c.PROT_WRITE, flags);
    yield* c.printf("the next byte lies %d bytes away\n", byte - next);
    c.munmap(next, 1);
    c.munmap(byte, 1);

    if ((yield* c.fork()) === 0) {
      c.storeByte(byte, 1);
    }
    const status = c.alloca(4);
    yield* c.wait(status);
    yield* c.printf("munmap of one byte took the page: signal %d\n", c.loadInt(status));
    return 0;
  },
});
