/**
 * A mapping and a descriptor are two holders of one open file: close() does not unmap, munmap() does not close.
 */

import { defineProgram } from "../runtime/program.ts";

/** Closes first and uses the mapping; unmaps first and uses the descriptor. */
export const closeAndMunmap = defineProgram("close_and_munmap", {
  about: "close() does not unmap; munmap() does not close",
  *main(c) {
    const fd = c.open("notes.txt", c.O_RDWR | c.O_CREAT | c.O_TRUNC, 0o600);
    c.ftruncate(fd, c.PAGE_SIZE);
    const first = c.mmap(c.NULL, c.PAGE_SIZE, c.PROT_READ | c.PROT_WRITE, c.MAP_SHARED, fd);
    c.close(fd);
    c.storeString(first, "written after close()");
    yield* c.printf("%s\n", first);

    const again = c.open("notes.txt", c.O_RDWR);
    const second = c.mmap(c.NULL, c.PAGE_SIZE, c.PROT_READ, c.MAP_SHARED, again);
    c.munmap(second, c.PAGE_SIZE);
    const buffer = c.alloca(32);
    const count = yield* c.read(again, buffer, 21);
    yield* c.printf('read() after munmap(): %d bytes, "%.21s"\n', count, buffer);
    return 0;
  },
});
