/**
 * memset() sets bytes, not ints: with 1 every int becomes 0x01010101 = 16843009. Only 0 and -1 look as expected.
 */

import type { C } from "../c.ts";
import { defineProgram } from "../runtime/program.ts";
import type { Task } from "../runtime/task.ts";

const COUNT = 10;
const INT_BYTES = 4;

/** Fills ten ints with memset, then with a loop. */
export const tenInts = defineProgram("ten_ints", {
  about: "malloc ten ints, memset, print: memset sets bytes, not ints",
  *main(c) {
    const array = c.malloc(COUNT * INT_BYTES);
    for (const value of [0, 1, -1]) {
      c.memset(array, value, COUNT * INT_BYTES);
      yield* print(c, `memset ${value}:`, array);
    }
    for (let index = 0; index < COUNT; index++) c.storeInt(array + index * INT_BYTES, 1);
    yield* print(c, "a loop:", array);
    c.free(array);
    return 0;
  },
});

function* print(c: C, what: string, array: number): Task<void> {
  yield* c.printf("%-10s", what);
  for (let index = 0; index < COUNT; index++) yield* c.printf(" %d", c.loadInt(array + index * INT_BYTES));
  yield* c.printf("\n");
}
