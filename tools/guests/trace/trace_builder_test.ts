/** Tests of making traces. */
import { assertEquals } from "@std/assert";
import { REQUEST } from "./trace.ts";
import { TraceBuilder } from "./trace_builder.ts";

Deno.test("requests stand in the trace in the order they were made, blocks numbered as they begin", () => {
  const builder = new TraceBuilder();
  const [one, other] = [builder.malloc(10), builder.calloc(20)];
  builder.realloc(one, 30);
  builder.free(other);
  const { name, idCount, kinds, ids, sizes } = builder.build("made");
  assertEquals([name, idCount, builder.length], ["made", 2, 4]);
  assertEquals([...kinds], [REQUEST.malloc, REQUEST.calloc, REQUEST.realloc, REQUEST.free]);
  assertEquals([[...ids], [...sizes]], [[0, 1, 0, 1], [10, 20, 30, 0]]);
});
