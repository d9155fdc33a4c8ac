/**
 * The reader of save_array's file: another process, which maps the file and finds the numbers in memory. Nothing is
 * read(): the page is still in the page cache, and the first load maps it.
 */

import { defineProgram } from "../runtime/program.ts";
import { saveArray } from "./save_array.ts";

const COUNT = 10;
const INT_BYTES = 4;

/** Runs save_array, then prints what it saved. */
export const printArray = defineProgram("print_array", {
  about: "maps the file that save_array wrote, and prints it",
  uses: [saveArray],
  *main(c) {
    yield* c.waitpid(yield* c.spawn("/bin/save_array", ["save_array"]));
    const fd = c.open("/disk/squares.bin", c.O_RDONLY);
    const array = c.mmap(c.NULL, COUNT * INT_BYTES, c.PROT_READ, c.MAP_PRIVATE, fd);
    for (let index = 0; index < COUNT; index++) {
      yield* c.printf("%d%c", c.loadInt(array + index * INT_BYTES), index < COUNT - 1 ? " " : "\n");
    }
    return 0;
  },
});
