/** Tests of shorter and longer traces. */
import { DEFAULT_ALLOCATOR } from "@palimpsest/libc";
import { assertEquals } from "@std/assert";
import { measureTrace } from "./measure_trace.ts";
import { parseTrace } from "./parse_trace.ts";
import { cutTrace, repeatTrace } from "./trace_length.ts";

function traceOf(idCount: number, ...operations: string[]) {
  const text = [0, idCount, operations.length, 0, ...operations].join("\n");
  return parseTrace(new TextEncoder().encode(text), "test.rep");
}

const trace = traceOf(4, "a 0 10", "a 1 20", "m 2 64 30", "r 0 0", "f -1", "c 3 40", "f 1");

Deno.test("a trace that is cut has its first requests, and no ids beyond them", () => {
  const cut = cutTrace(trace, 3);
  assertEquals([cut.idCount, cut.kinds.length, [...cut.ids]], [3, 3, [0, 1, 2]]);
  assertEquals(cutTrace(trace, 100).kinds.length, 7);
});

Deno.test("a trace that is repeated frees what it left, and begins again with other ids (TL1)", () => {
  const repeated = repeatTrace(trace, 2);
  assertEquals(repeated.idCount, 8);
  assertEquals([...repeated.ids], [0, 1, 2, 0, -1, 3, 1, 2, 3, 4, 5, 6, 4, -1, 7, 5, 6, 7]);
  const { operations, errors } = measureTrace(repeated, DEFAULT_ALLOCATOR, () => 0);
  assertEquals([operations, errors], [18, 0]);
});
