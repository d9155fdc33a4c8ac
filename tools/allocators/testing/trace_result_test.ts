/** Tests of results that were never run. */
import { assertEquals } from "@std/assert";
import { traceResult } from "./trace_result.ts";

Deno.test("a made-up result has the names and the ratio it was given", () => {
  const { trace, allocator, utilization, peakFootprintBytes } = traceResult("a", "x", 0.5, 4096);
  assertEquals([trace, allocator, utilization, peakFootprintBytes], ["a", "x", 0.5, 8192]);
});
