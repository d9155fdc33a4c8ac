/** Tests of the table of allocators. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { allocatorTable } from "./alloc_table.ts";
import { traceResult } from "./testing/trace_result.ts";

const native = (trace: string) => ({
  trace,
  allocator: "glibc",
  utilization: 0.7,
  utilizationOverTime: 0.6,
  calls: 40,
  faults: 100,
  kept: 0.9,
});

Deno.test("means and sums are over the traces whose peak is not small (AT1)", () => {
  const results = [
    traceResult("a", "x", 0.8),
    traceResult("b", "x", 0.6),
    traceResult("c", "x", 0.1, 1000),
  ];
  const lines = allocatorTable(results, []);
  assertStringIncludes(lines[4], "means, sums of 2  x");
  assertStringIncludes(lines[4], "0.7000");
  assertStringIncludes(lines[4], "20");
  assertEquals(lines.slice(5), [
    "",
    "x: faults 0.08 × the floor of 512; nowhere more than 5 % of the peak and 256 KiB is kept.",
  ]);
});

Deno.test("one trace has no means", () => {
  assertEquals(allocatorTable([traceResult("a", "x", 0.8)], []).length, 2);
});

Deno.test("native measurements stand below ours, and sums are compared with glibc's", () => {
  const results = [traceResult("a", "x", 0.8), traceResult("b", "x", 0.6)];
  const lines = allocatorTable(results, [native("a"), native("b"), native("elsewhere")]);
  assertEquals(lines.filter((line) => line.includes("glibc (native)")).length, 3);
  assertStringIncludes(
    lines.at(-1)!,
    "x: calls 0.25 × glibc's, faults 0.20 × glibc's, faults 0.08 × the floor",
  );
});

Deno.test("sums of what is not known of every trace are not told", () => {
  const results = [traceResult("a", "x", 0.8), traceResult("b", "x", 0.6)];
  const lines = allocatorTable(results, [native("a")]);
  assertEquals(lines.filter((line) => line.includes("glibc (native)")).length, 1);
  assertEquals(lines.at(-1)!.includes("glibc's"), false);
});

Deno.test("what keeps much is named", () => {
  const much = { ...traceResult("b", "x", 0.6), kept: 0.5, keptBytes: 10 ** 6 };
  assertStringIncludes(allocatorTable([traceResult("a", "x", 0.8), much], []).at(-1)!, "is kept on b.");
});
