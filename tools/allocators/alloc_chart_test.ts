/** Tests of the picture of a trace. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { allocatorChart } from "./alloc_chart.ts";
import { traceResult } from "./testing/trace_result.ts";

Deno.test("a chart has the live payload and a line an allocator", () => {
  const chart = allocatorChart([traceResult("a", "x", 0.8), traceResult("a", "y", 0.7)]);
  assertEquals(chart.match(/<g transform/g)?.length, 1);
  for (const part of ["a: live payload and footprint", ">live payload<", ">x<", ">y<"]) {
    assertStringIncludes(chart, part);
  }
});
