/** Tests of rows for other programs. */
import { assertEquals } from "@std/assert";
import { csvHead, csvLine, rowOf } from "./alloc_rows.ts";
import { traceResult } from "./testing/trace_result.ts";

Deno.test("a row has its columns, in their order, and nothing else", () => {
  const row = rowOf(traceResult("a", "x", 0.8));
  assertEquals(
    Object.keys(row).join(" "),
    "trace allocator operations utilization utilizationOverTime calls faults kept operationsPerSecond errors",
  );
  assertEquals([row.trace, row.utilization, row.calls, row.kept], ["a", 0.8, 10, 0.05]);
});

Deno.test("CSV has the same columns, and quotes names that need it", () => {
  assertEquals(csvHead().split(",").length, 10);
  assertEquals(
    csvLine(rowOf(traceResult('a,"b"', "x", 0.8))),
    '"a,""b""",x,1000,0.8,0.4,10,20,0.05,400000,0',
  );
});
