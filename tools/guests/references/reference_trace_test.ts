/** Tests of traces in memory. */
import { assertEquals } from "@std/assert";
import { ReferenceTrace, traceOf } from "./reference_trace.ts";

Deno.test("a trace keeps pages by number, and which references were writes", () => {
  const trace = traceOf([5, -1 - 9, 5]);
  assertEquals([...trace.references], [0, 3, 0]);
  assertEquals([trace.length, trace.pageCount, trace.pageOf(1)], [3, 2, 9]);
  assertEquals([...trace.pageNumbers()], [0, 1, 0]);
});

Deno.test("a trace grows as needed", () => {
  const trace = new ReferenceTrace();
  for (let step = 0; step < 5000; step++) trace.reference(step % 1500, step % 2 === 0);
  assertEquals([trace.length, trace.pageCount], [5000, 1500]);
  assertEquals(trace.references[4999], (4999 % 1500) * 2);
});
