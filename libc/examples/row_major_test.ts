/** Test of the program row_major. */
import { assertEquals } from "@std/assert";
import { observeProgram } from "../testing/observe_program.ts";
import { rowMajor } from "./row_major.ts";

Deno.test("row_major: by rows each page comes once, by columns it comes for every cell", () => {
  const run = observeProgram(rowMajor);
  assertEquals(run.lines, [
    "row by row:       sum 7296, 24 faults",
    "column by column: sum 7296, 384 faults",
  ]);
  assertEquals(run.machine.state.process(100).majorFaults >= 24 + 384, true);
});
