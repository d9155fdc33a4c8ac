/**
 * The same sum in two orders. A row of the matrix is one page, and memory holds half of the rows. Row by row, each page is
 * brought in once and used to its end. Column by column, each step needs another page, and it has just gone.
 *
 * What to look at: two loops over the same cells, 24 faults against 384.
 */

import type { C } from "../c.ts";
import { defineProgram } from "../runtime/program.ts";
import { smallMemory } from "../runtime/small_memory.ts";

const ROWS = 24;
const COLUMNS = 16;

/** Sums a matrix that is twice as large as memory, by rows and by columns. */
export const rowMajor = defineProgram("row_major", {
  about: "a matrix summed row by row and column by column",
  machine: smallMemory({ frames: 20, swap: 64 }),
  *main(c) {
    const flags = c.MAP_PRIVATE | c.MAP_ANONYMOUS;
    const matrix = c.mmap(c.NULL, ROWS * c.PAGE_SIZE, c.PROT_READ | c.PROT_WRITE, flags);
    const cellBytes = c.PAGE_SIZE / COLUMNS;
    const cell = (row: number, column: number) => matrix + row * c.PAGE_SIZE + column * cellBytes;
    for (let row = 0; row < ROWS; row++) {
      for (let column = 0; column < COLUMNS; column++) c.storeInt(cell(row, column), row + column);
    }
    let before = faultsOf(c);
    let sum = 0;
    for (let row = 0; row < ROWS; row++) {
      for (let column = 0; column < COLUMNS; column++) sum += c.loadInt(cell(row, column));
    }
    yield* c.printf("row by row:       sum %d, %d faults\n", sum, faultsOf(c) - before);
    before = faultsOf(c);
    sum = 0;
    for (let column = 0; column < COLUMNS; column++) {
      for (let row = 0; row < ROWS; row++) sum += c.loadInt(cell(row, column));
    }
    yield* c.printf("column by column: sum %d, %d faults\n", sum, faultsOf(c) - before);
    return 0;
  },
});

function faultsOf(c: C): number {
  const { minorFaults, majorFaults } = c.counters();
  return minorFaults + majorFaults;
}
