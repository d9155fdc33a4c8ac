/**
 * A file of ten squares, written through a shared mapping: no write() at all. The stores go to the page cache; fsync()
 * brings them to the disk.
 *
 * What to look at: one fault for the page, a store event, no write call; the frame is the file's, and dirty.
 */

import { defineProgram } from "../runtime/program.ts";

const COUNT = 10;
const INT_BYTES = 4;

/** Saves 0, 1, 4 … 81 in /disk/squares.bin. */
export const saveArray = defineProgram("save_array", {
  about: "ten squares into a file through MAP_SHARED",
  *main(c) {
    const fd = c.open("/disk/squares.bin", c.O_RDWR | c.O_CREAT | c.O_TRUNC, 0o600);
    c.ftruncate(fd, COUNT * INT_BYTES);
    const array = c.mmap(c.NULL, COUNT * INT_BYTES, c.PROT_READ | c.PROT_WRITE, c.MAP_SHARED, fd);
    for (let index = 0; index < COUNT; index++) c.storeInt(array + index * INT_BYTES, index * index);
    yield* c.printf("%d squares at %p\n", COUNT, array);
    c.munmap(array, COUNT * INT_BYTES);
    c.fsync(fd);
    c.close(fd);
    return 0;
  },
});
