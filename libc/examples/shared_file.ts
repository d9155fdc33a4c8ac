/**
 * Two programs that know nothing of each other but a name: each maps the same file of shared memory, and what one stores the
 * other loads. No read(), no write(), and no common ancestor's mapping: both opened it themselves.
 *
 * What to look at: two processes, two address spaces, one frame (`rewind --show pages`).
 */

import { defineProgram } from "../runtime/program.ts";

const NAME = "/board";
const TEXT_OFFSET = 4;

/** Started without arguments, it starts itself twice: as the writer and as the reader. */
export const sharedFile = defineProgram("shared_file", {
  about: "two unrelated processes that share a mapping of one file",
  *main(c, argv) {
    if (argv.length === 1) {
      for (const role of ["reader", "writer"]) yield* c.spawn("/bin/shared_file", ["shared_file", role]);
      while ((yield* c.wait()) > 0);
      return c.shm_unlink(NAME);
    }
    const fd = c.shm_open(NAME, c.O_RDWR | c.O_CREAT);
    c.ftruncate(fd, c.PAGE_SIZE);
    const board = c.mmap(c.NULL, c.PAGE_SIZE, c.PROT_READ | c.PROT_WRITE, c.MAP_SHARED, fd);
    c.close(fd);
    if (argv[1] === "writer") {
      c.storeString(board + TEXT_OFFSET, "hello from another process");
      c.storeInt(board, 1); // from now on it may be read
      return 0;
    }
    while (c.loadInt(board) === 0) yield* c.sched_yield();
    yield* c.printf("the board says: %s\n", board + TEXT_OFFSET);
    return 0;
  },
});
