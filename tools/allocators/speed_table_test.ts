/** Tests of the table of speeds. */
import { assertEquals } from "@std/assert";
import { speedTable } from "./speed_table.ts";

Deno.test("a line a trace has its rate, how it grows, and when all can be looked at", () => {
  const speed = {
    trace: "t",
    allocator: "x",
    operations: 1000,
    operationsPerSecond: 654_321,
    growth: 1.234,
    inspectableOperations: 50_000,
    inspectableMilliseconds: 321.4,
  };
  const [head, line, , note] = speedTable([speed]).map((text) => text.split(/ {2,}/));
  assertEquals(head, [
    "trace",
    "allocator",
    "operations",
    "Mop/s",
    "ten times as long: cost",
    "50,000 inspectable in",
  ]);
  assertEquals(note, ["Times are processor time, which other programs change little."]);
  assertEquals(line, ["t", "x", "1,000", "0.654", "1.23 ×", "321 ms"]);
});
