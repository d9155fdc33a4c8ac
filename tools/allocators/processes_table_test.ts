/** Tests of the table of processes. */
import { assertEquals } from "@std/assert";
import { processesTable, together } from "./processes_table.ts";

const group = (trace: string, allocator: string, processCount: number) => ({
  trace,
  allocator,
  processCount,
  liveBytes: 30_720 * processCount,
  footprintBytes: 40_960 * processCount,
});

Deno.test("a line a trace, and one for all together, an allocator after the other", () => {
  const groups = [group("a", "x", 2), group("b", "x", 1), group("a", "y", 2), group("b", "y", 1)];
  const lines = processesTable(groups);
  assertEquals(lines.map((line) => line.split(/ {2,}/).slice(0, 3).join(" ").trim()), [
    "allocator trace processes",
    "x a 2",
    "x b 1",
    "x all together 3",
    "y a 2",
    "y b 1",
    "y all together 3",
  ]);
  assertEquals(lines[3].split(/ {2,}/).slice(3), ["90", "120", "30", "10", "25.0 %"]);
});

Deno.test("groups add up; one alone is its own sum", () => {
  assertEquals(together([group("a", "x", 2), group("b", "x", 3)]).footprintBytes, 5 * 40_960);
  assertEquals(processesTable([group("a", "x", 2)]).length, 2);
});
