/** Tests of tables, rows and charts of allocators. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import type { TraceResult } from "../guests/trace/measure_trace.ts";
import { allocatorChart, allocatorTable, jsonRow } from "./alloc_report.ts";

function result(trace: string, allocator: string, utilization: number, peakLiveBytes = 2 ** 20): TraceResult {
  return {
    trace,
    allocator,
    operations: 1000,
    utilization,
    utilizationOverTime: utilization / 2,
    calls: 10,
    faults: 20,
    kept: 0.05,
    keptBytes: 4096,
    operationsPerSecond: 400_000,
    errors: 0,
    peakLiveBytes,
    peakFootprintBytes: peakLiveBytes / utilization,
    events: 3000,
    logBytes: 30_000,
    digest: "0",
    measures: {
      operations: 1000,
      peakLiveBytes,
      peakFootprintBytes: 0,
      liveSum: 0,
      footprintSum: 0,
      calls: 8,
      drainCalls: 2,
      callsByName: { brk: 10 },
      faults: 20,
      drainFaults: 0,
      footprintAfterDrainBytes: 0,
      errorCount: 0,
      errors: [],
      samples: [[0, 0, 4096], [500, 2048, 8192]],
    },
  };
}

Deno.test("means and sums are over the traces whose peak is not small", () => {
  const lines = allocatorTable(
    [result("a", "x", 0.8), result("b", "x", 0.6), result("c", "x", 0.1, 1000)],
    [],
  );
  assertEquals(lines.length, 5);
  assertStringIncludes(lines[4], "means, sums of 2  x");
  assertStringIncludes(lines[4], "0.7000");
  assertStringIncludes(lines[4], "20");
});

Deno.test("one trace has no means", () => {
  assertEquals(allocatorTable([result("a", "x", 0.8)], []).length, 2);
});

Deno.test("a row of JSON has what the table has, and the calls by name", () => {
  const row = jsonRow(result("a", "x", 0.8));
  assertEquals([row.utilization, row.calls, row.drainCalls, row.callsByName], [0.8, 10, 2, { brk: 10 }]);
  assertEquals("measures" in row, false);
});

Deno.test("a chart has a panel a trace, with the live payload and a line an allocator", () => {
  const chart = allocatorChart([result("a", "x", 0.8), result("a", "y", 0.7), result("b", "x", 0.6)]);
  assertEquals(chart.match(/<g transform/g)?.length, 2);
  for (const part of ["live payload", ">x<", ">y<"]) assertStringIncludes(chart, part);
});
