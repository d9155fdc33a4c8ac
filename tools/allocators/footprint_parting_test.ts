/** Tests of where footprints part. */
import { type AllocatorMaking, ALLOCATORS } from "@palimpsest/libc";
import { assertEquals } from "@std/assert";
import { parseTrace } from "../guests/trace/parse_trace.ts";
import { findParting, requestText } from "./footprint_parting.ts";

const named = (name: string): AllocatorMaking => ALLOCATORS.find((making) => making.name === name)!;

function traceOf(idCount: number, ...operations: string[]) {
  const text = [0, idCount, operations.length, 0, ...operations].join("\n");
  return parseTrace(new TextEncoder().encode(text), "test.rep");
}

Deno.test("an allocator parts from no one but others", () => {
  const trace = traceOf(2, "a 0 5000", "a 1 100", "f 0");
  assertEquals(findParting(trace, [named("mmap"), named("mmap")]), {
    trace: "test",
    allocators: ["mmap", "mmap"],
    moments: [],
  });
});

Deno.test("the first request after which they differ is told, and the one after which they differ most", () => {
  const trace = traceOf(4, "a 0 10", "a 1 10", "a 2 10", "f 0", "f 1");
  const { moments } = findParting(trace, [named("mmap"), named("palimpsest")]);
  const [parted, farthest] = moments;
  assertEquals(moments.map(({ what, operation, line, request }) => [what, operation, line, request]), [
    ["parted", 1, 6, "a 1 10"],
    ["farthest", 2, 7, "a 2 10"],
  ]);
  assertEquals([parted.footprintBytes, farthest.footprintBytes], [[12288, 8192], [16384, 8192]]);
  assertEquals([parted.liveBytes, farthest.liveBytes], [20, 30]);
  assertEquals(farthest.places[0].map(({ area, uses }) => [area, uses.length]), [["static data", 1], [
    "mappings",
    3,
  ]]);
});

Deno.test("a request is told as the trace has it", () => {
  const lines = ["a 0 10", "c 1 20", "m 2 64 30", "r 0 40", "f 0", "f -1"];
  const trace = traceOf(3, ...lines);
  assertEquals(lines.map((_, operation) => requestText(trace, operation)), lines);
});
