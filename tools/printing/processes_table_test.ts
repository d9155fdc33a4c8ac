/** Tests of the table of processes. */
import { assertEquals } from "@std/assert";
import { processLines, processRows } from "./processes_table.ts";
import { smallMachine } from "./testing/small_machine.ts";

Deno.test("processes show their sizes and faults", () => {
  assertEquals(processLines(processRows(smallMachine().state)), [
    "PID  PPID  STATE      SIZE  PRESENT  MINFLT  MAJFLT  NAME",
    "  1     0  running  20 KiB   16 KiB       4       0  small",
  ]);
});
