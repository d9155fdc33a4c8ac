/**
 * "AAAA" goes into a new file through a mapping, and comes back by read(). A new file is empty: without ftruncate() the
 * mapping is there, but there is no page of the file behind it, and the store ends in SIGBUS.
 */

import { defineProgram } from "../runtime/program.ts";
import { WTERMSIG } from "../calls/wait_status.ts";

/** Writes once with ftruncate(), and once, in a child, without. */
export const writeThroughMmap = defineProgram("write_through_mmap", {
  about: '"AAAA" to a file through mmap after ftruncate; SIGBUS without it',
  *main(c) {
    const fd = c.open("letters.txt", c.O_RDWR | c.O_CREAT | c.O_TRUNC, 0o600);
    const text = c.mmap(c.NULL, 4, c.PROT_READ | c.PROT_WRITE, c.MAP_SHARED, fd);

    if ((yield* c.fork()) === 0) {
      c.memset(text, 0x41, 4); // there is no page: SIGBUS
      return 0;
    }
    const status = c.alloca(4);
    yield* c.wait(status);
    yield* c.printf("without ftruncate: signal %d\n", WTERMSIG(c.loadInt(status)));

    c.ftruncate(fd, 4);
    c.memset(text, 0x41, 4);
    const buffer = c.alloca(8);
    c.memset(buffer, 0, 8);
    const count = yield* c.read(fd, buffer, 8);
    yield* c.printf('after ftruncate: read %d bytes, "%s"\n', count, buffer);
    return 0;
  },
});
