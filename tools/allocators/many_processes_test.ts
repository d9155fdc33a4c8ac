/** Tests of many processes on one machine. */
import { DEFAULT_ALLOCATOR } from "@palimpsest/libc";
import { assert, assertEquals } from "@std/assert";
import { parseTrace } from "../guests/trace/parse_trace.ts";
import { runProcesses } from "./many_processes.ts";

function growing(name: string, count: number, sizeBytes: number) {
  const operations = Array.from({ length: count }, (_, id) => `a ${id} ${sizeBytes}`);
  return parseTrace(new TextEncoder().encode([0, count, count, 0, ...operations].join("\n")), `${name}.rep`);
}

Deno.test("processes take traces in turn, and each has memory of its own (MP1)", () => {
  const traces = [growing("small", 200, 100), growing("large", 100, 5000)];
  const { groups, errors } = runProcesses(traces, DEFAULT_ALLOCATOR, 5);
  assertEquals(errors, 0);
  assertEquals(groups.map(({ trace, processCount, liveBytes }) => [trace, processCount, liveBytes]), [
    ["small", 3, 3 * 20_000],
    ["large", 2, 2 * 500_000],
  ]);
  for (const { liveBytes, footprintBytes } of groups) assert(footprintBytes > liveBytes);
});

Deno.test("more processes waste as many times more", () => {
  const traces = [growing("small", 300, 50)];
  const [one, ten] = [1, 10].map((count) => runProcesses(traces, DEFAULT_ALLOCATOR, count).groups[0]);
  assertEquals([ten.liveBytes, ten.footprintBytes], [10 * one.liveBytes, 10 * one.footprintBytes]);
});

Deno.test("whoever looks on hears how far all have come", () => {
  const told: string[] = [];
  runProcesses([growing("a", 10, 8)], DEFAULT_ALLOCATOR, 2, (done, total) => told.push(`${done}/${total}`));
  assertEquals(told[0], "20/20");
});
